import { copyLevel } from '../value/copy-level.ts'
import type { Kept } from '../value/kept.ts'
import { markRoot } from '../value/mark.ts'

/** A locked root that shares all that is in another locked object: one level is copied. */
export function newRoot(locked: object): object {
  const root = copyLevel(locked as Kept & object)
  markRoot(root)
  return root
}
