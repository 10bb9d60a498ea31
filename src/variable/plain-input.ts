import { isSealed } from '../value/sealed.ts'
import { thaw } from '../value/thaw.ts'

/**
 * Makes what a schema can parse: snapshots in the input, which `set({ ...form.value, … })` brings, become real Maps,
 * Sets and Dates. All else stays as it was given.
 */
export function plainInput(value: unknown, seen: Set<object> = new Set()): unknown {
  if (typeof value !== 'object' || value === null || seen.has(value)) return value
  if (isSealed(value)) return thaw(value)
  seen.add(value)
  if (Array.isArray(value)) {
    const items = value.map(item => plainInput(item, seen))
    return items.some((item, place) => item !== value[place]) ? items : value
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return value
  const entries = Object.entries(value)
  const plain = entries.map(([key, inner]): [string, unknown] => [key, plainInput(inner, seen)])
  return plain.some(([, inner], place) => inner !== entries[place]![1]) ? Object.fromEntries(plain) : value
}
