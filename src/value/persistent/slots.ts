import { bits, Branch, type Leaf, most, ownKid, type Part } from './branch.ts'

/** Stands in place of a key that was deleted; the key follows in place of its value. */
export const hole: unique symbol = Symbol('hole')
/** How many entries are in a leaf. */
export const perLeaf: number = 16

const slotBits = 4
const none: readonly number[] = []

/**
 * Where the entries of a map stand: leaves of 16 in a tree of branches of 32, all full but on the right edge, so that the
 * bits of a slot tell the way.
 */
export interface Slots {
  root: Branch | null
  height: number
}

/** A tree of leaves, of which all are full. */
export function slotsOf(leaves: readonly Leaf[]): Slots {
  let row: readonly Part[] = leaves
  let height = 0
  while (row.length > 1 || (height === 0 && row.length > 0)) {
    const below = row
    const above: Part[] = []
    for (let from = 0; from < below.length; from += most)
      above.push(new Branch(below.slice(from, from + most), none, 0))
    row = above
    height++
  }
  return { root: (row[0] as Branch | undefined) ?? null, height }
}

/** The leaf with a slot that there is. */
export function leafAt(root: Branch, height: number, slot: number): Leaf {
  let part: Part = root
  for (let shift = slotBits + (height - 1) * bits; shift >= slotBits; shift -= bits)
    part = (part as Branch).kids[(slot >>> shift) & (most - 1)]!
  return part as Leaf
}

/** The leaf with a slot, to be changed; the root may be. */
export function ownLeafAt(root: Branch, height: number, slot: number): Leaf {
  let part: Part = root
  for (let at = height; at > 0; at--) part = ownKid(part as Branch, kidOf(slot, at), at)
  return part as Leaf
}

/** Makes a hole of an entry; the root may be changed. */
export function makeHole(root: Branch, height: number, slot: number): void {
  const leaf = countedLeaf(root, height, slot, 1)
  const at = placeOf(slot)
  leaf[at + 1] = leaf[at]
  leaf[at] = hole
}

/** Puts the key of a hole back, with a value; the root may be changed. */
export function fillHole(root: Branch, height: number, slot: number, value: unknown): void {
  const leaf = countedLeaf(root, height, slot, -1)
  const at = placeOf(slot)
  leaf[at] = leaf[at + 1]
  leaf[at + 1] = value
}

/** The leaf with a slot, to be changed, after the holes on the way are counted anew. */
function countedLeaf(root: Branch, height: number, slot: number, by: 1 | -1): Leaf {
  let part: Part = root
  for (let at = height; at > 0; at--) {
    const branch = part as Branch
    const { kids, counts } = branch
    const kid = kidOf(slot, at)
    branch.counts = kids.map((_, i) => (counts[i] ?? 0) + (i === kid ? by : 0))
    part = ownKid(branch, kid, at)
  }
  return part as Leaf
}

/** Puts a full leaf behind all others, for which the slot says how many there are; the root may be changed. */
export function pushLeaf(slots: Slots & { root: Branch }, slot: number, holes: number, leaf: Leaf): void {
  if (slot === roomOf(slots.height)) {
    slots.root = new Branch([slots.root], holes > 0 ? [holes] : none, 1)
    slots.height++
  }
  let branch = slots.root
  for (let at = slots.height; at > 0; at--) {
    const kid = kidOf(slot, at)
    if (kid === branch.kids.length) {
      let part: Part = leaf
      for (let above = 1; above < at; above++) part = new Branch([part], none, 0)
      branch.kids.push(part)
      return
    }
    branch = ownKid(branch, kid, at) as Branch
  }
}

/** How many holes stand before a slot. */
export function holesBefore(root: Branch, height: number, slot: number): number {
  let holes = 0
  let part: Part = root
  for (let at = height; at > 0; at--) {
    const { kids, counts } = part as Branch
    const kid = kidOf(slot, at)
    for (let i = 0; i < kid && i < counts.length; i++) holes += counts[i]!
    part = kids[kid]!
  }
  for (let at = 0; at < placeOf(slot); at += 2) if ((part as Leaf)[at] === hole) holes++
  return holes
}

/** The key that stands at a position, holes not counted; there is one. */
export function keyAt(root: Branch, height: number, position: number): unknown {
  let part: Part = root
  let left = position
  for (let at = height; at > 0; at--) {
    const { kids, counts } = part as Branch
    const room = roomOf(at - 1)
    let kid = counts.length === 0 ? Math.floor(left / room) : 0
    left -= kid * room
    for (let live = room - (counts[kid] ?? 0); left >= live; live = room - (counts[kid] ?? 0)) {
      left -= live
      kid++
    }
    part = kids[kid]!
  }
  const leaf = part as Leaf
  let at = 0
  while (leaf[at] === hole || left-- > 0) at += 2
  return leaf[at]
}

/** How many slots there are in a full tree. */
export function roomOf(height: number): number {
  return perLeaf << (bits * height)
}

/** Where in its leaf a slot is. */
export function placeOf(slot: number): number {
  return (slot & (perLeaf - 1)) << 1
}

const kidOf = (slot: number, height: number): number =>
  (slot >>> (slotBits + (height - 1) * bits)) & (most - 1)
