import { type Branch, kidAt, type Leaf } from './branch.ts'
import type { Sequence } from './sequence.ts'

/** Walks a sequence by index: it sees what changes meanwhile, like an array's iterator. */
export class SequenceIterator implements IterableIterator<unknown> {
  #sequence: Sequence | null
  #index: number
  /** The leaf where it stands, as long as nothing is written. */
  #leaf: Leaf = []
  #begin = 0
  #writes = -1

  constructor(sequence: Sequence, from: number) {
    this.#sequence = sequence
    this.#index = from
  }

  next(): IteratorResult<unknown, undefined> {
    const sequence = this.#sequence
    if (sequence === null) return { value: undefined, done: true }
    if (this.#writes !== sequence.writes || this.#index - this.#begin >= this.#leaf.length) {
      if (this.#index >= sequence.length) {
        this.#sequence = null
        return { value: undefined, done: true }
      }
      this.#seek(sequence)
    }
    return { value: this.#leaf[this.#index++ - this.#begin], done: false }
  }

  [Symbol.iterator](): this {
    return this
  }

  #seek({ root, height, writes }: Sequence): void {
    let part = root
    let inside = this.#index
    for (let at = height; at > 0; at--) {
      const { kids, counts: starts } = part as Branch
      const kid = kidAt(starts, inside, at)
      inside -= starts[kid]!
      part = kids[kid]!
    }
    this.#leaf = part as Leaf
    this.#begin = this.#index - inside
    this.#writes = writes
  }
}
