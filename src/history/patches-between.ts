import { diffKept } from '../value/diff.ts'
import type { Patches } from '../value/path.ts'
import type { Timeline } from './timeline.ts'

/** What leads from one revision's value to another's; between neighbours, what was recorded. */
export function patchesBetween(timeline: Timeline, from: number, to: number): Patches {
  if (to === from + 1) return timeline.patchesAt(to)
  return diffKept(timeline.valueAt(from), timeline.valueAt(to))
}
