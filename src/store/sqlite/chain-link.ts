import { hashBehind, type KeptSegment } from '../sealing/hash-behind.ts'
import type { Connection } from './connection.ts'
import type { Slot } from './head-cache.ts'

const BEFORE = 'SELECT first, last, kind, body FROM segments WHERE variable = ? AND lane = ? AND last = ?'

/** The hash of the revision before an index, where a segment or a gap ends there and tells it. */
export function hashBefore(connection: Connection, { id, lane }: Slot, first: number): string | undefined {
  if (connection.format < 2) return undefined
  const row = connection.statement(BEFORE).get(id, lane, first - 1) as KeptSegment | undefined
  return row && hashBehind(row)
}
