import { maxPlaces } from '../bounds.ts'
import type { Kept } from '../kept.ts'
import { markOf } from '../mark.ts'
import type { PathKey } from '../path.ts'
import { hasPlace, readPlace } from '../sealed.ts'
import type { ArrayNode } from './array-node.ts'
import { isSameSlot } from './keyed-rows.ts'
import { type Finish, Node, standsFor } from './node.ts'
import type { Row } from './row.ts'

/** Finds the rows that turn the base's elements into the node's: one splice for each stretch that is new. */
export function arrayRows(node: ArrayNode, finish: Finish): ArrayRows {
  const found = new ArrayRows(node, finish)
  if (node.length > maxPlaces || (node.base as unknown as unknown[]).length > maxPlaces) found.whole = true
  else found.walk()
  return found
}

class ArrayRows {
  readonly carried: [PathKey, Node][] = []
  /** True when one row for the whole says it better: an array that is mostly holes. */
  whole = false
  readonly #splices: Row[] = []
  /** What changed in place; told after the splices, when the indexes are the final ones. */
  readonly #pokes: Row[] = []
  readonly #node: ArrayNode
  readonly #finish: Finish
  readonly #base: readonly unknown[]
  readonly #isSimple: boolean

  constructor(node: ArrayNode, finish: Finish) {
    this.#node = node
    this.#finish = finish
    this.#base = node.base as unknown as readonly unknown[]
    this.#isSimple = markOf(this.#base) === null
  }

  get rows(): readonly Row[] {
    return [...this.#splices, ...this.#pokes]
  }

  /** Pairs each stretch that stayed with where it was, and tells what lies between. */
  walk(): void {
    let at = 0
    let from = 0
    let fresh = 0
    for (const piece of [...this.#node.pieces, { from: this.#base.length, length: 0 }]) {
      if (piece.from === -1) {
        fresh += piece.length
        continue
      }
      this.#gap(at, fresh, from, piece.from - from)
      at += fresh
      if (this.#node.isPoked) for (let i = 0; i < piece.length; i++) this.#compare(at + i, piece.from + i)
      at += piece.length
      from = piece.from + piece.length
      fresh = 0
    }
  }

  /** `insert` elements at `at` stand where the base had `remove` elements at `from`. */
  #gap(at: number, insert: number, from: number, remove: number): void {
    while (insert > 0 && remove > 0 && this.#stays(at, from)) {
      this.#compare(at++, from++)
      insert--
      remove--
    }
    while (insert > 0 && remove > 0 && this.#stays(at + insert - 1, from + remove - 1)) {
      this.#compare(at + --insert, from + --remove)
    }
    if (insert + remove === 0) return
    const removed = stretch(
      remove,
      i => this.#had(from + i),
      i => this.#was(from + i),
    )
    const inserted = stretch(
      insert,
      i => this.#node.has(at + i),
      i => this.#final(at + i),
    )
    this.#splices.push({ op: 'splice', index: at, removed, insert: inserted })
  }

  #stays(at: number, from: number): boolean {
    if (!this.#node.has(at) || !this.#had(from)) return false
    const slot = this.#node.slot(at)
    const old = this.#was(from)
    return standsFor(slot, old) || Object.is(slot, old)
  }

  /** The element at `at` is the base's at `from`, unless it was written in place. */
  #compare(at: number, from: number): void {
    const slot = this.#node.slot(at)
    const old = this.#was(from)
    if (slot !== undefined && Object.is(slot, old)) return
    const had = this.#had(from)
    if (!this.#node.has(at)) {
      if (had) this.#pokes.push({ op: 'remove', key: at, old, before: undefined })
      return
    }
    const value = this.#final(at)
    if (!had) this.#pokes.push({ op: 'add', key: at, value })
    else if (standsFor(slot, old)) {
      if (value !== old) this.carried.push([at, slot])
    } else if (!isSameSlot(value, old)) this.#pokes.push({ op: 'replace', key: at, value, old })
  }

  #final(at: number): Kept {
    const slot = this.#node.slot(at)
    return slot instanceof Node ? this.#finish(slot, at) : (slot as Kept)
  }
  #was(from: number): Kept {
    return this.#isSimple ? (this.#base[from] as Kept) : readPlace(this.#base, from)
  }
  #had(from: number): boolean {
    return this.#isSimple || hasPlace(this.#base, from)
  }
}

/** Copies a stretch of slots, holes included. */
function stretch(length: number, has: (i: number) => boolean, read: (i: number) => Kept): unknown[] {
  const slots: unknown[] = []
  for (let i = 0; i < length; i++) {
    if (has(i)) slots.push(read(i))
    else slots.length++
  }
  return slots
}
