import { isVarveError } from '../../errors.ts'
import { columnsKind, PackedSegment } from './packed-segment.ts'
import { linesOf } from '../appending/run-text.ts'

/** A run, or a segment that is no gap. */
export interface KeptLines {
  readonly first: number | bigint
  readonly last: number | bigint
  /** A run's is `lines`. */
  readonly kind: string
  readonly body: unknown
}

/** Takes a row apart into its lines, byte for byte; undefined where it does not hold them. */
export function linesOfRow({ first, last, kind, body }: KeptLines): readonly string[] | undefined {
  const count = Number(last) - Number(first) + 1
  if (kind === 'lines') return typeof body === 'string' ? linesOf(body, count) : undefined
  if (kind !== columnsKind || !(body instanceof Uint8Array)) return undefined
  try {
    return new PackedSegment(body, Number(first), Number(last)).lines
  } catch (error) {
    if (isVarveError(error, 'CORRUPT')) return undefined
    throw error
  }
}
