import { badOption, checkOptions } from '../../options.ts'
import type { Moved, WatchStoreOptions } from '../watching/following.ts'
import type { Connection } from './connection.ts'
import { namedHeads } from './heads.ts'

const NOW = 'SELECT pg_current_snapshot()::text AS cursor'
/**
 * A cursor is a snapshot: which transactions had ended when it was taken. What is visible now and was not then has moved since, be
 * it that it began long before; so nothing is left out, nothing is told twice, and a transaction that stays open holds nobody back.
 * A snapshot from the future was taken before an older copy was put back: then all have moved.
 */
const MOVED = `
WITH since AS MATERIALIZED (
  SELECT CASE WHEN pg_snapshot_xmax($1::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) THEN '3:3:'
    ELSE $1::pg_snapshot END AS old
), moved AS (
  SELECT DISTINCT r.variable, r.lane FROM @runs r
  WHERE r.xid >= (SELECT pg_snapshot_xmin(old) FROM since) AND NOT pg_visible_in_snapshot(r.xid, (SELECT old FROM since))
)
SELECT pg_current_snapshot()::text AS cursor, v.name, h.branch, h.idx, h.hash FROM since
LEFT JOIN (moved m JOIN @heads h ON h.variable = m.variable AND h.lane = m.lane JOIN @variables v ON v.id = h.variable) ON true`
const CURSOR = /^\d{1,20}:\d{1,20}:(\d{1,20}(,\d{1,20})*)?$/

interface MovedRow {
  readonly cursor: string
  readonly name: string | null
  readonly branch: string
  readonly idx: string
  readonly hash: string
}

/** Finds where a watch begins; undefined where it begins with what moves from now on. */
export function cursorIn(options: WatchStoreOptions): string | undefined {
  checkOptions('watch()', options, ['cursor', 'signal'])
  const { cursor } = options
  if (cursor === undefined) return undefined
  if (typeof cursor !== 'string' || !CURSOR.test(cursor))
    throw badOption('watch()', 'cursor', 'must be a text that a watch of this store gave')
  return cursor
}

/** Finds where a watch begins that tells of what moves from now on. */
export async function cursorNow(connection: Connection): Promise<string> {
  const [row] = await connection.read<{ cursor: string }>(NOW, [])
  return row!.cursor
}

/** Finds the heads that moved since a cursor. */
export async function movedSince(connection: Connection, cursor: string): Promise<Moved<string>> {
  const rows = await connection.read<MovedRow>(MOVED, [cursor])
  const heads = namedHeads(rows.flatMap(({ name, ...row }) => (name === null ? [] : [{ name, ...row }])))
  return { position: rows[0]!.cursor, heads }
}
