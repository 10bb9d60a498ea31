import { isHash } from '../../history/line.ts'
import { columnsKind, PackedSegment } from './packed-segment.ts'

/** A segment as a store keeps it: text, or bytes where it is in columns. */
export interface KeptSegment {
  readonly first: number | bigint | string
  readonly last: number | bigint | string
  readonly kind: string
  readonly body: unknown
}

/** The hash of the last revision of a segment or gap, where that tells it. */
export function hashBehind({ first, last, kind, body }: KeptSegment): string | undefined {
  if (kind === columnsKind && body instanceof Uint8Array)
    return new PackedSegment(body, Number(first), Number(last)).link?.after
  return kind === 'gap' ? afterIn(body) : undefined
}

/** The hash behind a gap, which its record says if it is one of ours. */
export function afterIn(record: unknown): string | undefined {
  if (typeof record !== 'string') return undefined
  try {
    const { after } = JSON.parse(record) as { after?: unknown }
    return isHash(after) ? after : undefined
  } catch {
    return undefined
  }
}
