import { isLeaf } from './leaf.ts'
import { kindOf } from './kind-of.ts'
import { isSealed, knownMeasure, rememberMeasure } from './mark.ts'
import { eachPlace } from './places.ts'

/** Packs depth and size in one number; both are capped far above the bounds that are enforced. */
export const pack = (height: number, size: number): number =>
  Math.min(size, 2 ** 40) * 4096 + Math.min(height, 4095)
/** How many containers deep a packed measure is; 0 for a primitive. */
export const heightOf = (measure: number): number => measure % 4096
/** How many places a packed measure has, counting a part used twice twice. */
export const sizeOf = (measure: number): number => Math.floor(measure / 4096)

/** For how many levels an instance of an own class and a list count: written out, they are nested as deep. */
export const levelsOfOwn = 2

function levelsOf(container: object): number {
  if (Array.isArray(container)) return 1
  const prototype: unknown = Object.getPrototypeOf(container)
  if (prototype === Object.prototype || prototype === null) return 1
  const kind = kindOf(container)
  return kind === 'object' || kind === 'list' ? levelsOfOwn : 1
}

/** Measures depth and size of a kept value, packed; each sealed container is measured once in its life. */
export function measureOf(kept: unknown, depth = 0): number {
  if (typeof kept !== 'object' || kept === null) return 0
  if (isLeaf(kept)) return kept.measure
  if (!isSealed(kept)) return 0
  const known = knownMeasure(kept)
  if (known !== 0) return known
  // Deeper than any bound: the exact depth doesn't matter, and the stack does.
  if (depth > 4095) return pack(4095, 1)
  let height = 0
  let size = 0
  eachPlace(kept, (_key, part) => {
    const measure = measureOf(part, depth + 1)
    height = Math.max(height, heightOf(measure))
    size += 1 + sizeOf(measure)
  })
  const measure = pack(height + levelsOf(kept), size)
  rememberMeasure(kept, measure)
  return measure
}
