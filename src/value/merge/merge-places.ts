import type { PathKey } from '../path.ts'
import { mergedOrder } from './merged-order.ts'
import type { Merger } from './merger.ts'
import { absent, type Places, type Slot } from './slot.ts'

/** Finds the key of the path to a place, from what tells the places apart and from how many there are before it. */
export type Step<K> = (place: K, position: number) => PathKey

/** Merges the places of three sides one by one; those that are left, in the order in which they come to stand. */
export function mergePlaces<K>(
  merger: Merger,
  [base, ours, theirs]: readonly [Places<K>, Places<K>, Places<K>],
  stepTo: Step<K>,
): Map<K, Slot> {
  const merged = new Map<K, Slot>()
  for (const place of mergedOrder(base, ours, theirs)) {
    const slot = merger.step(
      stepTo(place, merged.size),
      slotIn(base, place),
      slotIn(ours, place),
      slotIn(theirs, place),
    )
    if (slot !== absent) merged.set(place, slot)
  }
  return merged
}

function slotIn<K>(places: Places<K>, place: K): Slot {
  const slot = places.get(place)
  return slot === undefined && !places.has(place) ? absent : slot
}

/** Tells whether the outcome of a merge is what a side had, so that it can be shared. */
export function isUnchanged(side: Places, merged: Places): boolean {
  if (side.size !== merged.size) return false
  const others = side.entries()
  for (const [place, slot] of merged) {
    const [place2, slot2] = others.next().value as [unknown, Slot]
    if (!Object.is(place, place2) || !Object.is(slot, slot2)) return false
  }
  return true
}
