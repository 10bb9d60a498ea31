import { fullSegment } from './plan-segments.ts'
import { packSegment } from './packed-segment.ts'

/** A segment that is ready to be kept. */
export interface ReadySegment {
  readonly first: number
  readonly last: number
  readonly bytes: Uint8Array
}

/**
 * Packs consecutive lines: one segment, or more where one append wrote more than goes into one. `before` is the hash of the revision
 * before the first, where it is known. Undefined where lines would not come back as they are.
 */
export function packLines(
  start: number,
  lines: readonly string[],
  before: string | undefined,
): readonly ReadySegment[] | undefined {
  const segments: ReadySegment[] = []
  let [first, link] = [start, before]
  for (let at = 0; at < lines.length; at += fullSegment) {
    const part = lines.slice(at, at + fullSegment)
    const packed = packSegment({ first, lines: part, before: link })
    if (!packed) return undefined
    const last = first + part.length - 1
    segments.push({ first, last, bytes: packed.bytes })
    first = last + 1
    link = packed.after
  }
  return segments
}
