import type { Kept } from './kept.ts'
import { isLeaf } from './leaf.ts'
import { isRoot, knownMeasure } from './mark.ts'
import { seal, unseal } from './sealed.ts'

/** Copies one level of a sealed container, which shares all that is in it, and is no root. */
export function copyLevel(sealed: Kept & object): Kept & object {
  return seal(unseal(sealed), knownMeasure(sealed)) as Kept & object
}

/** A locked root as what it is inside of another: a part of its own. What is no root is shared. */
export function asPart(sealed: Kept): Kept {
  if (typeof sealed !== 'object' || sealed === null || isLeaf(sealed) || !isRoot(sealed)) return sealed
  return copyLevel(sealed)
}
