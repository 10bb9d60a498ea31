import type { Kept } from '../kept.ts'
import type { PathKey } from '../path.ts'
import { mergedOrder } from './merged-order.ts'
import { absent, type Places, type Slot } from './slot.ts'

/**
 * How three containers are merged: which places are to be merged, and what is made of the outcomes. It is data for the
 * walk, which so takes but one frame of the stack for each level.
 */
export interface Plan {
  /** What tells the places apart, in the order in which they come to stand. */
  readonly order: readonly unknown[]
  base(place: unknown): Slot
  ours(place: unknown): Slot
  theirs(place: unknown): Slot
  /** The step of the path that leads to a place, when those before it are merged. */
  step(place: unknown): PathKey
  /** Takes what a place was merged to. */
  take(place: unknown, slot: Slot): void
  /** Makes the container; what one side had wherever that is the outcome. */
  finish(): Kept
}

/** Three containers of one kind. */
export interface Sides<T> {
  readonly base: T
  readonly ours: T
  readonly theirs: T
}

/** What a kind of container has of its own. */
export interface Ways {
  /** Finds the step to a place, with so many places before it. */
  step(place: unknown, position: number): PathKey
  make(merged: Map<unknown, Slot>): Kept
}

/** The plan for places that come and go. */
export class PlacesPlan implements Plan {
  readonly order: readonly unknown[]
  readonly #kept: Sides<Kept>
  readonly #places: Sides<Places>
  readonly #ways: Ways
  readonly #merged = new Map<unknown, Slot>()

  constructor(kept: Sides<Kept>, places: Sides<Places>, ways: Ways) {
    this.#kept = kept
    this.#places = places
    this.#ways = ways
    this.order = [...mergedOrder(places.base, places.ours, places.theirs)]
  }

  base(place: unknown): Slot {
    return slotIn(this.#places.base, place)
  }
  ours(place: unknown): Slot {
    return slotIn(this.#places.ours, place)
  }
  theirs(place: unknown): Slot {
    return slotIn(this.#places.theirs, place)
  }
  step(place: unknown): PathKey {
    return this.#ways.step(place, this.#merged.size)
  }
  take(place: unknown, slot: Slot): void {
    if (slot !== absent) this.#merged.set(place, slot)
  }
  finish(): Kept {
    if (isUnchanged(this.#places.ours, this.#merged)) return this.#kept.ours
    if (isUnchanged(this.#places.theirs, this.#merged)) return this.#kept.theirs
    return this.#ways.make(this.#merged)
  }
}

function slotIn(places: Places, place: unknown): Slot {
  const slot = places.get(place)
  return slot === undefined && !places.has(place) ? absent : slot
}

function isUnchanged(side: Places, merged: Places): boolean {
  if (side.size !== merged.size) return false
  const others = side.entries()
  for (const [place, slot] of merged) {
    const [otherPlace, otherSlot] = others.next().value as [unknown, Slot]
    if (!Object.is(place, otherPlace) || !Object.is(slot, otherSlot)) return false
  }
  return true
}
