import { VarveError } from '../errors.ts'
import type { Timeline } from '../history/timeline.ts'
import type { Kept } from '../value/kept.ts'
import { mergeKept } from '../value/merge.ts'
import type { MergeSettings } from '../value/merge/merger.ts'

/** Merges what was made of `base` with what stands now; a conflict that nobody resolves is `MERGE_CONFLICT`. */
export function mergeOnto(timeline: Timeline, base: Kept, made: Kept, settings: MergeSettings): Kept {
  const { value, conflicts } = mergeKept(base, made, timeline.head, settings)
  if (conflicts.length === 0) return value
  const { name: variable } = timeline
  const places = conflicts.length === 1 ? 'one place was' : `${conflicts.length} places were`
  const message = `${variable}: ${places} changed on both sides`
  throw new VarveError('MERGE_CONFLICT', message, { variable, conflicts })
}
