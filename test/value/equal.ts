import { deepStrictEqual } from 'node:assert'
import { isDeepStrictEqual } from 'node:util'
import { isList } from './own-classes.ts'

/** Expects two values to be equal in Node's eyes, lists included. */
export function expectEqual(actual: unknown, expected: unknown): void {
  deepStrictEqual(actual, expected)
  deepStrictEqual(listsIn(actual), listsIn(expected))
}

/** Tells whether two values are equal in Node's eyes, lists included. */
export function isEqual(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b) && isDeepStrictEqual(listsIn(a), listsIn(b))
}

/** All lists in a value as arrays, in their order: Node sees nothing of what is in one, and takes any two for equal. */
function listsIn(value: unknown, found: unknown[][] = []): unknown[][] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return found
  if (isList(value)) found.push(value.toArray())
  for (const part of partsOf(value)) listsIn(part, found)
  return found
}

function partsOf(value: object): Iterable<unknown> {
  if (value instanceof Map || value instanceof Set || isList(value)) return value.values()
  if (value instanceof Error) return Reflect.ownKeys(value).map(key => Reflect.get(value, key) as unknown)
  return Object.values(value)
}
