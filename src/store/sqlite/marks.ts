import type { Mark } from '../store.ts'
import type { Connection } from './connection.ts'
import { corrupt } from './failure.ts'
import { idOf } from './variable-id.ts'

const FIND =
  'SELECT m.idx AS "index", m.hash FROM marks m JOIN variables v ON v.id = m.variable WHERE v.name = ? AND m.name = ?'
/** A revision of this index is there on some branch: not behind its head, and in no gap. */
const STORED =
  'SELECT 1 FROM variables v JOIN heads h ON h.variable = v.id WHERE v.name = ? AND h.idx >= ? AND NOT EXISTS' +
  " (SELECT 1 FROM segments s WHERE s.variable = h.variable AND s.lane = h.lane AND s.kind = 'gap'" +
  ' AND s.first <= ? AND s.last >= ?) LIMIT 1'
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

/** Tells whether a branch of the variable has a revision of a mark's index; asked while writing, so in the newest format. */
export function isStored(connection: Connection, { variable, index }: Mark): boolean {
  if (!variable.isWellFormed()) return false
  return connection.statement(STORED).get(variable, index, index, index) !== undefined
}

/** Tells whether a mark stands already. */
export function isMarked(connection: Connection, { variable, name }: Mark): boolean {
  return connection.statement(FIND).get(variable, name) !== undefined
}

/** Keeps a mark; false where it stood already. */
export function keepMark(connection: Connection, mark: Mark): boolean {
  if (isMarked(connection, mark)) return false
  const { variable, name, index, hash } = mark
  connection.statement(KEEP).run(idOf(connection, variable), name, index, hash)
  return true
}

/** Lists the marks of a variable in the order of their names (code units; SQLite would order by code points). */
export function marksOf(connection: Connection, variable: string): readonly Mark[] {
  const rows = connection.statement(LIST).all(variable) as Row[]
  return rows
    .map(({ name, index, hash }) => {
      // A page of another table that stands in the place of this one has names that are numbers, and hashes that fit.
      if (typeof name !== 'string' || typeof hash !== 'string')
        throw corrupt(connection.file, `a mark of ${variable} has no text for its name or hash`)
      return { variable, name, index: Number(index), hash }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
