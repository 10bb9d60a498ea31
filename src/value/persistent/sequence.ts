import {
  appendLeaf,
  Branch,
  copyOf,
  kidAt,
  type Leaf,
  least,
  most,
  ownKid,
  type Part,
  pushKid,
  withOne,
} from './branch.ts'
import { endInCommon, startInCommon } from './ends-in-common.ts'
import { SequenceIterator } from './sequence-iterator.ts'
import { drop, join, take, type Tree, treeOf } from './tree.ts'

/**
 * A list in which one change costs O(log n) and a copy nothing: a B-tree of which versions share what they have in common.
 * Up to 32 elements are one array.
 */
export class Sequence implements Tree {
  root: Part
  height: number
  length: number
  /** How many writes there were, for those who walk meanwhile. */
  writes = 0
  /** True while nobody else holds the root. */
  #owned = false

  /** Not for programs, which have `from`. */
  constructor(root: Part, height: number, length: number) {
    this.root = root
    this.height = height
    this.length = length
  }

  /** The elements in their order; a hole in an array is undefined. */
  static from(items: Iterable<unknown>): Sequence {
    return ofTree(treeOf(Array.isArray(items) ? items : Array.from(items)))
  }

  /** The same elements, in O(1): from then on each of the two copies what it changes. */
  fork(): Sequence {
    this.#owned = false
    return new Sequence(this.root, this.height, this.length)
  }

  /** What stands at an index, from 0; undefined where there is none. */
  at(index: number): unknown {
    if (!(index >= 0 && index < this.length)) return undefined
    let part = this.root
    let inside = index
    for (let height = this.height; height > 0; height--) {
      const { kids, counts: starts } = part as Branch
      const kid = kidAt(starts, inside, height)
      inside -= starts[kid]!
      part = kids[kid]!
    }
    return (part as Leaf)[inside]
  }

  /** Replaces an element that is there. */
  set(index: number, value: unknown): void {
    if (!(index >= 0 && index < this.length)) throw new RangeError(`There is no element ${index} to replace`)
    let part = this.#ownRoot()
    let inside = index
    for (let height = this.height; height > 0; height--) {
      const { counts: starts } = part as Branch
      const kid = kidAt(starts, inside, height)
      inside -= starts[kid]!
      part = ownKid(part as Branch, kid, height)
    }
    ;(part as Leaf)[inside] = value
  }

  /** Puts an element behind all others. */
  push(value: unknown): void {
    const { height, length } = this
    if (height === 0 && length < most) return this.#pushRoot(value)
    let part = this.#ownRoot()
    for (let at = height; at > 1; at--) part = ownKid(part as Branch, (part as Branch).kids.length - 1, at)
    if (height === 0 || !pushKid(part as Branch, value)) this.#append(value)
    this.length = length + 1
  }

  /** Replaces a stretch, which is cut to what is there; gives what was in it. */
  splice(start: number, remove: number, insert: readonly unknown[]): unknown[] {
    const from = Math.min(Math.max(0, start), this.length)
    const count = Math.min(Math.max(0, remove), this.length - from)
    if (from === this.length) {
      for (const each of insert) this.push(each)
      return []
    }
    return this.#spliceLeaf(from, count, insert) ?? this.#spliceTree(from, count, insert)
  }

  /** A stretch, cut to what is there, in O(log n). */
  slice(start: number, end: number): Sequence {
    const to = Math.min(end, this.length)
    const from = Math.max(0, start)
    if (from >= to) return Sequence.from([])
    if (to - from === this.length) return this.fork()
    this.#owned = false
    const head = to === this.length ? this : take(this, to)
    return ofTree(from === 0 ? head : drop(head, from))
  }

  /** The elements from an index on; what changes meanwhile is seen like in an array's iterator. */
  values(from = 0): IterableIterator<unknown> {
    return new SequenceIterator(this, from)
  }

  [Symbol.iterator](): IterableIterator<unknown> {
    return new SequenceIterator(this, 0)
  }

  /** Tells each element and its index; what changes meanwhile is seen, what comes behind too. */
  forEach(fn: (value: unknown, index: number) => void): void {
    let index = 0
    for (const value of this) fn(value, index++)
  }

  /** An array with the same elements. */
  toArray(): unknown[] {
    const items: unknown[] = []
    collect(this.root, this.height, items)
    return items
  }

  /** How many elements are identical from the beginning on: what two versions share is not looked at. */
  sharedPrefix(other: Sequence): number {
    return startInCommon(this, other)
  }

  /** How many are identical up to the end; they may be in the shared prefix as well. */
  sharedSuffix(other: Sequence): number {
    return endInCommon(this, other)
  }

  /** In the one leaf that holds the stretch, if there it is and what is in it then is neither too much nor too little. */
  #spliceLeaf(start: number, remove: number, insert: readonly unknown[]): unknown[] | null {
    let part = this.root
    let inside = start
    let atEdge = true
    for (let height = this.height; height > 0; height--) {
      const { kids, counts: starts } = part as Branch
      const kid = kidAt(starts, inside, height)
      if (kid + 1 < kids.length) atEdge = false
      inside -= starts[kid]!
      part = kids[kid]!
    }
    const { length } = part as Leaf
    const after = length + insert.length - remove
    const enough = this.height === 0 ? 0 : atEdge ? 1 : least
    if (inside + remove > length || after > most || after < enough) return null
    return (this.#ownLeaf(start, after - length) as Leaf).splice(inside, remove, ...insert)
  }

  /** The leaf with an element, to be changed so that it has more than it had. */
  #ownLeaf(index: number, more: number): Part {
    let part = this.#ownRoot()
    let inside = index
    for (let height = this.height; height > 0; height--) {
      const branch = part as Branch
      const kid = kidAt(branch.counts, inside, height)
      inside -= branch.counts[kid]!
      if (more !== 0) branch.counts = branch.counts.map((start, at) => (at > kid ? start + more : start))
      part = ownKid(branch, kid, height)
    }
    this.length += more
    return part
  }

  #spliceTree(start: number, remove: number, insert: readonly unknown[]): unknown[] {
    const removed = this.slice(start, start + remove).toArray()
    const end = start + remove
    const head = join(start === 0 ? treeOf([]) : take(this, start), treeOf(insert))
    const { root, height, length } =
      end === this.length ? head : join(head, end === 0 ? this : drop(this, end))
    this.root = root
    this.height = height
    this.length = length
    this.writes++
    this.#owned = false
    return removed
  }

  #pushRoot(value: unknown): void {
    this.writes++
    const leaf = this.root as Leaf
    if (this.#owned) leaf.push(value)
    else this.root = withOne(leaf, value)
    this.#owned = true
    this.length++
  }

  /** As `push` where the last leaf is full. */
  #append(value: unknown): void {
    const { root, height, length } = this
    const leaf = withOne([], value)
    const behind = height === 0 ? leaf : appendLeaf(root as Branch, height, length, leaf)
    if (behind === null) return
    this.root = new Branch([root, behind], [0, length], 3)
    this.height++
  }

  #ownRoot(): Part {
    this.writes++
    if (this.#owned) return this.root
    this.#owned = true
    return (this.root = copyOf(this.root, this.height))
  }
}

const ofTree = ({ root, height, length }: Tree): Sequence => new Sequence(root, height, length)

function collect(part: Part, height: number, into: unknown[]): void {
  if (height > 0) for (const kid of (part as Branch).kids) collect(kid, height - 1, into)
  else for (const value of part as Leaf) into.push(value)
}
