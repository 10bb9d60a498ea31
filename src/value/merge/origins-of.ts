import { isExact } from '../diff/is-exact.ts'
import { isPair } from '../diff/is-pair.ts'
import { longestRise } from '../diff/longest-rise.ts'
import type { Kept } from '../kept.ts'
import { hasPlace, kindOf, placesOf, readPlace } from '../sealed.ts'
import type { Origins } from './name-places.ts'
import { pairSame } from './pair-same.ts'
import type { Slot } from './slot.ts'

/** How many comparisons of unlike elements are worth it. */
const worthwhile = 2_500

/**
 * Finds for each element of a list which element of the base it is, or was made of, in the order of both: the same
 * ones first, and what stands between them side by side if it is as many, else by likeness.
 */
export function originsOf(base: readonly Slot[], next: readonly Slot[]): Origins {
  const origins: number[] = Array.from(next, () => -1)
  const shorter = Math.min(base.length, next.length)
  let start = 0
  while (start < shorter && isExactSlot(base[start], next[start])) origins[start] = start++
  let end = 0
  while (end < shorter - start && isExactSlot(base.at(-1 - end), next.at(-1 - end))) end++
  for (let i = 1; i <= end; i++) origins[next.length - i] = base.length - i
  const pairs = pairsBetween(base.slice(start, base.length - end), next.slice(start, next.length - end))
  const paired = pairs.flatMap((from, to) => (from === -1 ? [] : [to]))
  let [from, to] = [start, start]
  for (const i of longestRise(paired.map(each => pairs[each]!))) {
    const [there, here] = [start + pairs[paired[i]!]!, start + paired[i]!]
    pairChanged(base, next, origins, from, there, to, here)
    origins[here] = there
    from = there + 1
    to = here + 1
  }
  pairChanged(base, next, origins, from, base.length - end, to, next.length - end)
  return origins
}

/** One beside one is nothing to look for. */
const pairsBetween = (old: readonly Slot[], next: readonly Slot[]): number[] =>
  old.length <= 1 && next.length <= 1 ? next.map(() => -1) : pairSame(old, next)

/** Pairs what was changed in a stretch of which nothing stayed as it was. */
function pairChanged(
  base: readonly Slot[],
  next: readonly Slot[],
  origins: number[],
  from: number,
  fromEnd: number,
  to: number,
  toEnd: number,
): void {
  const [removed, inserted] = [fromEnd - from, toEnd - to]
  if (removed * inserted === 0) return
  const isPlain = (removed === 1 && inserted === 1) || removed * inserted > worthwhile
  const like = isPlain ? [] : likePairs(base.slice(from, fromEnd), next.slice(to, toEnd))
  if (removed === inserted && like.every(([old, here]) => old === here)) {
    for (let i = 0; i < removed; i++) origins[to + i] = from + i
  } else for (const [old, here] of like) origins[to + here] = from + old
}

/** The pairs of like elements, in the order of both. */
function likePairs(base: readonly Slot[], next: readonly Slot[]): [old: number, here: number][] {
  const pairs: [number, number][] = []
  let from = 0
  next.forEach((slot, here) => {
    for (let old = from; old < base.length; old++) {
      if (!isLike(base[old] as Kept, slot as Kept)) continue
      pairs.push([old, here])
      from = old + 1
      return
    }
  })
  return pairs
}

/** Tells whether two objects or Maps have more than half of their places in common. */
function isLike(a: Kept, b: Kept): boolean {
  if (!isPair(a, b) || !['object', 'map'].includes(kindOf(a))) return false
  const [mine, others] = [placesOf(a), placesOf(b)]
  const common = mine.filter(([key, part]) => hasPlace(b, key) && isExact(part, readPlace(b, key)))
  return common.length * 2 > Math.max(mine.length, others.length)
}

/** `isExact`, where both may be holes. */
export const isExactSlot = (a: Slot, b: Slot): boolean => isExact(a as Kept, b as Kept)
