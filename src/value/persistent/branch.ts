/** How many elements a leaf has at most, and kids a branch: 2 to the power of `bits`. */
export const most: number = 32
/** How many they have at least, but for the root and what is on the right edge, where pushes begin new ones. */
export const least: number = 16
/** So many bits of an index are told by one level. */
export const bits: number = 5

/** An array of anything without holes, to take pieces of: all leaves are one kind of array, so one compiled form does. */
const blank: readonly unknown[] = [...new Array(most).keys()].map(() => null)

/** Elements of a list, or keys and values of a map by turns; at most `most`. */
export type Leaf = unknown[]

/** What a tree is made of; all leaves are equally deep. */
export type Part = Branch | Leaf

/** Parts in a row, and a number that tells something of each. */
export class Branch {
  readonly kids: Part[]
  /**
   * Where each kid begins, in a list; the end is not told, so that a push needs no other ones. How many holes each kid has,
   * in a map. They are never changed, only replaced: copies share them, and a set needs no other ones.
   */
  counts: readonly number[]
  /**
   * A bit for each kid that nobody else holds, if nobody else holds the branch. A copy holds none of its own, so one bit
   * taken from the root, which is all that a fork does, makes all below it shared.
   */
  owned: number

  constructor(kids: Part[], counts: readonly number[], owned: number) {
    this.kids = kids
    this.counts = counts
    this.owned = owned
  }
}

/** Which kid holds an index. All before it are as full as can be, mostly, so the first guess is right. */
export function kidAt(starts: readonly number[], index: number, height: number): number {
  let kid = index >>> (height * bits)
  while (kid + 1 < starts.length && starts[kid + 1]! <= index) kid++
  return kid
}

/** A kid that may be changed, of a branch that may be. */
export function ownKid(branch: Branch, kid: number, height: number): Part {
  const known = branch.kids[kid]!
  const bit = 1 << kid
  if ((branch.owned & bit) !== 0) return known
  branch.owned |= bit
  return (branch.kids[kid] = copyOf(known, height - 1))
}

/** A part that only the one who asked for it holds; all below it is shared. */
export function copyOf(part: Part, height: number): Part {
  if (height === 0) return (part as Leaf).slice()
  const { kids, counts } = part as Branch
  return new Branch(kids.slice(), counts, 0)
}

/** Puts an element into the last leaf, if there is room in it; the branch is over leaves, and may be changed. */
export function pushKid(branch: Branch, value: unknown): boolean {
  const { kids } = branch
  const last = kids.length - 1
  const leaf = kids[last] as Leaf
  if (leaf.length === most) return false
  const bit = 1 << last
  // The last one is put into a copy: one that is pushed to has half as much room again, and is full now.
  if ((branch.owned & bit) !== 0 && leaf.length + 1 < most) {
    leaf.push(value)
  } else {
    kids[last] = withOne(leaf, value)
    branch.owned |= bit
  }
  return true
}

/** A leaf to be filled, with all its room. */
export function blankLeaf(length: number): Leaf {
  return blank.slice(0, length)
}

/** All of a leaf, and one more: without the room that a push leaves, and as quick. */
export function withOne(leaf: Leaf, value: unknown): Leaf {
  const { length } = leaf
  const copy = blankLeaf(length + 1)
  for (let i = 0; i < length; i++) copy[i] = leaf[i]
  copy[length] = value
  return copy
}

/** Puts a leaf behind all in a branch of a list, which may be changed; gives a branch to stand behind it where all in it are full. */
export function appendLeaf(branch: Branch, height: number, length: number, leaf: Leaf): Branch | null {
  const { kids, counts: starts } = branch
  let more: Part = leaf
  if (height > 1) {
    const last = kids.length - 1
    const kid = ownKid(branch, last, height) as Branch
    const behind = appendLeaf(kid, height - 1, length - starts[last]!, leaf)
    if (behind === null) return null
    more = behind
  }
  if (kids.length === most) return new Branch([more], [0], 1)
  branch.owned |= 1 << kids.length
  branch.counts = [...starts, length]
  kids.push(more)
  return null
}
