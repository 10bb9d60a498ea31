import { type Items, listInside } from './list-family.ts'
import { isForkedMap } from './forking.ts'
import { mapInside } from './immutable-map.ts'
import { setInside } from './immutable-set.ts'
import type { Kept } from './kept.ts'
import { kindOf } from './kind-of.ts'
import { isLeaf } from './leaf.ts'
import { markOf } from './mark.ts'
import { isSameOrder, partsOf } from './parts-of.ts'
import { readPlace } from './places.ts'

/**
 * Tells whether two kept values are equal all the way down: numbers as by Object.is, objects with the same keys in any
 * order, Maps and Sets in the same order, since their order is part of what is remembered.
 */
export function same(a: Kept, b: Kept): boolean {
  return sameParts(a, b)
}

function sameParts(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (isLeaf(a)) return isLeaf(b) && a.type === b.type && a.equals(b)
  const kind = kindOf(a)
  if (kind !== kindOf(b)) return false
  if (kind === 'object') return Object.getPrototypeOf(a) === Object.getPrototypeOf(b) && sameProperties(a, b)
  if (kind === 'array')
    return (a as unknown[]).length === (b as unknown[]).length && sameElements(a as unknown[], b as unknown[])
  if (kind === 'list') return sameItems(listInside(a), listInside(b))
  if (kind === 'map') return sameEntries(mapInside(a), mapInside(b))
  return kind === 'set' && sameMembers(setInside(a), setInside(b))
}

function sameProperties(a: object, b: object): boolean {
  const keys = Object.keys(a)
  const others = Object.keys(b)
  if (isSameOrder(keys, others)) return sameLists(partsOf(a, keys), partsOf(b, keys))
  if (keys.length !== others.length || !keys.every(key => Object.hasOwn(b, key))) return false
  return keys.every(key => sameParts(readPlace(a, key), readPlace(b, key)))
}

function sameElements(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (markOf(a) !== null || markOf(b) !== null) return sameProperties(a, b)
  // Copies, since the engine takes ten times as long to read an element of a frozen array.
  return sameLists([...a], [...b])
}

// A loop, since a callback for each level would take twice the stack.
function sameLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  for (let i = 0; i < a.length; i++) if (!sameParts(a[i], b[i])) return false
  return true
}

function sameItems(a: Items, b: Items): boolean {
  if (a.length !== b.length) return false
  const from = a.sharedPrefix(b)
  const to = a.length - (from === a.length ? 0 : a.sharedSuffix(b))
  for (let i = from; i < to; i++) if (!sameParts(a.at(i), b.at(i))) return false
  return true
}

function sameEntries(a: Map<unknown, unknown>, b: Map<unknown, unknown>): boolean {
  if (a.size !== b.size) return false
  if (isForkedMap(a) && isForkedMap(b)) {
    const { changed, moved } = a.different(b)
    if (moved.length === 0) return changed.every(key => b.has(key) && sameParts(a.get(key), b.get(key)))
  }
  const others = b.entries()
  for (const [key, value] of a) {
    const [otherKey, otherValue] = others.next().value as [unknown, unknown]
    if (!Object.is(key, otherKey) || !sameParts(value, otherValue)) return false
  }
  return true
}

function sameMembers(a: Set<unknown>, b: Set<unknown>): boolean {
  if (a.size !== b.size) return false
  const others = b.values()
  for (const value of a) if (!sameParts(value, others.next().value)) return false
  return true
}
