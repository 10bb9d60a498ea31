import { isItems, type Items, listInside, makeList } from './list-family.ts'
import { immutableMap, mapInside } from './immutable-map.ts'
import { immutableSet, setInside } from './immutable-set.ts'
import type { Kept } from './kept.ts'
import { kindOf } from './kind-of.ts'
import { isLeaf, type Leaf } from './leaf.ts'
import { mark, markOf } from './mark.ts'

export { kindOf, type Kind } from './kind-of.ts'
export { isSealed } from './mark.ts'
export { eachPlace, hasPlace, placesOf, readPlace } from './places.ts'

/** A mutable container private to us, whose places hold kept values, with each Leaf as it is. */
export type Open = Record<string, unknown> | unknown[] | Map<unknown, unknown> | Set<unknown> | Items

/**
 * Turns an open container into a sealed one: objects and arrays are frozen in place, a Map or Set is owned by the
 * ImmutableMap or ImmutableSet returned. Seals one level: what it holds must be kept already.
 */
export function seal(open: Open, measure = 0): Kept {
  if (Array.isArray(open)) return sealArray(open, measure)
  if (open instanceof Map) return sealMap(open, measure)
  if (open instanceof Set) return sealSet(open, measure)
  if (isItems(open)) return sealList(open, measure)
  return sealObject(open, measure)
}

/** `seal` for an object. */
function sealObject(open: Record<string, unknown>, measure: number): Kept {
  let leaves: Map<string, Leaf> | null = null
  // The fastest loop over properties; what somebody put on Object.prototype is seen too, but no Leaf is ever there.
  const prototype: unknown = Object.getPrototypeOf(open)
  const isOfClass = prototype !== Object.prototype && prototype !== null
  for (const key in open) {
    if (isOfClass && !Object.hasOwn(open, key)) continue
    const value = open[key]
    if (typeof value === 'object' && isLeaf(value)) (leaves ??= new Map()).set(key, value)
  }
  return sealWith(open, leaves, false, measure)
}

/** `seal` for an array; holes stay holes. */
export function sealArray(open: unknown[], measure: number): Kept {
  const keys = sparseKeys(open)
  let leaves: Map<string, Leaf> | null = null
  const look = (i: number): void => {
    const value = open[i]
    if (typeof value === 'object' && isLeaf(value)) (leaves ??= new Map()).set(String(i), value)
  }
  if (keys === null) for (let i = 0; i < open.length; i++) look(i)
  else for (const key of keys) look(Number(key))
  return sealWith(open, leaves, keys !== null, measure)
}

/** Lists the keys of an array with holes, which may be four billion long with two elements; null when it has none. */
export function sparseKeys(array: readonly unknown[]): string[] | null {
  for (let i = 0; i < array.length; i++) {
    if (array[i] === undefined && !Object.hasOwn(array, i)) return Object.keys(array)
  }
  return null
}

/** `seal` for who knows already which places of an object or array hold a Leaf, and whether it has holes. */
export function sealWith(
  open: object,
  leaves: ReadonlyMap<string, Leaf> | null,
  sparse: boolean,
  measure: number,
): Kept {
  if (leaves !== null) for (const [key, leaf] of leaves) Object.defineProperty(open, key, doorTo(leaf))
  mark(open, leaves === null && !sparse ? measure : { measure, leaves, sparse })
  return Object.freeze(open) as Kept
}

function doorTo(leaf: Leaf): PropertyDescriptor {
  return { get: () => leaf.copy(), enumerable: true, configurable: false }
}

/** `seal` for a Map. */
export function sealMap(open: Map<unknown, unknown>, measure: number): Kept {
  const map = immutableMap(open)
  mark(map, measure)
  return Object.freeze(map) as unknown as Kept
}

/** `seal` for a Set. */
export function sealSet(open: Set<unknown>, measure: number): Kept {
  const set = immutableSet(open)
  mark(set, measure)
  return Object.freeze(set) as unknown as Kept
}

/** `seal` for a list, which owns the items given. */
export function sealList(items: Items, measure: number): Kept {
  const list = makeList(items)
  mark(list, measure)
  return Object.freeze(list) as unknown as Kept
}

/** Makes an open copy of one level of a sealed container: the copy of copy-on-write. */
export function unseal(sealed: Kept): Open {
  const container = sealed as object
  if (Array.isArray(container)) return unsealArray(container)
  const prototype: unknown = Object.getPrototypeOf(container)
  if (prototype === Object.prototype || prototype === null) {
    if (markOf(container)?.leaves) return copyByKey(container, prototype === null ? bare() : {})
    return prototype === null ? { __proto__: null, ...container } : { ...container }
  }
  const kind = kindOf(container)
  if (kind === 'list') return listInside(container).fork()
  if (kind === 'object') return copyByKey(container, instanceOf(prototype as object))
  return kind === 'map' ? new Map(mapInside(container)) : new Set(setInside(container))
}

/** Makes an instance of a class without its constructor. */
export const instanceOf = (prototype: object): Record<string, unknown> =>
  Object.create(prototype) as Record<string, unknown>

/** Makes an empty object of the same class as another, which may be none. */
export const emptyLike = (object: object): Record<string, unknown> =>
  instanceOf(Object.getPrototypeOf(object) as object)

function unsealArray(sealed: readonly unknown[]): unknown[] {
  const is = markOf(sealed)
  // Spreading a frozen array is six times faster than slice, but fills holes.
  return is === null ? [...sealed] : (copyByKey(sealed, emptyArray(sealed.length)) as unknown[])
}

function copyByKey<T extends object>(sealed: object, open: T): T & Record<string, unknown> {
  const leaves = markOf(sealed)?.leaves
  for (const key of Object.keys(sealed)) {
    setOwn(open, key, leaves?.get(key) ?? (sealed as Record<string, unknown>)[key])
  }
  return open as T & Record<string, unknown>
}

/** Makes an object without a prototype. */
export const bare = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>

/** Sets an own property also where it is called `__proto__`, or the class of the object has something by that name. */
export function setOwn(target: object, key: string, value: unknown): void {
  const mayAssign = Object.getPrototypeOf(target) === Object.prototype || !(key in target)
  if (key !== '__proto__' && (mayAssign || Object.hasOwn(target, key)))
    (target as Record<string, unknown>)[key] = value
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
}

/** Makes an array of holes; for a great length without the memory that `new Array(length)` would take. */
export function emptyArray(length: number): unknown[] {
  const array: unknown[] = []
  if (length > 10_000) {
    array[4_294_967_294] = 0
    delete array[4_294_967_294]
  }
  array.length = length
  return array
}
