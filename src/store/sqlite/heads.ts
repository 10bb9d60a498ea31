import type { Head, NamedHead } from '../store.ts'
import type { Connection } from './connection.ts'

const ONE =
  'SELECT h.idx AS "index", h.hash FROM variables v JOIN heads h ON h.variable = v.id AND h.branch = ? WHERE v.name = ?'
const ALL =
  'SELECT v.name AS variable, h.branch, h.idx AS "index", h.hash FROM heads h JOIN variables v ON v.id = h.variable'

/** Finds the head of a branch. */
export function headOf(connection: Connection, variable: string, branch: string): Head | undefined {
  const row = connection.statement(ONE).get(branch, variable) as Head | undefined
  return row && { index: Number(row.index), hash: row.hash }
}

/** Lists every head by code units of variable and branch; SQLite would order by code points. */
export function allHeads(connection: Connection): readonly NamedHead[] {
  const rows = connection.statement(ALL).all() as NamedHead[]
  return rows
    .map(({ variable, branch, index, hash }) => ({ variable, branch, index: Number(index), hash }))
    .sort(byName)
}

/** Orders heads by code units of variable and branch. */
export function byName(a: NamedHead, b: NamedHead): number {
  return compare(a.variable, b.variable) || compare(a.branch, b.branch)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
