import { mapInside, refillMap } from './immutable-map.ts'
import { refillSet, setInside } from './immutable-set.ts'

/** A Map of which another like it costs nothing, and one change the logarithm of its size. */
export interface ForkedMap extends Map<unknown, unknown> {
  fork(): ForkedMap
  /** The key that follows another; undefined behind the last. */
  keyAfter(key: unknown): unknown
  /** How many keys stand before one; -1 where it is not there. */
  positionOf(key: unknown): number
  /** Puts a deleted key back where it stood, in front of another; false where that is not known any more. */
  putBack(key: unknown, value: unknown, before: unknown): boolean
  /** Which keys differ: `changed` in what stands there, or whether anything does; `moved`, maybe, among the others. */
  different(other: ForkedMap): { readonly changed: readonly unknown[]; readonly moved: readonly unknown[] }
}
/** The same of a Set. */
export interface ForkedSet extends Set<unknown> {
  fork(): ForkedSet
  positionOf(value: unknown): number
}

/** How Maps and Sets come to be such. It is handed in by who wants it, so that a page without does not load it. */
export interface Forking {
  map(from: Map<unknown, unknown>): ForkedMap
  set(from: Set<unknown>): ForkedSet
  isMap(x: object): boolean
  isSet(x: object): boolean
}

let forking: Forking | null = null

/** Lets Maps and Sets be forked from now on, instead of copied. */
export function useForking(given: Forking): void {
  forking = given
}

/** Tells whether what is inside an ImmutableMap can be forked. */
export const isForkedMap = (inside: object): inside is ForkedMap => forking !== null && forking.isMap(inside)
/** Tells whether what is inside an ImmutableSet can be forked. */
export const isForkedSet = (inside: object): inside is ForkedSet => forking !== null && forking.isSet(inside)

/** Another Map like that inside an ImmutableMap, to be changed. */
export function forkMap(map: object): Map<unknown, unknown> {
  const inside = mapInside(map)
  if (forking === null) return new Map(inside)
  if (forking.isMap(inside)) return (inside as ForkedMap).fork()
  // It stays so: of one that is changed again and again only the first time costs its size.
  const forked = forking.map(inside)
  refillMap(map, forked)
  return forked.fork()
}

/** Another Set like that inside an ImmutableSet, to be changed. */
export function forkSet(set: object): Set<unknown> {
  const inside = setInside(set)
  if (forking === null) return new Set(inside)
  if (forking.isSet(inside)) return (inside as ForkedSet).fork()
  const forked = forking.set(inside)
  refillSet(set, forked)
  return forked.fork()
}
