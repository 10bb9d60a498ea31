import { afterIn } from '../sealing/hash-behind.ts'
import type { KeptLines } from '../sealing/kept-lines.ts'
import { columnsKind } from '../sealing/packed-segment.ts'
import { packedIn } from '../sealing/sealed-rows.ts'
import type { Connection } from './connection.ts'
import { corruptSegment } from './failure.ts'
import type { Slot } from './head-cache.ts'

const BEFORE = 'SELECT first, last, kind, body FROM segments WHERE variable = ? AND lane = ? AND last = ?'

/** The hash of the revision before an index, where a segment or a gap ends there and tells it. */
export function hashBefore(connection: Connection, { id, lane }: Slot, first: number): string | undefined {
  if (connection.format < 2) return undefined
  const row = connection.statement(BEFORE).get(id, lane, first - 1) as KeptLines | undefined
  if (row?.kind === columnsKind && row.body instanceof Uint8Array)
    return packedIn(row, (...where) => corruptSegment(connection.file, ...where)).link?.after
  return row?.kind === 'gap' ? afterIn(row.body) : undefined
}
