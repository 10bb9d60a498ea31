import { Differ, type ElementKey } from './diff/differ.ts'
import { keep } from './keep.ts'
import type { Kept } from './kept.ts'
import type { Patches } from './path.ts'
import type { Input } from './types.ts'

/** Finds the patches that lead from one value to another. */
export function diff<T>(a: Input<T>, b: Input<T>): Patches {
  return diffKept(keep(a, { name: 'value' }), keep(b, { name: 'value' }))
}

/** Finds the patches between two kept values; `keys` tells which elements of two arrays are the same thing. */
export function diffKept(a: Kept, b: Kept, keys?: ElementKey): Patches {
  const differ = new Differ(keys)
  differ.compare(a, b)
  return Object.freeze(differ.patches)
}
