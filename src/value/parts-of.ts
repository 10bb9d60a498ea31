import type { Kept } from './kept.ts'
import { markOf } from './mark.ts'

/**
 * `for in` reads a property in 2 ns, other loops in 17. But beyond these counts the engine makes some objects, and then
 * all, hash tables, and a loop that met one reads everything in 17 from then on. So each size has its own.
 */
const [few, several] = [18, 128]

type Parts = Readonly<Record<string, Kept>>

/** Reads the properties of a kept object, which has these keys; with each Leaf as it is. */
export function partsOf(object: object, keys: readonly string[]): readonly Kept[] {
  const parts = new Array<Kept>(keys.length)
  const mark = markOf(object)
  if (mark !== null || keys.length > several) {
    for (let i = 0; i < parts.length; i++) {
      const leaf = mark?.leaves?.get(keys[i]!) as unknown as Kept
      parts[i] = leaf ?? (object as Parts)[keys[i]!]
    }
  } else if (keys.length > few) readSeveral(object as Parts, parts)
  else readFew(object as Parts, parts)
  return parts
}

// Behind its own keys, of which there are as many as parts, an object lists what is on Object.prototype.

function readFew(object: Parts, parts: Kept[]): void {
  let i = 0
  for (const key in object) if (i < parts.length) parts[i++] = object[key]
}

function readSeveral(object: Parts, parts: Kept[]): void {
  let i = 0
  for (const key in object) if (i < parts.length) parts[i++] = object[key]
}

/** Tells whether two lists of keys are the same. */
export function isSameOrder(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i] && !Object.is(a[i], b[i])) return false
  return true
}
