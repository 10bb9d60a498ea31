import { setInside } from '../immutable-set.ts'
import type { Kept } from '../kept.ts'
import { addPatch, removePatch } from '../patch.ts'
import type { Differ } from './differ.ts'
import { isExact } from './is-exact.ts'
import { longestRise } from './longest-rise.ts'
import { pairUp } from './pair-up.ts'
import { unlike } from './unlike.ts'

/** From how many members on a Set that lost them all is replaced. */
const many = 8

/** Tells how two Sets differ: which members went, and which came where. */
export function diffSets(differ: Differ, a: Kept, b: Kept): void {
  const [mine, others] = [[...setInside(a as object)], [...setInside(b as object)]] as [Kept[], Kept[]]
  const { start, end } = unlike(mine, others, isExact)
  const [old, next] = [mine.slice(start, mine.length - end), others.slice(start, others.length - end)]
  const pairs = pairUp(old, next)
  const paired = pairs.flatMap((from, to) => (from === -1 ? [] : [to]))
  const stayed = longestRise(paired.map(to => pairs[to]!)).map(i => paired[i]!)
  if (start + end + stayed.length === 0 && old.length > many) return differ.replace(a, b)
  const kept = new Set(stayed.map(to => pairs[to]!))
  // From the back, so that each position is still the old one.
  for (let i = old.length - 1; i >= 0; i--) {
    if (!kept.has(i)) differ.patches.push(removePatch(differ.path(start + i), old[i]))
  }
  const here = new Set(stayed)
  next.forEach((member, i) => {
    if (!here.has(i)) differ.patches.push(addPatch(differ.path(start + i), member))
  })
}
