import type { Kept } from './kept.ts'
import type { PathKey } from './path.ts'

/** What a leaf's reader gets from the walk that keeps a value. */
export interface Keeper {
  /** Keeps a part of the leaf; `null` as key for a part that stands at the leaf's own place. */
  part(key: PathKey | null, value: unknown): Kept
  /** Refuses the leaf: `what` completes "score.when: … cannot be remembered". */
  refuse(type: string, what: string, advice: string, cause?: unknown): never
}
