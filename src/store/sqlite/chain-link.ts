import { isHash } from '../../history/line.ts'
import { columnsKind, PackedSegment } from '../sealing/packed-segment.ts'
import type { Connection } from './connection.ts'
import type { Slot } from './head-cache.ts'

const BEFORE = 'SELECT first, last, kind, body FROM segments WHERE variable = ? AND lane = ? AND last = ?'

interface Row {
  readonly first: number | bigint
  readonly last: number | bigint
  readonly kind: string
  readonly body: unknown
}

/** The hash of the revision before an index, where a segment or a gap ends there and tells it. */
export function hashBefore(connection: Connection, { id, lane }: Slot, first: number): string | undefined {
  if (connection.format < 2) return undefined
  const row = connection.statement(BEFORE).get(id, lane, first - 1) as Row | undefined
  if (row?.kind === columnsKind && row.body instanceof Uint8Array)
    return new PackedSegment(row.body, Number(row.first), Number(row.last)).link?.after
  return row?.kind === 'gap' && typeof row.body === 'string' ? afterIn(row.body) : undefined
}

/** What a gap's record says, if it is one of ours. */
function afterIn(record: string): string | undefined {
  try {
    const { after } = JSON.parse(record) as { after?: unknown }
    return isHash(after) ? after : undefined
  } catch {
    return undefined
  }
}
