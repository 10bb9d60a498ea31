import { type Branch, copyOf, type Leaf, most } from './branch.ts'
import { type Difference, differenceOf } from './different.ts'
import { EntryIterator, Epoch, giving } from './entry-iterator.ts'
import { KeyIndex, slotsBelow } from './key-index.ts'
import { Packer } from './packer.ts'
import * as slots from './slots.ts'
import { isKey, placeIn, withEntry, withoutEntry } from './tail.ts'

/** Of what a version holds nobody else holds these. */
const ownTail = 1
const ownRoot = 2

/**
 * A Map in which one change costs O(log n) and a copy nothing. An entry keeps its slot, in the order in which they came; a
 * deletion leaves a hole. The last entries, up to 16, are one array that is searched: smaller ones have nothing else. Where
 * the keys before are tells an index that versions share.
 */
export class Entries implements Map<unknown, unknown> {
  root: Branch | null
  height: number
  tail: Leaf
  size: number
  /** How many slots are before the tail's. */
  begin: number
  /** How many writes there were, for those who walk meanwhile. */
  writes = 0
  #index: KeyIndex | null
  #owned = 0
  /** There is none before somebody walks. */
  #epoch: Epoch | null = null

  /** Not for programs, which have `from`. */
  constructor(
    root: Branch | null,
    height: number,
    begin: number,
    tail: Leaf,
    size: number,
    index: KeyIndex | null,
  ) {
    this.root = root
    this.height = height
    this.begin = begin
    this.tail = tail
    this.size = size
    this.#index = index
  }

  /** The entries in their order; of those with one key the last value, where the first was. */
  static from(entries: Iterable<readonly [unknown, unknown]>): Entries {
    if (entries instanceof Entries) return entries.fork()
    const made = new Entries(null, 0, 0, [], 0, null)
    // Keys of a Map are not looked for: 10 ns an entry instead of 100.
    if (isMap(entries)) made.#take(packed(entries))
    else for (const [key, value] of entries) made.set(key, value)
    return made
  }

