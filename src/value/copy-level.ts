import { forkMap, forkSet } from './forking.ts'
import { immutableMap, isLeafyMap } from './immutable-map.ts'
import { immutableSet, isLeafySet } from './immutable-set.ts'
import type { Kept } from './kept.ts'
import { isLeaf } from './leaf.ts'
import { kindOf } from './kind-of.ts'
import { isRoot, knownMeasure, mark } from './mark.ts'
import { seal, unseal } from './sealed.ts'

/** Copies one level of a sealed container, which shares all that is in it, and is no root. */
export function copyLevel(sealed: Kept & object): Kept & object {
  const measure = knownMeasure(sealed)
  const kind = kindOf(sealed)
  if (kind !== 'map' && kind !== 'set') return seal(unseal(sealed), measure) as Kept & object
  const copy =
    kind === 'map'
      ? immutableMap(forkMap(sealed), isLeafyMap(sealed))
      : immutableSet(forkSet(sealed), isLeafySet(sealed))
  mark(copy, measure)
  return Object.freeze(copy) as unknown as Kept & object
}

/** A locked root as what it is inside of another: a part of its own. What is no root is shared. */
export function asPart(sealed: Kept): Kept {
  if (typeof sealed !== 'object' || sealed === null || isLeaf(sealed) || !isRoot(sealed)) return sealed
  return copyLevel(sealed)
}
