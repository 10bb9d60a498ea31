import type { PathKey } from './path.ts'

/** Refuses something at a key of the container being read, or the container itself. */
export type Refuse = (
  key: PathKey | null,
  type: string,
  what: string,
  advice: string,
  cause?: unknown,
) => never

/** Refuses what somebody hung on an array, as `match` does; counting all names is the only way to see it. */
export function refuseExtras(value: readonly unknown[], elements: number, refuse: Refuse): void {
  let extras: boolean
  try {
    const names = Object.getOwnPropertyNames(value).length
    extras = names !== elements + 1 || Object.getOwnPropertySymbols(value).length > 0
  } catch (error) {
    return refuseReading(value, error, refuse)
  }
  if (!extras) return
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === 'symbol') refuseSymbolKey(key, refuse)
    if (key !== 'length' && !isIndex(key))
      refuse(key, 'array property', 'a named property of an array', 'use an object')
  }
  refuse(null, 'Proxy', 'an array that changes while it is read', 'put a plain array there')
}

/** Refuses a Map's key. */
export function refuseMapKey(key: unknown, refuse: Refuse): never {
  const what =
    key === undefined
      ? 'undefined'
      : typeof key === 'symbol'
        ? 'a symbol'
        : `${typeof key === 'object' ? 'an object' : 'a function'}`
  return refuse(
    null,
    'Map key',
    `${what} as a Map key`,
    'use a string, number, bigint, boolean or null as key',
  )
}

/** Refuses what somebody hung on a Map or Set. */
export function refuseOwn(value: object, type: string, refuse: Refuse): void {
  const [key] = Reflect.ownKeys(value)
  if (typeof key === 'symbol') refuseSymbolKey(key, refuse)
  if (key !== undefined)
    refuse(String(key), `${type} property`, `a named property of a ${type}`, `keep it beside the ${type}`)
}

/** Refuses what is hidden in a plain object: symbols as keys, and what is not enumerable. */
export function refuseHidden(value: object, refuse: Refuse): never {
  for (const key of Reflect.ownKeys(value)) {
    if (Object.prototype.toString.call(value) === '[object Arguments]') {
      return refuse(null, 'Arguments', 'an arguments object', 'use an array: [...arguments]')
    }
    if (typeof key === 'symbol') refuseSymbolKey(key, refuse)
    if (!Object.getOwnPropertyDescriptor(value, key)?.enumerable) {
      refuse(key, 'hidden property', 'a property that is not enumerable', 'define it as an ordinary property')
    }
  }
  return refuse(null, 'Proxy', 'an object that changes while it is read', 'put a plain object there')
}

function refuseSymbolKey(key: symbol, refuse: Refuse): never {
  return refuse(null, 'symbol key', `a property called ${String(key)}`, 'use a string as its name')
}

/** Refuses an object that throws while it is read. Reads again to find where, which is harmless: nothing is kept. */
export function refuseReading(value: object, error: unknown, refuse: Refuse): never {
  let thrower: PathKey | null = null
  try {
    for (const key of Object.keys(value)) {
      thrower = key
      void (value as Record<string, unknown>)[key]
    }
    thrower = null
  } catch {
    // The cause given is the first error.
  }
  return refuse(thrower, 'getter', 'a property that throws when it is read', 'see the cause', error)
}

/** Tells whether a property name is an array index. */
export function isIndex(key: string): boolean {
  const index = Number(key)
  return Number.isInteger(index) && index >= 0 && index < 4_294_967_295 && String(index) === key
}
