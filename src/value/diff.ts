import { checkOptions, badOption } from '../options.ts'
import { Differ } from './diff/differ.ts'
import type { ElementKey } from './diff/pair-by-key.ts'
import { keep } from './keep.ts'
import type { Kept } from './kept.ts'
import type { Patches, Path } from './path.ts'
import type { Input } from './types.ts'

/** How two values are compared. */
export interface DiffOptions {
  /**
   * Names the elements of the array at `path`, so that they are known again where they moved and where they changed;
   * `undefined` for those without a name, which are known again by being equal. Names are compared as keys of a Map are.
   */
  readonly keys?: (element: unknown, path: Path) => unknown
}

const named = { name: 'value' }

/** Finds the patches that lead from one value to another. */
export function diff<T>(a: Input<T>, b: Input<T>, options?: DiffOptions): Patches {
  if (options !== undefined) checkOptions('diff', options, ['keys'])
  const keys = options?.keys
  if (keys !== undefined && typeof keys !== 'function') throw badOption('diff', 'keys', 'is no function')
  return diffKept(keep(a, named), keep(b, named), keys)
}

/** Finds the patches between two kept values; `keys` tells which elements of two arrays are the same thing. */
export function diffKept(a: Kept, b: Kept, keys?: ElementKey): Patches {
  const differ = new Differ(keys)
  differ.compare(a, b)
  return Object.freeze(differ.patches)
}
