import type { ElementKey } from '../diff/differ.ts'
import { itemsOf, listInside } from '../list-family.ts'
import type { Kept } from '../kept.ts'
import { markOf } from '../mark.ts'
import type { Path } from '../path.ts'
import { emptyArray, hasPlace, readPlace, seal, sealList, unseal } from '../sealed.ts'
import { show } from '../show.ts'
import { namePlaces, type Origins } from './name-places.ts'
import { isExactSlot, originsOf } from './origins-of.ts'
import { pairSame } from './pair-same.ts'
import { type Plan, PlacesPlan, type Sides } from './plan.ts'
import { hole, type Places, type Slot } from './slot.ts'

/** From which length on an array with holes is no list, but one thing. */
const vast = 10_000

/** Tells whether three containers of one kind are taken as a whole or not at all. */
export function isOneThing({ base, ours, theirs }: Sides<Kept>): boolean {
  return [base, ours, theirs].some(
    side => Array.isArray(side) && side.length > vast && markOf(side)?.sparse === true,
  )
}

/** Names elements, and where the array stands. */
export interface Naming {
  readonly keys: ElementKey | undefined
  readonly path: Path
}
type Lists = Sides<readonly Slot[]>

/**
 * Plans to merge three arrays. An element is contested, never a stretch: a list is things in an order, and who adds
 * one takes nothing from anybody, so that of what both put at the same spot all is there, ours first.
 */
export function planArrays(kept: Sides<Kept>, naming: Naming): Plan {
  const whole = { base: slotsOf(kept.base), ours: slotsOf(kept.ours), theirs: slotsOf(kept.theirs) }
  const [start, end] = untouched(whole)
  const between = (side: readonly Slot[]): readonly Slot[] => side.slice(start, side.length - end)
  const lists = { base: between(whole.base), ours: between(whole.ours), theirs: between(whole.theirs) }
  return new PlacesPlan(kept, byKey(lists, naming) ?? byOrigin(lists), {
    step: (_name, position) => start + position,
    make: merged => sealLike(kept.ours, spliced(whole.ours, start, lists.ours.length, merged.values())),
  })
}

const sealLike = (kept: Kept, open: unknown[]): Kept =>
  Array.isArray(kept) ? seal(open) : sealList(itemsOf(open), 0)

/** Copies a list with a stretch of it replaced; holes are holes again. */
function spliced(slots: readonly Slot[], start: number, remove: number, insert: Iterable<Slot>): unknown[] {
  // Spreading a frozen array is six times faster than slice.
  const whole = [...slots]
  const rest = whole.splice(start).slice(remove)
  for (const slot of insert) whole.push(slot)
  for (const slot of rest) whole.push(slot)
  if (!whole.includes(hole)) return whole
  const open = emptyArray(whole.length)
  whole.forEach((slot, i) => {
    if (slot !== hole) open[i] = slot
  })
  return open
}

/** How many elements at the start and at the end are the same on all sides. */
function untouched({ base, ours, theirs }: Lists): [number, number] {
  const isSame = (i: number): boolean =>
    isExactSlot(base.at(i), ours.at(i)) && isExactSlot(base.at(i), theirs.at(i))
  const shortest = Math.min(base.length, ours.length, theirs.length)
  let start = 0
  while (start < shortest && isSame(start)) start++
  let end = 0
  while (end < shortest - start && isSame(-1 - end)) end++
  return [start, end]
}

/** By the keys that the caller's function gives; undefined where there are none, or not for each element its own. */
function byKey({ base, ours, theirs }: Lists, { keys, path }: Naming): Sides<Places> | undefined {
  if (keys === undefined) return undefined
  const named: Places[] = []
  for (const side of [base, ours, theirs]) {
    const places: Places = new Map(
      side.map(slot => [slot === hole ? undefined : keys(show(slot), path), slot]),
    )
    if (places.size < side.length || places.has(undefined)) return undefined
    named.push(places)
  }
  return { base: named[0]!, ours: named[1]!, theirs: named[2]! }
}

/** By what each element was in the base. */
function byOrigin(lists: Lists): Sides<Places> {
  const [ours, theirs] = [originsOf(lists.base, lists.ours), originsOf(lists.base, lists.theirs)]
  const twins: number[] = theirs.map(() => -1)
  const spots = bySpot(ours)
  for (const [spot, others] of bySpot(theirs)) {
    const mine = spots.get(spot) ?? []
    pairSame(
      mine.map(i => lists.ours[i]),
      others.map(i => lists.theirs[i]),
    ).forEach((twin, i) => (twins[others[i]!] = twin === -1 ? -1 : mine[twin]!))
  }
  return namePlaces(lists, { ours, theirs, twins })
}

/** The new elements by where they were put: behind which element of the base. */
function bySpot(origins: Origins): Map<number, number[]> {
  const spots = new Map<number, number[]>()
  let spot = -1
  origins.forEach((from, i) => {
    if (from !== -1) spot = from
    else if (spots.has(spot)) spots.get(spot)!.push(i)
    else spots.set(spot, [i])
  })
  return spots
}

/** The elements, with each Leaf as it is and holes told apart. */
function slotsOf(array: Kept): readonly Slot[] {
  if (!Array.isArray(array)) return listInside(array as object).toArray() as Slot[]
  const is = markOf(array)
  if (is === null) return array as unknown as readonly Slot[]
  if (!is.sparse) return unseal(array) as Slot[]
  const { length } = array as unknown as unknown[]
  return Array.from({ length }, (_, i) => (hasPlace(array, i) ? readPlace(array, i) : hole))
}
