import type { Sides } from './plan.ts'
import type { Places, Slot } from './slot.ts'

/** What the elements of one list are in another: their indexes there; -1 where one is new. */
export type Origins = readonly number[]

/** Which elements of three lists are the same thing. */
export interface Kinship {
  /** What ours, and theirs, are in the base. */
  readonly ours: Origins
  readonly theirs: Origins
  /** What theirs are in ours, where they are new in both. */
  readonly twins: Origins
}

/** Gives the elements of three lists names, so that the same thing has the same name in all. */
export function namePlaces(lists: Sides<readonly Slot[]>, { ours, theirs, twins }: Kinship): Sides<Places> {
  let free = lists.base.length
  const mine = ours.map(from => (from === -1 ? free++ : from))
  const others = theirs.map((from, i) => {
    if (from !== -1) return from
    return twins[i] === -1 ? free++ : mine[twins[i]!]!
  })
  return {
    base: places(lists.base, [...lists.base.keys()]),
    ours: places(lists.ours, mine),
    theirs: places(lists.theirs, others),
  }
}

function places(slots: readonly Slot[], names: readonly number[]): Places {
  return new Map(names.map((name, i) => [name, slots[i]]))
}

/** Lists the indexes of the elements that come from nowhere. */
export function newOnes(origins: Origins): number[] {
  return origins.flatMap((from, i) => (from === -1 ? [i] : []))
}
