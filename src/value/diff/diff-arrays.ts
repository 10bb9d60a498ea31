import type { Kept } from '../kept.ts'
import { markOf } from '../mark.ts'
import { unseal } from '../sealed.ts'
import { diffSparse } from './diff-sparse.ts'
import type { Differ } from './differ.ts'
import { isExact } from './is-exact.ts'
import { type ElementKey, isInOrder } from './pair-by-key.ts'
import { pairwise } from './pairwise.ts'
import { Stretch } from './stretch.ts'
import { unlike } from './unlike.ts'

type List = readonly Kept[]

/** Tells how two arrays differ: element by element where they can be paired, by splices where not. */
export function diffArrays(differ: Differ, a: Kept & object, b: Kept & object): void {
  if (markOf(a)?.sparse || markOf(b)?.sparse) return diffSparse(differ, a, b)
  // Copies, since the engine takes ten times as long to read an element of a frozen array: 9 ns a pair against 3.
  const old = unseal(a) as Kept[]
  const next = unseal(b) as Kept[]
  if (differ.keys !== undefined && diffByKey(differ, differ.keys, old, next)) return
  if (old.length === next.length) diffInPlace(differ, old, next)
  else unlikeStretch(differ, old, next).tell()
}

/** What lies between the elements at the start and at the end that are the same. */
function unlikeStretch(differ: Differ, old: List, next: List): Stretch {
  const { start, end } = unlike(old, next, isExact)
  return new Stretch(differ, start, old.slice(start, old.length - end), next.slice(start, next.length - end))
}

/**
 * For arrays of one length. Each element is compared with the one in its place, once, and what that tells stands where
 * half of them stayed as they were. Else they may have moved.
 */
function diffInPlace(differ: Differ, old: List, next: List): void {
  let [from, end] = [0, old.length]
  while (from < end && Object.is(old[from], next[from])) from++
  while (from < end && Object.is(old[end - 1], next[end - 1])) end--
  const length = end - from
  if (length < 2) return length === 1 ? differ.step(from, old[from], next[from]) : undefined
  const told = differ.patches.length
  const isTold = differ.patience > 0 && !isMoved(old, next, from, end)
  if (isTold && pairwise(differ, { old, next, from, to: from, length, start: 0 })) return
  const stretch = new Stretch(differ, from, old.slice(from, end), next.slice(from, end))
  stretch.tellMoved(isTold ? told : null)
}

/** Tells whether the first element is seen to stand elsewhere, and most others not to stay. */
function isMoved(old: List, next: List, from: number, end: number): boolean {
  if (Object.is(old[from + 1], next[from + 1])) return false
  if (!next.includes(old[from]) && !old.includes(next[from])) return false
  let inPlace = 0
  for (let i = from; i < end; i++) if (Object.is(old[i], next[i])) inPlace++
  return inPlace * 2 < end - from
}

/** Tells how two arrays differ by the caller's keys; false where no element has one. */
function diffByKey(differ: Differ, keys: ElementKey, old: List, next: List): boolean {
  const path = differ.path()
  if (old.length === next.length && isInOrder(old, next, keys, path)) {
    for (let i = 0; i < old.length; i++) differ.step(i, old[i], next[i])
    return true
  }
  return unlikeStretch(differ, old, next).tellByKey(keys, path)
}
