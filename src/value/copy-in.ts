import { hasHidden } from './flat.ts'
import { isPathKey } from './parse-path.ts'
import { isPrototypeOf } from './realm.ts'
import {
  isIndex,
  refuseExtras,
  refuseHidden,
  refuseMapKey,
  refuseOwn,
  refuseReading,
  type Refuse,
} from './refuse-parts.ts'
import { emptyArray, instanceOf, setOwn } from './sealed.ts'

/** Tells whether a prototype is a plain object's, in any realm. */
export function isPlain(prototype: object | null): boolean {
  return prototype === Object.prototype || prototype === null || isPrototypeOf(prototype, 'Object')
}

/** Copies the properties of a plain object; getters and Proxy traps run here, once, and nowhere later. */
export function copyObject(value: object, isBare: boolean, refuse: Refuse): Record<string, unknown> {
  let open: Record<string, unknown>
  let isOrdinary: boolean
  try {
    open = isBare ? { __proto__: null, ...value } : { ...value }
    isOrdinary = !hasHidden(value, open)
  } catch (error) {
    return refuseReading(value, error, refuse)
  }
  if (!isOrdinary) refuseHidden(value, refuse)
  return open
}

/** Copies the fields of an instance into another of its class. */
export function copyInstance(value: object, prototype: object, refuse: Refuse): Record<string, unknown> {
  const fields = copyObject(value, false, refuse)
  const open = instanceOf(prototype)
  for (const key of Object.keys(fields)) setOwn(open, key, fields[key])
  return open
}

/** Gives the object itself when it may be sealed in place: every property is plain data that can still be written. */
export function takeObject(value: object): Record<string, unknown> | undefined {
  return mayTake(value, Object.prototype) ? (value as Record<string, unknown>) : undefined
}

/** Gives the array itself when it may be sealed in place. */
export function takeArray(value: unknown[]): unknown[] | undefined {
  return mayTake(value, Array.prototype, 'length') ? value : undefined
}

function mayTake(value: object, prototype: object, fixed?: string): boolean {
  try {
    if (!Object.isExtensible(value)) return false
    const own: unknown = Object.getPrototypeOf(value)
    if (own !== prototype && (own !== null || fixed !== undefined)) return false
    for (const key of Reflect.ownKeys(value)) {
      const is = Object.getOwnPropertyDescriptor(value, key)
      if (key === fixed && is?.writable) continue
      if (!is?.writable || !is.configurable || !is.enumerable || typeof key === 'symbol') return false
      if (fixed !== undefined && !isIndex(key)) return false
    }
    return true
  } catch {
    return false
  }
}

/** Copies the elements of an array, and its holes; what else hangs on it is left where it may be `more`. */
export function copyArray(value: readonly unknown[], refuse: Refuse, more = false): unknown[] {
  const open: unknown[] = []
  let i = 0
  try {
    const { length } = value
    for (; i < length; i++) {
      const part = value[i]
      if (part === undefined && !Object.hasOwn(value, i)) break
      open.push(part)
    }
    if (i < length) return copySparse(value, length, refuse, more)
  } catch (error) {
    return refuse(i, 'getter', 'an element that throws when it is read', 'see the cause', error)
  }
  if (!more) refuseExtras(value, open.length, refuse)
  return open
}

/** Goes by the keys, since an array of two elements may be four billion long. */
function copySparse(value: readonly unknown[], length: number, refuse: Refuse, more: boolean): unknown[] {
  const open = emptyArray(length)
  const keys = Object.keys(value).filter(isIndex)
  for (const key of keys) {
    const i = Number(key)
    try {
      open[i] = value[i]
    } catch (error) {
      return refuse(i, 'getter', 'an element that throws when it is read', 'see the cause', error)
    }
  }
  if (!more) refuseExtras(value, keys.length, refuse)
  return open
}

/** Copies the entries of a Map, read by the language's own method. */
export function copyMap(value: object, refuse: Refuse, more = false): Map<unknown, unknown> {
  const open = new Map<unknown, unknown>()
  try {
    Map.prototype.forEach.call(value as Map<unknown, unknown>, (part, key) => open.set(key, part))
  } catch (error) {
    return refuse(null, 'Map', 'something that claims to be a Map', 'put the Map itself there', error)
  }
  if (!more) refuseOwn(value, 'Map', refuse)
  return checkedMap(open, refuse)
}

/** Refuses a Map with keys that no path can name. */
export function checkedMap(open: Map<unknown, unknown>, refuse: Refuse): Map<unknown, unknown> {
  for (const key of open.keys()) if (!isPathKey(key)) refuseMapKey(key, refuse)
  return open
}

/** Copies the members of a Set, read by the language's own method. */
export function copySet(value: object, refuse: Refuse, more = false): Set<unknown> {
  const open = new Set<unknown>()
  try {
    Set.prototype.forEach.call(value as Set<unknown>, part => open.add(part))
  } catch (error) {
    return refuse(null, 'Set', 'something that claims to be a Set', 'put the Set itself there', error)
  }
  if (!more) refuseOwn(value, 'Set', refuse)
  return open
}
