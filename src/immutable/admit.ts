import { badOption } from '../options.ts'
import { keep } from '../value/keep.ts'
import { copyLevel } from '../value/copy-level.ts'
import type { Kept } from '../value/kept.ts'
import { isRoot, isSealed, markRoot } from '../value/mark.ts'
import { noteCreated } from './noted.ts'

/** Takes in what is to be a root: a locked root as it is, a part as a root of its own, anything else converted and locked. */
export function admit(value: unknown, method: string): object {
  if (typeof value !== 'object' || value === null)
    throw badOption(method, 'value', `is ${value === null ? 'null' : typeof value}: give an object`)
  if (isSealed(value)) return isRoot(value) ? value : newRoot(value)
  const kept: unknown = keep(value, { name: 'value', converts: true })
  if (!isSealed(kept))
    throw badOption(method, 'value', 'has inner state: put it into an object, or an immutable type')
  markRoot(kept as object)
  noteCreated(kept as object)
  return kept as object
}

/** A root of its own that shares all that is in a locked one. */
export function newRoot(locked: object): object {
  const root = copyLevel(locked as Kept & object)
  markRoot(root)
  noteCreated(root)
  return root
}
