import type { Sealed } from '../store.ts'

/** What came of sealing by slices. */
export function sealedInAll(slices: readonly Sealed[]): Sealed {
  const all = { lines: 0, segments: 0, bytes: { before: 0, after: 0 } }
  for (const { lines, segments, bytes } of slices) {
    all.lines += lines
    all.segments += segments
    all.bytes.before += bytes.before
    all.bytes.after += bytes.after
  }
  return all
}
