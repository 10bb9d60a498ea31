import { isLeaf } from './leaf.ts'

/** Turns a kept value into what the user may hold: a fresh copy of a Leaf, anything else as it is. */
export function show(kept: unknown): unknown {
  return isLeaf(kept) ? kept.copy() : kept
}
