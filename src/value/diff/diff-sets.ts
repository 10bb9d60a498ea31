import { setInside } from '../immutable-set.ts'
import type { Kept } from '../kept.ts'
import { addPatch, removePatch } from '../patch.ts'
import type { Differ } from './differ.ts'
import { longestRise } from './longest-rise.ts'
import { pairUp } from './pair-up.ts'

/** From how many members on a Set that lost them all is replaced. */
const many = 8

/** Tells how two Sets differ: which members went, and which came where. */
export function diffSets(differ: Differ, a: Kept, b: Kept): void {
  const old = [...setInside(a as object)] as Kept[]
  const next = [...setInside(b as object)] as Kept[]
  const pairs = pairUp(old, next)
  const paired = pairs.flatMap((from, to) => (from === -1 ? [] : [to]))
  const stayed = longestRise(paired.map(to => pairs[to]!)).map(i => paired[i]!)
  if (stayed.length === 0 && old.length > many) return differ.replace(a, b)
  const kept = new Set(stayed.map(to => pairs[to]!))
  // From the back, so that each position is still the old one.
  for (let i = old.length - 1; i >= 0; i--) {
    if (!kept.has(i)) differ.patches.push(removePatch(differ.path(i), old[i]))
  }
  const here = new Set(stayed)
  next.forEach((member, i) => {
    if (!here.has(i)) differ.patches.push(addPatch(differ.path(i), member))
  })
}
