import { listInside } from '../list-family.ts'
import type { Kept } from '../kept.ts'
import { diffElements } from '../diff/diff-arrays.ts'
import type { Differ } from '../diff/differ.ts'

/** Tells how two lists differ, as two arrays would; what they share at both ends is passed over as a whole. */
export function diffLists(differ: Differ, a: Kept & object, b: Kept & object): void {
  const [old, next] = [listInside(a), listInside(b)]
  const shortest = Math.min(old.length, next.length)
  // By key an element is known wherever it stands.
  const start = differ.keys ? 0 : Math.min(old.sharedPrefix(next), shortest)
  const end = differ.keys ? 0 : Math.min(old.sharedSuffix(next), shortest - start)
  diffElements(
    differ,
    old.slice(start, old.length - end).toArray() as Kept[],
    next.slice(start, next.length - end).toArray() as Kept[],
    start,
  )
}
