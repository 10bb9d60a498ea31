import type { Head, NamedHead } from '../store.ts'
import type { Connection } from './connection.ts'
import { corrupt } from './failure.ts'

const ONE =
  'SELECT h.idx AS "index", h.hash FROM variables v LEFT JOIN heads h ON h.variable = v.id AND h.branch = ? WHERE v.name = ?'
/** A lane is begun together with a head on it, and a variable with its first lane. */
const LOST =
  'SELECT 1 FROM variables v LEFT JOIN lanes l ON l.variable = v.id' +
  ' LEFT JOIN heads h ON h.variable = l.variable AND h.lane = l.lane WHERE v.name = ? AND h.lane IS NULL'
const NEWEST = 'SELECT id, name FROM variables ORDER BY id DESC LIMIT 1'
const KNOWN = 'SELECT 1 FROM variables WHERE name = ?'
const NAMES = 'PRAGMA integrity_check(variables)'
const LATER = 'SELECT 1 FROM heads WHERE variable > ? LIMIT 1'
const ALL =
  'SELECT v.name AS variable, h.branch, h.idx AS "index", h.hash FROM heads h FULL JOIN variables v ON v.id = h.variable'

/** Finds the head of a branch. */
export function headOf(connection: Connection, variable: string, branch: string): Head | undefined {
  const row = connection.statement(ONE).get(branch, variable) as Nullable<Head> | undefined
  if (!row) {
    // No variable is called so: it is only asked whether the file is ours.
    if (variable !== '') checkNames(connection)
    return undefined
  }
  if (row.hash === null) {
    mustHaveHead(connection, variable)
    // A variable begins on it; under another name it is found by nobody.
    if (branch === 'main') throw corrupt(connection.file, `the head of ${variable} on main is missing`)
    return undefined
  }
  return { index: Number(row.index), hash: row.hash }
}

/**
 * Looks for signs that names were lost, before a variable is taken for one that was never set: the newest name has to be found
 * by its index, and no head may belong to a later variable. A page that was overwritten shows here; `check` looks at all.
 */
function checkNames(connection: Connection): void {
  if (!connection.areNamesChecked) {
    // One bit of the index hides one name: table and index are compared once, by the first name that is not found
    // (40 ms where there are 100,000).
    const [row] = connection.statement(NAMES).all() as { integrity_check: string }[]
    if (row?.integrity_check !== 'ok') throw corrupt(connection.file, String(row?.integrity_check))
    connection.areNamesChecked = true
  }
  const newest = connection.statement(NEWEST).get() as { id: number | bigint; name: string } | undefined
  if (newest && !connection.statement(KNOWN).get(newest.name))
    throw corrupt(connection.file, `${newest.name} is not found by its name`)
  if (connection.statement(LATER).get(Number(newest?.id ?? 0)))
    throw corrupt(connection.file, 'a head is that of no variable')
}

/** Fails where a known variable has lost a head: where one is missing, this tells a branch that never was from damage. */
export function mustHaveHead(connection: Connection, variable: string): void {
  if (connection.statement(LOST).get(variable))
    throw corrupt(connection.file, `a head of ${variable} is missing`)
}

/** Lists every head by code units of variable and branch; SQLite would order by code points. */
export function allHeads(connection: Connection): readonly NamedHead[] {
  const rows = connection.statement(ALL).all() as Nullable<NamedHead>[]
  return rows
    .map(({ variable, branch, index, hash }) => {
      if (variable === null) throw corrupt(connection.file, `a head on ${branch} is that of no variable`)
      if (branch === null || hash === null)
        throw corrupt(connection.file, `${variable} has no head on any branch`)
      if (typeof variable !== 'string' || typeof branch !== 'string')
        throw corrupt(connection.file, `the name ${String(variable)} (${String(branch)}) is no text`)
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
