import { isLeafyMap, mapInside } from '../immutable-map.ts'
import { isLeafySet, setInside } from '../immutable-set.ts'
import { isLeaf } from '../leaf.ts'
import { mark, ownedOf } from '../mark.ts'
import type { Owned } from '../owned.ts'
import { seal } from '../sealed.ts'
import { kindOf } from '../kind-of.ts'

/** Seals an owned container with all in it, for good: from now on it may be handed out, and is never changed again. */
export function release(owned: Owned): void {
  owned.parent?.release(owned)
  owned.parent = null
  sealDown(owned)
}

/** Seals what is kept at a place, where it is owned; gives it back. */
export function released<T>(kept: T): T {
  if (typeof kept !== 'object' || kept === null) return kept
  const owned = ownedOf(kept)
  if (owned !== null) release(owned)
  return kept
}

function sealDown(owned: Owned): void {
  const { container, irregular } = owned
  // One that stood at two places in a recipe is held by both.
  if (ownedOf(container) === null) return
  owned.parent = null
  owned.releaseAll(sealDown)
  if (!irregular && (Array.isArray(container) || Object.getPrototypeOf(container) === Object.prototype)) {
    mark(container, 0)
    Object.freeze(container)
    return
  }
  const kind = kindOf(container)
  if (kind === 'map' || kind === 'set') {
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
  if (kind === 'map') isLeafyMap(container, [...mapInside(container).values()].some(isLeaf))
  else isLeafySet(container, [...setInside(container)].some(isLeaf))
}
