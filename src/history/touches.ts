import type { Kept } from '../value/kept.ts'
import type { Path } from '../value/path.ts'
import { placeAt } from '../value/place-at.ts'
import { same } from '../value/same.ts'
import type { Timeline } from './timeline.ts'

/** Tells whether the revision at `index` changed what stands at the place. The first revision set every place it has. */
export function touches(timeline: Timeline, index: number, place: Path): boolean {
  const { change } = timeline.entry(index)
  if (index === 0) return placeAt(timeline.valueAt(0), place).found
  if ('whole' in change) return differs(timeline.valueAt(index - 1), change.whole, place)
  let above = false
  for (const { path } of change.patches) {
    if (!overlap(path, place)) continue
    if (path.length > place.length) return true
    above = true
  }
  // A patch at or above the place may have left the place itself as it was: a splice further on does.
  return above && differs(timeline.valueAt(index - 1), timeline.valueAt(index), place)
}

/** Tells whether one path leads through the other. */
export function overlap(a: Path, b: Path): boolean {
  const steps = Math.min(a.length, b.length)
  for (let step = 0; step < steps; step++) {
    // A path written as text cannot tell 0 from '0'; the container settles it.
    if (a[step] !== b[step] && String(a[step]) !== String(b[step])) return false
  }
  return true
}

/** Tells whether two values differ in what stands at the place. */
export function differs(before: Kept, after: Kept, place: Path): boolean {
  const was = placeAt(before, place)
  const is = placeAt(after, place)
  return was.found !== is.found || !same(was.value, is.value)
}
