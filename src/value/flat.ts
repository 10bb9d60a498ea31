import { maxPlaces } from './bounds.ts'
import type { Kept } from './kept.ts'
import { pack } from './measure.ts'
import { sealWith } from './sealed.ts'

/** Tells whether something is a plain object of this realm, or passes for one. */
export function isPlainObject(value: object): boolean {
  try {
    return Object.getPrototypeOf(value) === Object.prototype && !Array.isArray(value)
  } catch {
    return false
  }
}

/** Tells whether an object has properties that its copy lacks, or symbols for keys. */
export function hasHidden(value: object, open: object): boolean {
  // Reflect.ownKeys would tell both in one call, and takes three times as long as these two.
  return (
    Object.getOwnPropertyNames(value).length !== Object.keys(open).length ||
    Object.getOwnPropertySymbols(value).length > 0
  )
}

/** Tells whether a copy holds nothing but primitives that can be remembered, and not too many. */
export function isFlat(open: Record<string, unknown>): boolean {
  let left = maxPlaces
  // The fastest loop over properties; what somebody put on Object.prototype makes it take the longer way.
  for (const key in open) if (!isSimple(open[key]) || left-- === 0) return false
  return true
}

/** Seals a flat copy. */
export function sealFlat(open: Record<string, unknown>): Kept {
  return sealWith(open, null, false, pack(1, Object.keys(open).length))
}

/** A primitive that can be remembered, which is most parts. */
export function isSimple(part: unknown): boolean {
  const type = typeof part
  return type === 'object' ? part === null : type !== 'function' && type !== 'symbol'
}
