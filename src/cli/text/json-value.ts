import { encodeValue } from '../../value/codec.ts'
import type { Kept } from '../../value/kept.ts'
import { isLeaf, type Leaf } from '../../value/leaf.ts'
import { BytesLeaf } from '../../value/leaves/bytes.ts'
import { DateLeaf } from '../../value/leaves/date.ts'
import { RegisteredLeaf } from '../../value/leaves/registered.ts'
import { UrlLeaf } from '../../value/leaves/url.ts'
import { isPlainJson } from '../../value/plain-json.ts'
import { kindOf, placesOf } from '../../value/sealed.ts'
import { leafText } from './leaf-text.ts'
import { valueText } from './value-text.ts'

/** Beyond this many holes an array is written as an object of its indexes. */
const mostHoles = 100_000

/**
 * Gives a value to a document of JSON. What JSON cannot hold is there in a readable form, and beside it, as `stored`,
 * exactly as the file has it.
 */
export function valueFields(value: Kept): { readonly value: unknown; readonly stored?: unknown } {
  if (isPlainJson(value)) return { value }
  return { value: readable(value), stored: JSON.parse(encodeValue(value)) as unknown }
}

/**
 * Turns a value into what JSON can hold: a Map into pairs, a Set and an array into an array, a date into ISO text,
 * bytes into base64, a bigint and a number like NaN into text, undefined and a hole into null.
 */
export function readable(value: Kept): unknown {
  if (isLeaf(value)) return readableLeaf(value)
  switch (kindOf(value)) {
    case 'array':
      return readableArray(value as unknown as unknown[])
    case 'map':
      return placesOf(value).map(([key, inner]) => [readable(key), readable(inner)])
    case 'set':
    case 'list':
      return placesOf(value).map(([, inner]) => readable(inner))
    case 'object':
      return byKey(value)
    case 'primitive':
    case 'leaf':
      return readablePrimitive(value)
  }
}

function readablePrimitive(value: Kept): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return value === undefined ? null : value
}

function readableArray(array: unknown[]): unknown {
  const places = placesOf(array)
  if (array.length - places.length > mostHoles) return byKey(array)
  const values: unknown[] = Array.from({ length: array.length }, () => null)
  for (const [key, inner] of places) values[Number(key)] = readable(inner)
  return values
}

/** Without a prototype, so that a property called `__proto__` is one like any other. */
function byKey(container: unknown): unknown {
  const values: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const [key, inner] of placesOf(container)) values[String(key)] = readable(inner)
  return values
}

function readableLeaf(leaf: Leaf): unknown {
  if (leaf instanceof DateLeaf) return Number.isNaN(leaf.time) ? null : new Date(leaf.time).toISOString()
  if (leaf instanceof UrlLeaf) return leaf.href
  if (leaf instanceof BytesLeaf) return Buffer.from(leaf.bytes).toString('base64')
  if (leaf instanceof RegisteredLeaf) return readable(leaf.plain)
  return leafText(leaf, valueText)
}
