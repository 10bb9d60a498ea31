import { changeBetween } from '../history/change-between.ts'
import { applyTo } from '../value/apply.ts'
import type { Kept } from '../value/kept.ts'
import type { PathNode } from '../value/working/path-node.ts'
import { Working } from '../value/working/working.ts'
import type { Outcome } from './edit-value.ts'

/** Finds how one value comes from another that stood before it: by rows where that is less than the whole. */
export function outcomeBetween(before: Kept, value: Kept, root: PathNode): Outcome {
  const change = changeBetween(before, value)
  if ('whole' in change) return { value, log: null, copied: 0 }
  const working = new Working(before)
  const log = applyTo(working, change.patches, root)
  return { value, log, copied: working.copied }
}
