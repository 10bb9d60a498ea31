import { isInstance, isList } from '../value/own-classes.ts'

/** A part of a plain value, and the way to it. */
export interface Part {
  readonly path: readonly (string | number | bigint | boolean | null)[]
  readonly value: unknown
}

/** Lists a plain value and its parts, a hundred at most, holes left out. */
export function partsOf(value: unknown): readonly Part[] {
  const found: Part[] = []
  const walk = (part: Part): void => {
    if (found.length >= 100) return
    found.push(part)
    for (const [key, inner] of placesOf(part.value)) walk({ path: [...part.path, key], value: inner })
  }
  walk({ path: [], value })
  return found
}

type Key = Part['path'][number]

function placesOf(value: unknown): readonly (readonly [Key, unknown])[] {
  if (value instanceof Map) return [...(value as Map<Key, unknown>)]
  if (value instanceof Set) return [...value].map((member, position) => [position, member])
  if (isList(value)) return [...value].map((item, index) => [index, item])
  if (Array.isArray(value)) return Object.keys(value).map(index => [Number(index), value[Number(index)]])
  const hasFields = typeof value === 'object' && value !== null && (isPlain(value) || isInstance(value))
  return hasFields ? Object.entries(value) : []
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null
  return prototype === null || prototype === Object.prototype
}
