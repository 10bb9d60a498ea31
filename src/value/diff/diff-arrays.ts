import type { Kept } from '../kept.ts'
import { markOf } from '../mark.ts'
import { addPatch, removePatch } from '../patch.ts'
import { isExact } from './is-exact.ts'
import { hasPlace, readPlace, unseal } from '../sealed.ts'
import type { Differ } from './differ.ts'
import { Stretch } from './stretch.ts'

/** Tells how two arrays differ: element by element where they can be paired, by splices where not. */
export function diffArrays(differ: Differ, a: Kept, b: Kept): void {
  if (markOf(a as object)?.sparse || markOf(b as object)?.sparse) return diffSparse(differ, a, b)
  const old = open(a)
  const next = open(b)
  const shorter = Math.min(old.length, next.length)
  let start = 0
  while (start < shorter && isExact(old[start], next[start])) start++
  let end = 0
  while (end < shorter - start && isExact(old[old.length - 1 - end], next[next.length - 1 - end])) end++
  new Stretch(differ, start, old.slice(start, old.length - end), next.slice(start, next.length - end)).tell()
}

/** The elements, with each Leaf as it is. */
const open = (array: Kept): readonly Kept[] =>
  (markOf(array as object) === null ? array : unseal(array)) as unknown as readonly Kept[]

/** With holes: by index while the length is the same. */
function diffSparse(differ: Differ, a: Kept, b: Kept): void {
  const [old, next] = [a as unknown as unknown[], b as unknown as unknown[]]
  if (old.length !== next.length) return differ.replace(a, b)
  const indexes = new Set([...Object.keys(old), ...Object.keys(next)].map(Number))
  for (const i of indexes) {
    if (!hasPlace(next, i)) differ.patches.push(removePatch(differ.path(i), readPlace(old, i)))
    else if (!hasPlace(old, i)) differ.patches.push(addPatch(differ.path(i), readPlace(next, i)))
    else differ.step(i, readPlace(old, i), readPlace(next, i))
  }
}
