import type { Places, Slot } from './slot.ts'

/** What an element of one side is in the base, or in the other side: its index there; -1 where it is new. */
export type Origins = readonly number[]

/** Three sides of a list, and what tells which of their elements are the same thing. */
export interface Lists {
  readonly base: readonly Slot[]
  readonly ours: readonly Slot[]
  readonly theirs: readonly Slot[]
  /** Which elements of the base ours and theirs are. */
  readonly oursFrom: Origins
  readonly theirsFrom: Origins
  /** Which of our new elements their new ones are. */
  readonly twins: Origins
}

/** Gives the elements of three lists names, so that the same thing has the same name in all. */
export function namePlaces(
  lists: Lists,
): [base: Places<number>, ours: Places<number>, theirs: Places<number>] {
  const { base, ours, theirs, oursFrom, theirsFrom, twins } = lists
  let free = base.length
  const mine = oursFrom.map(from => (from === -1 ? free++ : from))
  const others = theirsFrom.map((from, i) => {
    if (from !== -1) return from
    return twins[i] === -1 ? free++ : mine[twins[i]!]!
  })
  return [places(base, [...base.keys()]), places(ours, mine), places(theirs, others)]
}

function places(slots: readonly Slot[], names: readonly number[]): Places<number> {
  return new Map(names.map((name, i) => [name, slots[i]]))
}

/** Lists the indexes of the elements that come from nowhere. */
export function newOnes(origins: Origins): number[] {
  return origins.flatMap((from, i) => (from === -1 ? [i] : []))
}
