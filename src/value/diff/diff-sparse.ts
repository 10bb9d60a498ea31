import type { Kept } from '../kept.ts'
import { addPatch, removePatch } from '../patch.ts'
import { hasPlace, readPlace } from '../sealed.ts'
import type { Differ } from './differ.ts'

/** Tells how two arrays with holes differ: by index while the length is the same. */
export function diffSparse(differ: Differ, a: Kept & object, b: Kept & object): void {
  const [old, next] = [a as unknown as unknown[], b as unknown as unknown[]]
  if (old.length !== next.length) return differ.replace(a, b)
  const indexes = new Set([...Object.keys(old), ...Object.keys(next)].map(Number))
  for (const i of indexes) {
    if (!hasPlace(next, i)) differ.patches.push(removePatch(differ.path(i), readPlace(old, i)))
    else if (!hasPlace(old, i)) differ.patches.push(addPatch(differ.path(i), readPlace(next, i)))
    else differ.step(i, readPlace(old, i), readPlace(next, i))
  }
}
