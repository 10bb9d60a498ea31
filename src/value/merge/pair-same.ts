import { isExact } from '../diff/is-exact.ts'
import { isLeaf } from '../leaf.ts'
import { DateLeaf } from '../leaves/date.ts'
import { measureOf } from '../measure.ts'
import { eachPlace, kindOf } from '../sealed.ts'
import type { Kept } from '../kept.ts'
import type { Slot } from './slot.ts'

/** How many places of a value its print takes in. */
const enough = 200

/** Finds for each of `next` the index of the same one in `old`, each used once, the first ones first; -1 where there is none. */
export function pairSame(old: readonly Slot[], next: readonly Slot[]): number[] {
  const pairs = next.map(() => -1)
  const used = new Set<number>()
  pairBy(old, next, pairs, used, slot => slot, Object.is)
  // Equal ones that are not identical: a print of each keeps the comparisons few.
  if (pairs.includes(-1)) {
    const same = (a: Slot, b: Slot): boolean => isExact(a as Kept, b as Kept)
    pairBy(old, next, pairs, used, slot => (isObject(slot) ? printOf(slot) : undefined), same)
  }
  return pairs
}

/** Pairs what is still single among those with the same print. */
function pairBy(
  old: readonly Slot[],
  next: readonly Slot[],
  pairs: number[],
  used: Set<number>,
  printOfSlot: (slot: Slot) => unknown,
  isSame: (a: Slot, b: Slot) => boolean,
): void {
  const free = new Map<unknown, number[]>()
  for (let i = old.length - 1; i >= 0; i--) {
    if (used.has(i)) continue
    const print = printOfSlot(old[i])
    const indexes = free.get(print)
    if (indexes === undefined) free.set(print, [i])
    else indexes.push(i)
  }
  next.forEach((slot, i) => {
    if (pairs[i] !== -1) return
    const indexes = free.get(printOfSlot(slot)) ?? []
    const at = indexes.findLastIndex(index => isSame(old[index], slot))
    if (at === -1) return
    pairs[i] = indexes[at]!
    used.add(indexes[at]!)
    indexes.splice(at, 1)
  })
}

const isObject = (slot: Slot): slot is Kept & object => typeof slot === 'object' && slot !== null

/** A text that equal values have in common, and few others. */
function printOf(kept: Kept): string {
  const parts: unknown[] = [measureOf(kept)]
  const walk = (value: Kept): void => {
    if (parts.length > enough) return
    if (!isObject(value)) parts.push(String(value).slice(0, 64))
    else if (isLeaf(value)) parts.push(value instanceof DateLeaf ? value.time : value.type)
    else {
      parts.push(kindOf(value))
      eachPlace(value, (key, part) => {
        if (parts.length > enough) return
        parts.push(String(key))
        walk(part)
      })
    }
  }
  walk(kept)
  return parts.join()
}
