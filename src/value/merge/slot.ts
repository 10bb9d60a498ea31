import type { Kept } from '../kept.ts'

/** Stands for the value of a place that isn't there, which is not the value `undefined`. */
export const absent: unique symbol = Symbol('absent')
/** Stands for a hole of an array: an element without a value. */
export const hole: unique symbol = Symbol('hole')
/** What one side has at a place. */
export type Slot = Kept | typeof absent | typeof hole

/** The places of one side, by what tells them apart, in their order. */
export type Places<K = unknown> = ReadonlyMap<K, Slot>

/** Reads a slot as a value: undefined where there is none. */
export function valueOf(slot: Slot): Kept {
  return slot === absent || slot === hole ? undefined : slot
}
