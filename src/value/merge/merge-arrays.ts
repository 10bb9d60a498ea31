import type { Kept } from '../kept.ts'
import { markOf } from '../mark.ts'
import { emptyArray, hasPlace, readPlace, seal, unseal } from '../sealed.ts'
import { show } from '../show.ts'
import { isUnchanged, mergePlaces } from './merge-places.ts'
import type { Merger } from './merger.ts'
import { namePlaces, type Origins } from './name-places.ts'
import { isExactSlot, originsOf } from './origins-of.ts'
import { pairSame } from './pair-same.ts'
import { hole, type Places, type Slot } from './slot.ts'

/** From which length on an array with holes is no list, but one thing. */
const vast = 10_000

/** Tells whether three containers of one kind are merged as a whole or not at all. */
export function isOneThing(...sides: readonly Kept[]): boolean {
  return sides.some(side => Array.isArray(side) && side.length > vast && markOf(side)?.sparse === true)
}

/**
 * Merges three arrays. An element is contested, never a stretch: a list is things in an order, and who adds one takes
 * nothing from anybody, so that what both put at the same spot is there twice, ours first.
 */
export function mergeArrays(merger: Merger, old: Kept, mine: Kept, others: Kept): Kept {
  const sides = [slotsOf(old), slotsOf(mine), slotsOf(others)] as const
  const [start, end] = untouched(...sides)
  const [base, ours, theirs] = sides.map(side => side.slice(start, side.length - end)) as [
    Slot[],
    Slot[],
    Slot[],
  ]
  const places = byKey(merger, base, ours, theirs) ?? byOrigin(base, ours, theirs)
  const merged = mergePlaces<unknown>(merger, places, (_name, position) => start + position)
  if (isUnchanged(places[1], merged)) return mine
  if (isUnchanged(places[2], merged)) return others
  const whole = [...sides[1].slice(0, start), ...merged.values(), ...sides[1].slice(sides[1].length - end)]
  return seal(opened(whole))
}

/** How many elements at the start and at the end are the same on all sides. */
function untouched(base: readonly Slot[], ours: readonly Slot[], theirs: readonly Slot[]): [number, number] {
  const isSame = (i: number): boolean =>
    isExactSlot(base.at(i), ours.at(i)) && isExactSlot(base.at(i), theirs.at(i))
  const shortest = Math.min(base.length, ours.length, theirs.length)
  let start = 0
  while (start < shortest && isSame(start)) start++
  let end = 0
  while (end < shortest - start && isSame(-1 - end)) end++
  return [start, end]
}

type Sides = [base: Places, ours: Places, theirs: Places]

/** By the keys that the caller's function gives; undefined where there are none, or not for each element its own. */
function byKey(merger: Merger, ...sides: (readonly Slot[])[]): Sides | undefined {
  const { keys, path } = merger
  if (keys === undefined) return undefined
  const places: Places[] = []
  for (const side of sides) {
    const named: Places = new Map(
      side.map(slot => [slot === hole ? undefined : keys(show(slot), path), slot]),
    )
    if (named.size < side.length || named.has(undefined)) return undefined
    places.push(named)
  }
  return places as Sides
}

/** By what each element was in the base. */
function byOrigin(base: readonly Slot[], ours: readonly Slot[], theirs: readonly Slot[]): Sides {
  const [oursFrom, theirsFrom] = [originsOf(base, ours), originsOf(base, theirs)]
  const twins: number[] = theirs.map(() => -1)
  const spots = bySpot(oursFrom)
  for (const [spot, their] of bySpot(theirsFrom)) {
    const our = spots.get(spot) ?? []
    pairSame(
      our.map(i => ours[i]),
      their.map(i => theirs[i]),
    ).forEach((twin, i) => (twins[their[i]!] = twin === -1 ? -1 : our[twin]!))
  }
  return namePlaces({ base, ours, theirs, oursFrom, theirsFrom, twins })
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
  const is = markOf(array as object)
  if (is === null) return array as unknown as readonly Slot[]
  if (!is.sparse) return unseal(array) as Slot[]
  const { length } = array as unknown as unknown[]
  return Array.from({ length }, (_, i) => (hasPlace(array, i) ? readPlace(array, i) : hole))
}

function opened(slots: readonly Slot[]): unknown[] {
  if (!slots.includes(hole)) return [...slots]
  const open = emptyArray(slots.length)
  slots.forEach((slot, i) => {
    if (slot !== hole) open[i] = slot
  })
  return open
}
