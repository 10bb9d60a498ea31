import type { Kept } from '../kept.ts'

/** Finds how many elements at the start and at the end of two lists are the same. */
export function unlike(
  old: readonly Kept[],
  next: readonly Kept[],
  isSame: (a: Kept, b: Kept) => boolean,
): { readonly start: number; readonly end: number } {
  const shorter = Math.min(old.length, next.length)
  let start = 0
  while (start < shorter && isSame(old[start], next[start])) start++
  let end = 0
  while (end < shorter - start && isSame(old[old.length - 1 - end], next[next.length - 1 - end])) end++
  return { start, end }
}
