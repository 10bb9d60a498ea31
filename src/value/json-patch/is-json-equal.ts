import { hasPlace, kindOf, readPlace } from '../sealed.ts'

/** Tells whether two values, sealed or open, are equal as JSON: numbers by their value, objects with their keys in any order. */
export function isJsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  const kind = kindOf(a)
  if ((kind !== 'object' && kind !== 'array') || kind !== kindOf(b)) return false
  const keys = Object.keys(a as object)
  if (keys.length !== Object.keys(b as object).length) return false
  return keys.every(name => {
    const key = kind === 'array' ? Number(name) : name
    return hasPlace(b, key) && isJsonEqual(readPlace(a, key), readPlace(b, key))
  })
}
