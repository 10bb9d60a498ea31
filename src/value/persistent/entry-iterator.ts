import { type Leaf } from './branch.ts'
import type { Entries } from './entries.ts'
import { slotsBelow } from './key-index.ts'
import { hole, placeOf } from './slots.ts'

/** What an iterator gives of each entry. */
export const giving = { keys: 0, values: 1, entries: 2 } as const

/** As long as the entries keep their slots; when they move, it says how, and what follows. */
export class Epoch {
  /** The slots that are no more, in order; null when all are. */
  #gone: readonly number[] | null = null
  #next: Epoch | null = null

  /** Notes which slots are no more; gives what follows. An iterator that nobody holds holds nothing here. */
  end(gone: readonly number[] | null): Epoch {
    this.#gone = gone
    return (this.#next = new Epoch())
  }

  /** Where a slot is in the epoch that follows; null where none does. */
  follow(slot: number): { slot: number; epoch: Epoch } | null {
    if (this.#next === null) return null
    return { slot: this.#gone ? slot - slotsBelow(this.#gone, slot) : 0, epoch: this.#next }
  }
}

/** Walks a map while it changes, like a native iterator: what comes behind is seen, what goes is not. */
export class EntryIterator {
  /** The entry that was stepped to. */
  key: unknown = undefined
  value: unknown = undefined

  #entries: Entries | null
  readonly #gives: number
  #epoch: Epoch | null
  /** The leaf where it stands as long as nothing is written, where in it, and at which slot it begins. */
  #leaf: Leaf = []
  #at = 0
  #begin = 0
  #writes: number

  static {
    // So that it can do all that an iterator of the platform can.
    const iterators: object = Object.getPrototypeOf(Object.getPrototypeOf([].values()))
    Object.setPrototypeOf(this.prototype, iterators)
    Object.defineProperty(this.prototype, Symbol.toStringTag, { value: 'Map Iterator', configurable: true })
  }

  constructor(entries: Entries, gives: number) {
    this.#entries = entries
    this.#gives = gives
    this.#epoch = entries.epoch()
    this.#writes = entries.writes
    if (entries.end > 0) this.#leaf = entries.leafOf(0)
  }

  next(): IteratorResult<unknown, undefined> {
    if (!this.step()) return { value: undefined, done: true }
    if (this.#gives === giving.keys) return { value: this.key, done: false }
    if (this.#gives === giving.values) return { value: this.value, done: false }
    return { value: [this.key, this.value], done: false }
  }

  /** Goes on to the next entry; false at the end, and then for ever. */
  step(): boolean {
    const entries = this.#entries
    const leaf = this.#leaf
    const at = this.#at
    // Alone, so that it is short enough to be compiled into the loop that asks.
    if (entries === null || this.#writes !== entries.writes || at >= leaf.length || leaf[at] === hole)
      return this.#search()
    this.key = leaf[at]
    this.value = leaf[at + 1]
    this.#at = at + 2
    return true
  }

  #search(): boolean {
    const entries = this.#entries
    if (entries === null) return false
    if (this.#writes !== entries.writes) this.#catchUp(entries)
    while (this.#at >= this.#leaf.length || this.#leaf[this.#at] === hole) {
      if (this.#at < this.#leaf.length) this.#at += 2
      else if (!this.#enter(entries, this.#begin + (this.#leaf.length >> 1))) return this.#finish()
    }
    return this.step()
  }

  #catchUp(entries: Entries): void {
    let slot = this.#begin + (this.#at >> 1)
    for (let next = this.#epoch!.follow(slot); next; next = next.epoch.follow(slot)) {
      slot = next.slot
      this.#epoch = next.epoch
    }
    this.#writes = entries.writes
    if (this.#enter(entries, slot)) return
    this.#leaf = []
    this.#begin = slot
    this.#at = 0
  }

  /** Goes to a slot, if there is one. */
  #enter(entries: Entries, slot: number): boolean {
    if (slot >= entries.end) return false
    this.#leaf = entries.leafOf(slot)
    this.#at = placeOf(slot)
    this.#begin = slot - (this.#at >> 1)
    return true
  }

  /** It holds nothing from now on. */
  #finish(): false {
    this.#entries = this.#epoch = null
    this.#leaf = []
    this.key = this.value = undefined
    return false
  }
}
