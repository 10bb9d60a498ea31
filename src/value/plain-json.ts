import { maxDepth, maxPlaces } from './bounds.ts'
import { corrupt } from './corrupt.ts'
import type { Kept } from './kept.ts'
import { isSealed, knownMeasure, markOf } from './mark.ts'
import { heightOf, pack, sizeOf } from './measure.ts'
import { sealWith } from './sealed.ts'

/** Tells whether JSON.stringify and JSON.parse give exactly this kept value back. */
export function isPlainJson(kept: unknown): boolean {
  return !hasToJson() && isPlain(kept)
}

/** A `toJSON` that somebody put on a built-in prototype would be called for data; then the other form is used. */
function hasToJson(): boolean {
  return 'toJSON' in Object.prototype || 'toJSON' in Array.prototype
}

function isPlain(kept: unknown): boolean {
  switch (typeof kept) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return isJsonNumber(kept)
    case 'object':
      if (kept === null) return true
      return Array.isArray(kept) ? isPlainArray(kept) : isPlainObject(kept)
    default:
      return false
  }
}

function isPlainArray(array: readonly unknown[]): boolean {
  if (markOf(array) !== null) return false
  for (let i = 0; i < array.length; i++) if (!isPlain(array[i])) return false
  return true
}

function isPlainObject(object: object): boolean {
  if (Object.getPrototypeOf(object) !== Object.prototype || markOf(object) !== null) return false
  // The fastest loop over properties, although it also sees what somebody put on Object.prototype.
  for (const key in object) {
    if (!isPlain((object as Record<string, unknown>)[key]) && Object.hasOwn(object, key)) return false
  }
  return true
}

/** Tells whether JSON has a word for a number. */
export const isJsonNumber = (n: unknown): boolean => Number.isFinite(n) && !Object.is(n, -0)

/** Seals in place what JSON.parse made; throws CORRUPT beyond the bounds, and for numbers that JSON can't keep. */
export function sealJson(container: object): Kept {
  const measure = sealDown(container, 1)
  if (sizeOf(measure) > maxPlaces) return corrupt(`more than ${maxPlaces} places`)
  return container as Kept
}

/** Seals one container and all it holds; gives their measure. */
function sealDown(container: object, depth: number): number {
  if (depth > maxDepth) return corrupt(`nested more than ${maxDepth} deep`)
  if (isSealed(container)) return knownMeasure(container)
  const isArray = Array.isArray(container)
  const parts = isArray ? (container as unknown[]) : Object.values(container)
  let height = 0
  let size = parts.length
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]
    if (typeof part === 'object' && part !== null) {
      const measure = sealDown(part, depth + 1)
      height = Math.max(height, heightOf(measure))
      size += sizeOf(measure)
    } else if (typeof part === 'number' && !isJsonNumber(part))
      return corrupt('a number in JSON must be finite, and not -0')
  }
  const measure = pack(height + 1, size)
  sealWith(container, null, false, measure)
  return measure
}
