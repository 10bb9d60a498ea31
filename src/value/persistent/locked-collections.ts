import { listInside, makeList } from '../list-family.ts'
import { forkMap, forkSet } from '../forking.ts'
import { immutableMap, isLeafyMap, mapInside } from '../immutable-map.ts'
import { immutableSet, isLeafySet, setInside } from '../immutable-set.ts'
import { isSimple } from '../flat.ts'
import { keep } from '../keep.ts'
import type { Kept } from '../kept.ts'
import { isLeaf } from '../leaf.ts'
import type { Ways } from '../locked-ways.ts'
import { isSealed, mark, markRoot } from '../mark.ts'
import { isPathKey } from '../parse-path.ts'
import type { PathKey } from '../path.ts'
import { refuseMapKey } from '../refuse-parts.ts'
import { refuse } from '../refuse.ts'
import { whereOf } from '../where.ts'

/** Locks a transient collection, or a copy of what is in another: a root. */
export function lockedOf<T extends object>(collection: T, name: string): T {
  const kept = keep(collection, { name, converts: true }) as Kept & object
  markRoot(kept)
  return kept as unknown as T
}

/** A locked Map with an entry more, or another value in it. */
export function withEntry(map: object, key: unknown, value: unknown): object {
  if (!isPathKey(key))
    refuseMapKey(key, (_key, type, what, advice) => refuse('ImmutableMap', [], type, what, advice))
  const kept = isSimple(value) ? value : part('ImmutableMap', key, value)
  const locked = ownOf(map, 'ImmutableMap')
  const entries = forkMap(locked)
  entries.set(key, kept)
  return rooted(immutableMap(entries, isLeafyMap(locked) || isLeaf(kept)))
}

/** A locked Map without an entry; itself where it has none. */
export function withoutEntry(map: object, key: unknown): object {
  const locked = ownOf(map, 'ImmutableMap')
  if (!mapInside(locked).has(key)) return locked
  const entries = forkMap(locked)
  entries.delete(key)
  return rooted(immutableMap(entries, isLeafyMap(locked)))
}

/** A locked Set with a member more; itself where it is in already. */
export function withMember(set: object, value: unknown): object {
  const locked = ownOf(set, 'ImmutableSet')
  const inside = setInside(locked)
  const kept = isSimple(value) ? value : part('ImmutableSet', inside.size, value)
  if (inside.has(kept)) return locked
  const values = forkSet(locked)
  values.add(kept)
  return rooted(immutableSet(values, isLeafySet(locked) || isLeaf(kept)))
}

/** A locked Set without a member; itself where it is not in. */
export function withoutMember(set: object, value: unknown): object {
  const locked = ownOf(set, 'ImmutableSet')
  if (!setInside(locked).has(value)) return locked
  const values = forkSet(locked)
  values.delete(value)
  return rooted(immutableSet(values, isLeafySet(locked)))
}

/** A locked list with another item at an index that has one. */
export function withItem(list: object, index: number, item: unknown): object {
  const kept = isSimple(item) ? item : part('ImmutableList', index, item)
  const items = listInside(ownOf(list, 'ImmutableList')).fork()
  items.set(index, kept)
  return rooted(makeList(items))
}

/** All of them, for who hands them in. */
export const lockedCollections: Ways = {
  lockedOf,
  withEntry,
  withoutEntry,
  withMember,
  withoutMember,
  withItem,
}

/** A transient one is locked as it is now. */
const ownOf = (collection: object, name: string): object =>
  isSealed(collection) ? collection : lockedOf(collection, name)

const part = (name: string, key: PathKey, value: unknown): unknown =>
  keep(value, { name, converts: true, where: whereOf([key]) })

function rooted(made: object): object {
  mark(made, 0)
  markRoot(made)
  return Object.freeze(made)
}
