import { isForkedMap, isForkedSet } from '../forking.ts'
import { isLeafyMap, mapInside } from '../immutable-map.ts'
import { isLeafySet, setInside } from '../immutable-set.ts'
import { isLeaf } from '../leaf.ts'
import { mark, ownedOf } from '../mark.ts'
import type { Owned } from '../owned.ts'
import { seal } from '../sealed.ts'
import { kindOf } from '../kind-of.ts'

/** Seals what is kept at a place with all in it, where it is owned, for good: nobody changes it any more. Gives it back. */
export function released<T>(kept: T): T {
  if (typeof kept !== 'object' || kept === null) return kept
  const owned = ownedOf(kept)
  if (owned !== null) sealDown(owned)
  return kept
}

function sealDown(owned: Owned): void {
  const { container, irregular } = owned
  // One that stood at two places in a recipe is held by both, and one that was sealed alone by what it stood in.
  if (owned.isSealed) return
  owned.seal(sealDown)
  if (!irregular && (Array.isArray(container) || Object.getPrototypeOf(container) === Object.prototype)) {
    mark(container, 0)
    Object.freeze(container)
    return
  }
  const kind = kindOf(container)
  if (kind === 'list') {
    mark(container, 0)
    Object.freeze(container)
  } else if (kind === 'map' || kind === 'set') {
    if (irregular) lookForLeaves(container, kind)
    mark(container, 0)
    Object.freeze(container)
  } else if (irregular) seal(container as unknown[])
  else {
    mark(container, 0)
    Object.freeze(container)
  }
}

function lookForLeaves(container: object, kind: 'map' | 'set'): void {
  // Where that would cost more than the change did, it is left at what it was.
  if (kind === 'map' && !isForkedMap(mapInside(container)))
    isLeafyMap(container, [...mapInside(container).values()].some(isLeaf))
  if (kind === 'set' && !isForkedSet(setInside(container)))
    isLeafySet(container, [...setInside(container)].some(isLeaf))
}
