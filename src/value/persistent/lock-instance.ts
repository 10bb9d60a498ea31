import { isLeafyMap, isMap, mapInside } from '../immutable-map.ts'
import { isLeafySet, isSet, setInside } from '../immutable-set.ts'
import type { Kept } from '../kept.ts'
import { isList, listInside } from '../list-family.ts'
import { knownMeasure, mark, markOf } from '../mark.ts'
import { sealWith } from '../sealed.ts'

/** Tells why an instance cannot be locked itself, of which `kept` is what was taken in; undefined where it can. */
export function whyNotLocked(instance: object, kept: Kept & object): string | undefined {
  if (isCollection(instance)) return undefined
  const keys = Reflect.ownKeys(instance)
  if (keys.length !== Object.keys(kept).length || !keys.every(key => Object.hasOwn(kept, key)))
    return 'something was added to it, or taken out of it, while it was looked at'
  const leaves = markOf(kept)?.leaves
  const isFixed = keys.some(key => {
    const own = Object.getOwnPropertyDescriptor(instance, key)!
    return !own.configurable && (leaves?.has(key as string) || !isAlike(own, kept, key as string))
  })
  return isFixed ? 'its constructor has frozen it; leave that to Varve' : undefined
}

/** Locks an instance itself, of which it is known that it can be: each field gets what was kept of it. */
export function lockInstance(instance: object, kept: Kept & object): void {
  if (isCollection(instance)) return lockCollection(instance, kept)
  const leaves = markOf(kept)?.leaves ?? null
  for (const key of Object.keys(kept)) {
    const own = Object.getOwnPropertyDescriptor(instance, key)!
    if (leaves?.has(key) || isAlike(own, kept, key)) continue
    const value: unknown = (kept as unknown as Record<string, unknown>)[key]
    Object.defineProperty(instance, key, { value, writable: true, enumerable: true, configurable: true })
  }
  sealWith(instance, leaves, false, knownMeasure(kept))
}

const isCollection = (instance: object): boolean => isList(instance) || isMap(instance) || isSet(instance)

function isAlike(own: PropertyDescriptor, kept: object, key: string): boolean {
  return 'value' in own && Object.is(own.value, (kept as Record<string, unknown>)[key])
}

function lockCollection(instance: object, kept: object): void {
  if (isList(instance)) {
    const items = listInside(instance)
    items.splice(0, items.length, listInside(kept).toArray())
  } else if (isMap(instance)) {
    refill(mapInside(instance), mapInside(kept))
    isLeafyMap(instance, isLeafyMap(kept))
  } else {
    const values = setInside(instance)
    values.clear()
    for (const value of setInside(kept)) values.add(value)
    isLeafySet(instance, isLeafySet(kept))
  }
  mark(instance, knownMeasure(kept))
  Object.freeze(instance)
}

function refill(entries: Map<unknown, unknown>, next: Map<unknown, unknown>): void {
  entries.clear()
  for (const [key, value] of next) entries.set(key, value)
}
