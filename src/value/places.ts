import { listInside } from './list-family.ts'
import { isMap, mapInside } from './immutable-map.ts'
import { isSet, setInside } from './immutable-set.ts'
import type { Kept } from './kept.ts'
import { kindOf } from './kind-of.ts'
import { isSealed, markOf } from './mark.ts'
import type { PathKey } from './path.ts'

/** Reads what is kept at a property, index, Map key or position in a Set, with a Leaf as it is; undefined when there is nothing. */
export function readPlace(container: unknown, key: PathKey): Kept {
  const kind = kindOf(container)
  if (kind === 'map') return entriesIn(container as object).get(key) as Kept
  if (kind === 'set') return nth(valuesIn(container as object), key)
  if (kind === 'list') return listInside(container as object).at(key as number) as Kept
  if (kind !== 'object' && !(kind === 'array' && isIndex(container as unknown[], key))) return undefined
  const name = String(key)
  const leaf = leavesIn(container as object)?.get(name)
  if (leaf !== undefined) return leaf as unknown as Kept
  return Object.hasOwn(container as object, name)
    ? ((container as Record<string, unknown>)[name] as Kept)
    : undefined
}

/** Tells whether there is such a property, element, entry or position; a hole is none. */
export function hasPlace(container: unknown, key: PathKey): boolean {
  const kind = kindOf(container)
  if (kind === 'map') return entriesIn(container as object).has(key)
  if (kind === 'set')
    return (
      Number.isInteger(key) && (key as number) >= 0 && (key as number) < valuesIn(container as object).size
    )
  if (kind === 'list') return isIndex(listInside(container as object), key)
  if (kind === 'array')
    return isIndex(container as unknown[], key) && Object.hasOwn(container as object, key as number)
  return kind === 'object' && Object.hasOwn(container as object, String(key))
}

/** Calls back with each place of a sealed or open container in order; holes are skipped. */
export function eachPlace(container: unknown, fn: (key: PathKey, kept: Kept) => void): void {
  const kind = kindOf(container)
  if (kind === 'map')
    for (const [key, value] of entriesIn(container as object)) fn(key as PathKey, value as Kept)
  else if (kind === 'set') {
    let position = 0
    for (const value of valuesIn(container as object)) fn(position++, value as Kept)
  } else if (kind === 'list')
    listInside(container as object).forEach((item, index) => fn(index, item as Kept))
  else if (kind === 'array') eachElement(container as unknown[], fn)
  else if (kind === 'object') {
    const leaves = leavesIn(container as object)
    for (const key of Object.keys(container as object)) {
      fn(key, (leaves?.get(key) ?? (container as Record<string, unknown>)[key]) as Kept)
    }
  }
}

function eachElement(array: unknown[], fn: (key: PathKey, kept: Kept) => void): void {
  const is = isSealed(array) ? markOf(array) : null
  for (let i = 0; i < array.length; i++) {
    const leaf = is?.leaves?.get(String(i))
    const value = leaf ?? array[i]
    if (value === undefined && !Object.hasOwn(array, i)) {
      for (const key of Object.keys(array)) {
        if (Number(key) > i) fn(Number(key), (is?.leaves?.get(key) ?? array[Number(key)]) as Kept)
      }
      return
    }
    fn(i, value as Kept)
  }
}

/** Lists the places of a sealed or open container as pairs; `eachPlace` is the faster way. */
export function placesOf(container: unknown): [key: PathKey, kept: Kept][] {
  const places: [PathKey, Kept][] = []
  eachPlace(container, (key, kept) => places.push([key, kept]))
  return places
}

const isIndex = (array: { readonly length: number }, key: PathKey): boolean =>
  typeof key === 'number' && Number.isInteger(key) && key >= 0 && key < array.length

const leavesIn = (container: object) => (isSealed(container) ? markOf(container)?.leaves : undefined)

const entriesIn = (map: object): Map<unknown, unknown> =>
  isMap(map) ? mapInside(map) : (map as Map<unknown, unknown>)

const valuesIn = (set: object): Set<unknown> => (isSet(set) ? setInside(set) : (set as Set<unknown>))

function nth(values: Set<unknown>, position: PathKey): Kept {
  let i = 0
  for (const value of values) if (i++ === position) return value as Kept
  return undefined
}
