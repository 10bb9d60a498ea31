import type { Kept } from '../kept.ts'
import { isExact } from './is-exact.ts'

/** How many comparisons of unequal objects are worth it. */
const worthwhile = 2_500

/** Finds for each of `next` the index of the same one in `old`, each used once; -1 where there is none. */
export function pairUp(old: readonly unknown[], next: readonly unknown[]): number[] {
  const free = new Map<unknown, number[]>()
  old.forEach((element, i) => {
    const indexes = free.get(element)
    if (indexes === undefined) free.set(element, [i])
    else indexes.push(i)
  })
  for (const indexes of free.values()) indexes.reverse()
  const pairs = next.map(element => {
    const index = free.get(element)?.pop() ?? -1
    // A Map takes 0 and -0 for one key.
    return Object.is(old[index], element) ? index : -1
  })
  pairEqual(old, next, pairs)
  return pairs
}

/** Pairs objects that are equal without being identical. */
function pairEqual(old: readonly unknown[], next: readonly unknown[], pairs: number[]): void {
  const used = new Set(pairs)
  const isOpen = (element: unknown, taken: boolean): boolean =>
    !taken && typeof element === 'object' && element !== null
  const left = old.flatMap((element, i) => (isOpen(element, used.has(i)) ? [i] : []))
  const right = next.flatMap((element, i) => (isOpen(element, pairs[i] !== -1) ? [i] : []))
  if (left.length * right.length > worthwhile) return
  for (const i of right) {
    const at = left.findIndex(index => isExact(old[index] as Kept, next[i] as Kept))
    if (at !== -1) pairs[i] = left.splice(at, 1)[0]!
  }
}
