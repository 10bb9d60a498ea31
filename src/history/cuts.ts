/** One time at which revisions were taken back: which of all it was, and the first index that went. */
interface Cut {
  readonly count: number
  readonly from: number
}

/**
 * When revisions were taken back, so that what was handed out for one knows that another stands under its index now. Only
 * the cuts that no later one reaches behind are kept.
 */
export class Cuts {
  /** How many there have been. */
  count = 0
  readonly #deepest: Cut[] = []

  add(from: number): void {
    while (this.#deepest.length > 0 && this.#deepest.at(-1)!.from >= from) this.#deepest.pop()
    this.#deepest.push({ count: ++this.count, from })
  }

  /** The lowest index that went since there were `count` cuts; Infinity where nothing did. */
  lowestSince(count: number): number {
    if (count === this.count) return Infinity
    return this.#deepest.find(cut => cut.count > count)?.from ?? Infinity
  }
}
