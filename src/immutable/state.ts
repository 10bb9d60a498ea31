import { standingOf } from '../value/draft/standing.ts'
import { isRoot } from '../value/mark.ts'
import { isSealed } from '../value/sealed.ts'
import { stateOfManaged } from './managed-of.ts'
import type { RevisionState } from './revision-manager.ts'
import { checkObject } from './transient.ts'

/**
 * Tells what may be done to an object: one that is `transient` can be changed, `locked` never changes and is the newest
 * of its kind, `retired` has been followed by another, and `deleted` was the last when its key was deleted.
 */
export function stateOf(x: object): 'transient' | RevisionState {
  checkObject('stateOf', x)
  return isSealed(x) ? (stateOfManaged(x) ?? 'locked') : 'transient'
}

/** Tells whether an object stands by itself, so that it can be updated, or is part of another. */
export function roleOf(x: object): 'root' | 'part' {
  checkObject('roleOf', x)
  const node = standingOf(x)
  if (node !== undefined) return node.isRoot ? 'root' : 'part'
  return !isSealed(x) || isRoot(x) ? 'root' : 'part'
}

/** Tells whether something is locked, or was: then nothing can change it. */
export function isImmutable(x: unknown): boolean {
  return isSealed(x)
}
