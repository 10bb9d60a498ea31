import type { Kept } from '../value/kept.ts'

/** A value and the index it belongs to. */
export interface Checkout {
  readonly index: number
  readonly value: Kept
}

/** The old values that are kept at hand, ordered by index; each bounds the replay of those after it. */
export class Checkouts {
  #all: Checkout[] = []

  /** The one at `index`, or the nearest before it. */
  atOrBefore(index: number): Checkout | undefined {
    return this.#all[this.#place(index + 1) - 1]
  }

  /** The first one after `index`. */
  after(index: number): Checkout | undefined {
    return this.#all[this.#place(index + 1)]
  }

  add(checkout: Checkout): void {
    const place = this.#place(checkout.index)
    const same = this.#all[place]?.index === checkout.index
    this.#all.splice(place, same ? 1 : 0, checkout)
  }

  /** Forgets those at `length` and later. */
  truncate(length: number): void {
    this.#all.length = this.#place(length)
  }

  /** Forgets those that do not pass. */
  keep(test: (checkout: Checkout) => boolean): void {
    this.#all = this.#all.filter(test)
  }

  /** How many lie before `index`. Most come at the end, so that is tried first. */
  #place(index: number): number {
    let high = this.#all.length
    if (high === 0 || this.#all[high - 1]!.index < index) return high
    let low = 0
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#all[middle]!.index < index) low = middle + 1
      else high = middle
    }
    return low
  }
}
