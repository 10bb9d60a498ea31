import type { Mark } from '../store.ts'
import type { Connection } from './connection.ts'
import { idOf } from './variable-id.ts'

const FIND =
  'SELECT m.idx AS "index", m.hash FROM marks m JOIN variables v ON v.id = m.variable WHERE v.name = ? AND m.name = ?'
const LIST =
  'SELECT m.name, m.idx AS "index", m.hash FROM marks m JOIN variables v ON v.id = m.variable WHERE v.name = ?'
const KEEP = 'INSERT INTO marks(variable, name, idx, hash) VALUES(?, ?, ?, ?)'

interface Row {
  readonly name: string
  readonly index: number | bigint
  readonly hash: string
}

/** Finds the first mark that has one of the names already, for another revision. */
export function takenMark(connection: Connection, marks: readonly Mark[]): Mark | undefined {
  for (const { variable, name, hash } of marks) {
    const row = connection.statement(FIND).get(variable, name) as Omit<Row, 'name'> | undefined
    if (row && row.hash !== hash) return { variable, name, index: Number(row.index), hash: row.hash }
  }
  return undefined
}

/** Keeps a mark; false where it stood already. */
export function keepMark(connection: Connection, { variable, name, index, hash }: Mark): boolean {
  if (connection.statement(FIND).get(variable, name)) return false
  connection.statement(KEEP).run(idOf(connection, variable), name, index, hash)
  return true
}

/** Lists the marks of a variable in the order of their names (code units; SQLite would order by code points). */
export function marksOf(connection: Connection, variable: string): readonly Mark[] {
  const rows = connection.statement(LIST).all(variable) as Row[]
  return rows
    .map(({ name, index, hash }) => ({ variable, name, index: Number(index), hash }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
