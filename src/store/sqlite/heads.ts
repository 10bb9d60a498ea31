import type { Head, NamedHead } from '../store.ts'
import type { Connection } from './connection.ts'
import { corrupt } from './failure.ts'

const ONE =
  'SELECT h.idx AS "index", h.hash FROM variables v LEFT JOIN heads h ON h.variable = v.id AND h.branch = ? WHERE v.name = ?'
const ANY = 'SELECT 1 FROM variables v JOIN heads h ON h.variable = v.id WHERE v.name = ?'
const ALL =
  'SELECT v.name AS variable, h.branch, h.idx AS "index", h.hash FROM heads h FULL JOIN variables v ON v.id = h.variable'

/** Finds the head of a branch. */
export function headOf(connection: Connection, variable: string, branch: string): Head | undefined {
  const row = connection.statement(ONE).get(branch, variable) as Nullable<Head> | undefined
  if (!row) return undefined
  if (row.hash === null) {
    mustHaveHead(connection, variable)
    return undefined
  }
  return { index: Number(row.index), hash: row.hash }
}

/** Fails where a variable is known that has no head on any branch: it was begun with one, so that was lost. */
export function mustHaveHead(connection: Connection, variable: string): void {
  if (!connection.statement(ANY).get(variable))
    throw corrupt(connection.file, `${variable} has no head on any branch`)
}

/** Lists every head by code units of variable and branch; SQLite would order by code points. */
export function allHeads(connection: Connection): readonly NamedHead[] {
  const rows = connection.statement(ALL).all() as Nullable<NamedHead>[]
  return rows
    .map(({ variable, branch, index, hash }) => {
      if (variable === null) throw corrupt(connection.file, `a head on ${branch} is that of no variable`)
      if (branch === null || hash === null)
        throw corrupt(connection.file, `${variable} has no head on any branch`)
      return { variable, branch, index: Number(index), hash }
    })
    .sort(byName)
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null }

/** Orders heads by code units of variable and branch. */
export function byName(a: NamedHead, b: NamedHead): number {
  return compare(a.variable, b.variable) || compare(a.branch, b.branch)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
