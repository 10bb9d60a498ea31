import { sha256 } from '#platform'
import type { Gap, Keyframe } from '../store.ts'
import type { Connection } from './connection.ts'
import type { Slot } from './head-cache.ts'

const KEEP =
  'INSERT INTO keyframes(variable, lane, idx, hash, value, digest) VALUES(?, ?, ?, ?, ?, ?)' +
  ' ON CONFLICT(variable, lane) DO UPDATE SET idx = excluded.idx, hash = excluded.hash, value = excluded.value, digest = excluded.digest'
const DROP = 'DELETE FROM keyframes WHERE variable = ? AND lane = ? AND idx BETWEEN ? AND ?'
const FIND =
  'SELECT k.idx AS "index", k.hash, k.value, k.digest FROM variables v' +
  ' JOIN heads h ON h.variable = v.id AND h.branch = ?' +
  ' JOIN keyframes k ON k.variable = h.variable AND k.lane = h.lane WHERE v.name = ?'

/** Keeps the value at a head; the keyframe before it goes. */
export function keepKeyframe(connection: Connection, { id, lane, index, hash }: Slot, value: string): void {
  connection.statement(KEEP).run(id, lane, index, hash, value, digestOf(hash, value))
}

/** Drops the keyframe of a lane where it lies in a gap. */
export function dropKeyframe(connection: Connection, { id, lane }: Slot, { first, last }: Gap): void {
  connection.statement(DROP).run(id, lane, first, last)
}

/** Finds the keyframe of a branch; a damaged one counts as dropped, since the lines tell the same. */
export function keyframeOf(connection: Connection, variable: string, branch: string): Keyframe | undefined {
  const row = connection.statement(FIND).get(branch, variable) as (Keyframe & { digest: string }) | undefined
  if (!row || row.digest !== digestOf(row.hash, row.value)) return undefined
  return { index: Number(row.index), hash: row.hash, value: row.value }
}

/** What a row says of itself, so that damage shows. */
export function digestOf(hash: string, value: string): string {
  return sha256(`varve/1 keyframe\n${hash}\n${value}`)
}
