import { changeBetween } from '../history/change-between.ts'
import type { Kept } from '../value/kept.ts'
import type { PathNode } from '../value/working/path-node.ts'
import type { Outcome } from './edit-value.ts'
import { PatchRows } from './patch-rows.ts'

/** Up to how many entries may be moved for a revision, whatever else: some ten milliseconds. */
const fewMoved = 10_000

/**
 * Finds how one value comes from another that stood before it: by rows where that is less than the whole. Who makes the value
 * again does what the rows say, which is slow where many keys come back in the middle of a great Map: then the whole is less.
 */
export function outcomeBetween(before: Kept, value: Kept, root: PathNode): Outcome {
  const change = changeBetween(before, value)
  const whole: Outcome = { value, log: null, copied: 0 }
  if ('whole' in change) return whole
  const { log, copied, moved, around } = new PatchRows(change.patches, value, root)
  return moved > Math.max(fewMoved, 4 * around) ? whole : { value, log, copied }
}
