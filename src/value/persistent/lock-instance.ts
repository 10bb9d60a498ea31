import { isList, listInside } from '../list-family.ts'
import { isMap, mapInside } from '../immutable-map.ts'
import { isSet, setInside } from '../immutable-set.ts'
import type { Kept } from '../kept.ts'
import { knownMeasure, mark, markOf } from '../mark.ts'
import { sealWith } from '../sealed.ts'

/**
 * Locks an instance itself, of which `kept` is what was taken in: each field gets what was kept of it, and the instance is
 * sealed. Throws a TypeError where a field cannot be replaced, and leaves it unsealed then.
 */
export function lockInstance(instance: object, kept: Kept & object): void {
  if (isList(instance) || isMap(instance) || isSet(instance)) return lockCollection(instance, kept)
  const is = markOf(kept)
  const leaves = is?.leaves ?? null
  for (const key of Object.keys(kept)) {
    if (leaves?.has(key)) continue
    const value: unknown = (kept as unknown as Record<string, unknown>)[key]
    const own = Object.getOwnPropertyDescriptor(instance, key)
    if (own === undefined || !Object.is(own.value, value)) Object.defineProperty(instance, key, { value })
  }
  sealWith(instance, leaves, false, knownMeasure(kept))
}

function lockCollection(instance: object, kept: object): void {
  if (isList(instance)) {
    const items = listInside(instance)
    items.splice(0, items.length, listInside(kept).toArray())
  } else if (isMap(instance)) {
    const [entries, next] = [mapInside(instance), mapInside(kept)]
    for (const [key, value] of next) entries.set(key, value)
  } else {
    const values = setInside(instance)
    values.clear()
    for (const value of setInside(kept)) values.add(value)
  }
  mark(instance, knownMeasure(kept))
  Object.freeze(instance)
}
