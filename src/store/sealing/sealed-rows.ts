import { revisionHash, rootHash } from '../../history/hash.ts'
import type { SealedLines } from '../store.ts'
import { afterIn } from './hash-behind.ts'
import { type KeptLines, linesOfRow } from './kept-lines.ts'
import { columnsKind, PackedSegment } from './packed-segment.ts'

/** Makes the error for a segment that is not as it was written. */
export type Damaged = (first: number, last: number, cause?: unknown) => Error

/**
 * What a lane has up to its last segment in columns, from the rows of that, gaps with their records among them: lines are made when
 * somebody asks. None where the place of one in the chain is not known, so that it cannot be passed over.
 */
export function sealedRows(variable: string, rows: readonly KeptLines[], damaged: Damaged): SealedLines[] {
  const sealed: SealedLines[] = []
  let hash: string | undefined = rootHash(variable)
  for (const row of rows) {
    if (row.kind === 'gap') {
      hash = afterIn(row.body)
      continue
    }
    const each = sealedIn(row, hash, damaged)
    if (!each) return []
    sealed.push(each)
    hash = each.after
  }
  return sealed
}

/** The segment in a row. */
export function packedIn({ first, last, body }: KeptLines, damaged: Damaged): PackedSegment {
  try {
    return new PackedSegment(body as Uint8Array, Number(first), Number(last))
  } catch (error) {
    throw damaged(Number(first), Number(last), error)
  }
}

function sealedIn(row: KeptLines, before: string | undefined, damaged: Damaged): SealedLines | undefined {
  const [first, last] = [Number(row.first), Number(row.last)]
  if (row.kind === columnsKind && row.body instanceof Uint8Array) {
    const segment = packedIn(row, damaged)
    return segment.link && { first, last, ...segment.link, lines: () => segment.lines }
  }
  const lines = linesOfRow(row)
  if (!lines) throw damaged(first, last)
  return before === undefined
    ? undefined
    : { first, last, before, after: lines.reduce(revisionHash, before), lines: () => lines }
}
