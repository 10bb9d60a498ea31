import { listInside, makeList } from '../list-family.ts'
import { forkMap, forkSet, isForkedMap, isForkedSet } from '../forking.ts'
import { immutableMap, isLeafyMap, mapInside } from '../immutable-map.ts'
import { immutableSet, isLeafySet, setInside } from '../immutable-set.ts'
import type { Kept } from '../kept.ts'
import { kindOf } from '../kind-of.ts'
import { isSealed, markOf, markOwned } from '../mark.ts'
import { Owned } from '../owned.ts'
import { unseal } from '../sealed.ts'

/** Copies one level of a sealed container, so that the copy may be changed in place. */
export function take(sealed: Kept): Owned {
  const from = sealed as object
  if (Object.getPrototypeOf(from) === Object.prototype && isSealed(from) && markOf(from) === null) {
    // The usual one, without a look at what else it could be.
    const owned = new Owned({ ...from }, false)
    markOwned(owned)
    return owned
  }
  const kind = kindOf(sealed)
  let owned: Owned
  if (kind === 'map') {
    const leafy = isLeafyMap(from)
    owned = new Owned(immutableMap(forkMap(from), leafy), leafy)
  } else if (kind === 'set') {
    const leafy = isLeafySet(from)
    owned = new Owned(immutableSet(forkSet(from), leafy), leafy)
  } else if (kind === 'list') owned = new Owned(makeList(listInside(from).fork()), false)
  else owned = new Owned(unseal(sealed), isSealed(from) && markOf(from) !== null)
  markOwned(owned)
  return owned
}

const oneWayDown = 1_024

/** About how many bytes a copy of one level takes: what it costs to keep an old version of it. */
export function copyBytes(container: object): number {
  if (Array.isArray(container)) return 32 + 8 * container.length
  if (Object.getPrototypeOf(container) === Object.prototype) return 32 + 8 * Object.keys(container).length
  const kind = kindOf(container)
  // Of what is forked one way down is copied: the rest is shared.
  if (kind === 'list') return oneWayDown
  if (kind === 'map')
    return isForkedMap(mapInside(container)) ? oneWayDown : 64 + 40 * mapInside(container).size
  if (kind === 'set')
    return isForkedSet(setInside(container)) ? oneWayDown : 64 + 24 * setInside(container).size
  return 32 + 8 * Object.keys(container).length
}
