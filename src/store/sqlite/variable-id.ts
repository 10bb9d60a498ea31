import type { Connection } from './connection.ts'

const FIND = 'SELECT id FROM variables WHERE name = ?'
const MAKE = 'INSERT INTO variables(name) VALUES(?) RETURNING id'

/** Finds the number that stands for a variable in the file, or gives it one. */
export function idOf(connection: Connection, variable: string): number {
  const row = connection.statement(FIND).get(variable) ?? connection.statement(MAKE).get(variable)
  return Number((row as { id: number | bigint }).id)
}
