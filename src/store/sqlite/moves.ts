import type { Moved } from '../watching/following.ts'
import type { NamedHead } from '../store.ts'
import type { Connection } from './connection.ts'
import { byName } from './heads.ts'

const NEWEST = 'SELECT max(pos) AS pos FROM runs'
/** The newest run of a lane is always there, so a lane that moved is found however much was forgotten since. */
const MOVED =
  'SELECT v.name AS variable, h.branch, h.idx AS "index", h.hash, h.pos' +
  ' FROM (SELECT DISTINCT variable, lane FROM runs WHERE pos > ?) m' +
  ' JOIN heads h ON h.variable = m.variable AND h.lane = m.lane JOIN variables v ON v.id = h.variable'

/** Finds where the log of runs ends. */
export function endOf(connection: Connection): number {
  const { pos } = connection.statement(NEWEST).get() as { pos: number | bigint | null }
  return Number(pos ?? 0)
}

/**
 * Finds the heads that moved behind a position. A position behind the end was given before an older copy of
 * the file was put back: then all have moved.
 */
export function movedAfter(connection: Connection, position: number): Moved {
  const rows = connection.statement(MOVED).all(position) as (NamedHead & { pos: number | bigint })[]
  if (rows.length === 0 && position > endOf(connection)) return movedAfter(connection, 0)
  const heads = rows.map(({ variable, branch, index, hash }) => ({
    variable,
    branch,
    index: Number(index),
    hash,
  }))
  return {
    position: rows.reduce((newest, { pos }) => Math.max(newest, Number(pos)), position),
    heads: heads.sort(byName),
  }
}
