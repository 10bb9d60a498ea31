import { blankLeaf, type Leaf } from './branch.ts'

/** True of what a Map holds for one key. */
export function isKey(one: unknown, two: unknown): boolean {
  return one === two || (one !== one && two !== two)
}

/** Where a key is among entries; -1 where there is none. */
export function placeIn(leaf: Leaf, key: unknown): number {
  for (let at = 0; at < leaf.length; at += 2) if (leaf[at] === key) return at
  if (key === key) return -1
  for (let at = 0; at < leaf.length; at += 2) if (leaf[at] !== leaf[at]) return at
  return -1
}

/** A copy with one entry more, in as much room as it needs. */
export function withEntry(leaf: Leaf, key: unknown, value: unknown): Leaf {
  const { length } = leaf
  const copy = blankLeaf(length + 2)
  for (let i = 0; i < length; i++) copy[i] = leaf[i]
  copy[length] = key
  copy[length + 1] = value
  return copy
}

/** A copy without the entry at a place. */
export function withoutEntry(leaf: Leaf, at: number): Leaf {
  const copy = blankLeaf(leaf.length - 2)
  for (let i = 0; i < at; i++) copy[i] = leaf[i]
  for (let i = at; i < copy.length; i++) copy[i] = leaf[i + 2]
  return copy
}