  /** The same entries, in O(1): from then on each of the two copies what it changes. */
  fork(): Entries {
    const { root, size } = this
    if (root !== null) {
      // Here, not only where one deletes or adds: each fork of one base would do it for itself.
      if (this.end - size > size) this.#compact()
      else if (this.#index!.isCrowded(size, 1)) this.#index = new KeyIndex()
    }
    this.#owned = 0
    return new Entries(this.root, this.height, this.begin, this.tail, this.size, this.#index)
  }

  get(key: unknown): unknown {
    const { root, height, tail } = this
    if (root !== null) {
      const known = this.#index!.of(key, root, height)
      if (known !== undefined) {
        const slot = typeof known === 'number' ? known : this.#among(known, key)
        if (slot < this.begin && slot >= 0) {
          const leaf = slots.leafAt(root, height, slot)
          const at = slots.placeOf(slot)
          if (isKey(leaf[at], key)) return leaf[at + 1]
        }
      }
    }
    const at = placeIn(tail, key)
    return at < 0 ? undefined : tail[at + 1]
  }

  has(key: unknown): boolean {
    return this.slotOf(key) >= 0
  }

  set(key: unknown, value: unknown): this {
    const slot = this.slotOf(key)
    this.writes++
    if (slot < 0) this.#append(key === 0 ? 0 : key, value)
    else if (slot >= this.begin) this.#ownTail()[((slot - this.begin) << 1) + 1] = value
    else slots.ownLeafAt(this.#ownRoot(), this.height, slot)[slots.placeOf(slot) + 1] = value
    return this
  }

  delete(key: unknown): boolean {
    const slot = this.slotOf(key)
    if (slot < 0) return false
    this.writes++
    this.size--
    if (slot < this.begin) {
      slots.makeHole(this.#ownRoot(), this.height, slot)
    } else {
      this.tail = withoutEntry(this.tail, (slot - this.begin) << 1)
      this.#owned |= ownTail
      if (this.#epoch) this.#epoch = this.#epoch.end([slot])
    }
    if (this.end - this.size > 2 * this.size) this.#compact()
    return true
  }

  /**
   * Puts a deleted key back in front of the one that followed it, in O(log n), where the hole that it left is there still; false
   * where it is not.
   */
  putBack(key: unknown, value: unknown, before: unknown): boolean {
    const { root, height } = this
    if (root === null) return false
    const known = this.#index!.of(key, root, height) ?? []
    // The newest that it left decides where a key is looked for.
    const slot = [known].flat().findLast(each => {
      if (each >= this.begin) return false
      const leaf = slots.leafAt(root, height, each)
      return leaf[slots.placeOf(each)] === slots.hole && isKey(leaf[slots.placeOf(each) + 1], key)
    })
    if (slot === undefined) return false
    if (!isKey(this.nth(slot - slots.holesBefore(root, height, slot)), before)) return false
    slots.fillHole(this.#ownRoot(), height, slot, value)
    this.writes++
    this.size++
    return true
  }

  clear(): void {
    this.writes++
    this.root = this.#index = null
    this.height = this.begin = this.size = this.#owned = 0
    this.tail = []
    if (this.#epoch) this.#epoch = this.#epoch.end(null)
  }

  getOrInsert(key: unknown, value: unknown): unknown {
    if (!this.has(key)) this.set(key, value)
    return this.get(key)
  }

  getOrInsertComputed(key: unknown, compute: (key: unknown) => unknown): unknown {
    if (!this.has(key)) this.set(key, compute(key === 0 ? 0 : key))
    return this.get(key)
  }

  forEach(fn: (value: unknown, key: unknown, map: Map<unknown, unknown>) => void, thisArg?: unknown): void {
    const walk = new EntryIterator(this, giving.entries)
    while (walk.step()) fn.call(thisArg, walk.value, walk.key, this)
  }
  keys(): MapIterator<unknown> {
    return new EntryIterator(this, giving.keys) as unknown as MapIterator<unknown>
  }
  values(): MapIterator<unknown> {
    return new EntryIterator(this, giving.values) as unknown as MapIterator<unknown>
  }
  entries(): MapIterator<[unknown, unknown]> {
    return new EntryIterator(this, giving.entries) as unknown as MapIterator<[unknown, unknown]>
  }
  [Symbol.iterator](): MapIterator<[unknown, unknown]> {
    return this.entries()
  }

  /** At which position a key stands, from 0, in O(log n); -1 where there is none. */
  positionOf(key: unknown): number {
    const slot = this.slotOf(key)
    const { root, height, begin, end, size } = this
    if (slot < 0 || root === null || end === size) return slot
    return slot < begin ? slot - slots.holesBefore(root, height, slot) : slot - (end - size)
  }

  /** The key at a position, in O(log n); undefined where there is none. */
  nth(position: number): unknown {
    if (!(position >= 0 && position < this.size)) return undefined
    const { root, height, tail, size } = this
    const inTail = position - (size - (tail.length >> 1))
    return inTail >= 0 ? tail[inTail << 1] : slots.keyAt(root!, height, position)
  }

  /** The key that follows, in O(log n); undefined for the last one, and where there is none. */
  keyAfter(key: unknown): unknown {
    const position = this.positionOf(key)
    return position < 0 ? undefined : this.nth(position + 1)
  }

  /** What tells it from another one, at the cost of what they do not share. */
  different(other: Entries): Difference {
    return differenceOf(this, other)
  }

  get [Symbol.toStringTag](): string {
    return 'Map'
  }

  /** How many slots there are, with holes. */
  get end(): number {
    return this.begin + (this.tail.length >> 1)
  }

  /** At which slot a key stands; -1 where there is none. */
  slotOf(key: unknown): number {
    const { root, height } = this
    if (root !== null) {
      const known = this.#index!.of(key, root, height)
      if (known !== undefined) {
        const slot = typeof known === 'number' ? known : this.#among(known, key)
        if (slot < this.begin && slot >= 0 && isKey(this.#keyAt(slot), key)) return slot
      }
    }
    const at = placeIn(this.tail, key)
    return at < 0 ? -1 : this.begin + (at >> 1)
  }

  /** What stands at a slot that there is. */
  valueAt(slot: number): unknown {
    return this.leafOf(slot)[slots.placeOf(slot) + 1]
  }

  /** The leaf that has a slot that there is. */
  leafOf(slot: number): Leaf {
    return slot < this.begin ? slots.leafAt(this.root!, this.height, slot) : this.tail
  }

  /** For those who begin to walk. */
  epoch(): Epoch {
    return (this.#epoch ??= new Epoch())
  }

  /**
   * Which of several slots may hold a key: it was deleted and came back, here or in another version. The last one is looked
   * at first; where it is known to have been deleted, it is not before either.
   */
  #among(known: readonly number[], key: unknown): number {
    const last = slotsBelow(known, this.begin) - 1
    let found = -1
    let at = last
    for (; at >= 0; at--) {
      const slot = known[at]!
      const there = this.#keyAt(slot)
      if (isKey(there, key)) found = slot
      else if (there !== slots.hole || !isKey(this.valueAt(slot), key)) continue
      break
    }
    if (at < last) {
      this.#index!.stray(last - at)
      if (this.#index!.isCrowded(this.size, 2)) this.#index = new KeyIndex()
    }
    return found
  }

  #keyAt(slot: number): unknown {
    return slots.leafAt(this.root!, this.height, slot)[slots.placeOf(slot)]
  }

  #append(key: unknown, value: unknown): void {
    if (this.tail.length === most) this.#flush()
    const { tail } = this
    // The last one is put into a copy: an array that is pushed to has half as much room again, and is full now.
    if ((this.#owned & ownTail) !== 0 && tail.length + 2 < most) {
      tail.push(key, value)
    } else {
      this.tail = withEntry(tail, key, value)
      this.#owned |= ownTail
    }
    this.size++
  }

  /** Puts the tail, which is full, into the tree. */
  #flush(): void {
    const { tail, begin } = this
    if (this.root === null) {
      this.root = slots.slotsOf([tail]).root
      this.height = 1
      this.#index = new KeyIndex()
    } else {
      if (this.#index!.isCrowded(this.size, 2)) this.#index = new KeyIndex()
      this.#index!.add(tail, begin)
      this.#ownRoot()
      slots.pushLeaf(this as Entries & { root: Branch }, begin, this.end - this.size, tail)
    }
    this.begin += slots.perLeaf
    this.tail = []
    this.#owned &= ~ownTail
  }

  /** All entries anew, without the holes. */
  #compact(): void {
    const packer = new Packer()
    const gone: number[] = []
    for (let slot = 0; slot < this.end; slot += slots.perLeaf) {
      const leaf = this.leafOf(slot)
      for (let at = 0; at < leaf.length; at += 2) {
        if (leaf[at] === slots.hole) gone.push(slot + (at >> 1))
        else packer.add(leaf[at], leaf[at + 1])
      }
    }
    if (this.#epoch) this.#epoch = this.#epoch.end(gone)
    this.#take(packer)
  }

  #take(packer: Packer): void {
    this.writes++
    this.tail = packer.tail()
    const { root, height } = slots.slotsOf(packer.leaves)
    this.root = root
    this.height = height
    this.begin = packer.leaves.length * slots.perLeaf
    this.size = this.end
    this.#index = root && new KeyIndex()
    this.#owned = 0
  }

  #ownTail(): Leaf {
    if ((this.#owned & ownTail) !== 0) return this.tail
    this.#owned |= ownTail
    return (this.tail = this.tail.slice())
  }

  #ownRoot(): Branch {
    if ((this.#owned & ownRoot) !== 0) return this.root!
    this.#owned |= ownRoot
    return (this.root = copyOf(this.root!, this.height) as Branch)
  }
}

const sizeOfMap = Object.getOwnPropertyDescriptor(Map.prototype, 'size')!.get!

/** True of what has the keys of a Map: of a proxy that seems to be one nobody knows whether no two are alike. */
function isMap(entries: object): entries is Map<unknown, unknown> {
  // What is thrown for others takes 4 µs, ten times as long as to take in ten entries.
  if (!(entries instanceof Map)) return false
  try {
    sizeOfMap.call(entries)
    return true
  } catch {
    return false
  }
}

function packed(map: Map<unknown, unknown>): Packer {
  const packer = new Packer()
  Map.prototype.forEach.call(map, (value, key) => packer.add(key, value))
  return packer
}
