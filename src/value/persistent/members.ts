import { Entries } from './entries.ts'

/** A Set in which one change costs O(log n) and a copy nothing: the keys of a Map that is so. */
export class Members {
  readonly #entries: Entries

  constructor(entries: Entries = Entries.from([])) {
    this.#entries = entries
  }

  static from(values: Iterable<unknown>): Members {
    const entries = Entries.from([])
    for (const value of values) entries.set(value, undefined)
    return new Members(entries)
  }

  /** The same members, in O(1): from then on each of the two copies what it changes. */
  fork(): Members {
    return new Members(this.#entries.fork())
  }
  get size(): number {
    return this.#entries.size
  }
  has(value: unknown): boolean {
    return this.#entries.has(value)
  }
  add(value: unknown): this {
    if (!this.#entries.has(value)) this.#entries.set(value, undefined)
    return this
  }
  delete(value: unknown): boolean {
    return this.#entries.delete(value)
  }
  clear(): void {
    this.#entries.clear()
  }
  /** How many members stand before one; -1 where it is not in. */
  positionOf(value: unknown): number {
    return this.#entries.positionOf(value)
  }
  keys(): MapIterator<unknown> {
    return this.#entries.keys()
  }
  values(): MapIterator<unknown> {
    return this.#entries.keys()
  }
  [Symbol.iterator](): MapIterator<unknown> {
    return this.#entries.keys()
  }
}
