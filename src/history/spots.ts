/** Where something happened: a row of the log, in a revision; -1 for the whole value of that. */
export interface Spot {
  readonly index: number
  readonly row: number
}

/** Spots in their order, in two columns. */
export class Spots {
  readonly #indexes: number[] = []
  readonly #rows: number[] = []

  push(index: number, row: number): void {
    this.#indexes.push(index)
    this.#rows.push(row)
  }

  /** The position of the last one before another; -1 for none. */
  lastBefore(index: number, row: number): number {
    let low = 0
    let high = this.#indexes.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const at = this.#indexes[middle]!
      if (at < index || (at === index && this.#rows[middle]! < row)) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  index(position: number): number {
    return this.#indexes[position]!
  }
  row(position: number): number {
    return this.#rows[position]!
  }

  get isEmpty(): boolean {
    return this.#indexes.length === 0
  }

  get indexes(): readonly number[] {
    return this.#indexes
  }
}

const bits = 6

/** Spots of splices, with the index at which each began; the least of each 64, so that those further on are passed over. */
export class SplicedSpots extends Spots {
  readonly #starts: number[] = []
  readonly #least: number[] = []

  add(index: number, row: number, start: number): void {
    const position = this.#starts.length
    this.push(index, row)
    this.#starts.push(start)
    const part = position >>> bits
    this.#least[part] = Math.min(this.#least[part] ?? Infinity, start)
  }

  /** The last one up to a position that began at an index or before it; -1 for none. */
  lastReaching(position: number, at: number): number {
    let next = position
    while (next >= 0 && !(this.#starts[next]! <= at)) {
      const part = next >>> bits
      // All of a part that begins further on, or the next one.
      next = this.#least[part]! > at ? (part << bits) - 1 : next - 1
    }
    return next
  }
}
