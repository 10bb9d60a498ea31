import type { Gap } from './gap.ts'

/** Where consecutive revisions begin and end, both included. */
export interface Bounds {
  readonly first: number
  readonly last: number
}

/** The gaps of one branch, ordered; between any two there is a revision. What is left has positions without holes. */
export class Gaps {
  static readonly none: Gaps = new Gaps([])
  readonly all: readonly Gap[]
  /** How many revisions are gone up to the end of each. */
  readonly #gone: readonly number[]

  constructor(all: readonly Gap[]) {
    this.all = all
    let gone = 0
    this.#gone = all.map(({ first, last }) => (gone += last - first + 1))
  }

  /** The first index behind all gaps; 0 where there is none. */
  get end(): number {
    return (this.all.at(-1)?.last ?? -1) + 1
  }

  /** The gap in which an index lies. */
  at(index: number): Gap | undefined {
    const gap = this.all[this.#begun(index) - 1]
    return gap && index <= gap.last ? gap : undefined
  }

  /** The last gap that ends at an index or before it. */
  endedBy(index: number): Gap | undefined {
    const begun = this.#begun(index)
    const gap = this.all[begun - 1]
    return gap && gap.last > index ? this.all[begun - 2] : gap
  }

  has(index: number): boolean {
    return this.at(index) !== undefined
  }

  /** How many revisions are left below an index. */
  leftBelow(index: number): number {
    const begun = this.#begun(index)
    if (begun === 0) return index
    const beyond = Math.max(0, this.all[begun - 1]!.last - index + 1)
    return index - (this.#gone[begun - 1]! - beyond)
  }

  /** The position of an index among what is left; -1 for a forgotten one. */
  positionOf(index: number): number {
    if (index >= this.end) return index - (this.#gone.at(-1) ?? 0)
    return this.has(index) ? -1 : this.leftBelow(index)
  }

  /** The index at a position. */
  indexAt(position: number): number {
    let low = 0
    let high = this.all.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#positionOfGap(middle) <= position) low = middle + 1
      else high = middle
    }
    return position + (low > 0 ? this.#gone[low - 1]! : 0)
  }

  /** The indexes that are left, from `from` up to but without `to`. */
  *indexes(from: number, to: number): Generator<number, undefined> {
    for (let index = from; index < to; index++) {
      const gap = this.at(index)
      if (gap) index = gap.last
      else yield index
    }
  }

  /** As `indexes`, from the last to the first. */
  *indexesBack(from: number, to: number): Generator<number, undefined> {
    for (let index = to - 1; index >= from; index--) {
      const gap = this.at(index)
      if (gap) index = gap.first
      else yield index
    }
  }

  /** The position of what follows on a gap. */
  #positionOfGap(place: number): number {
    return this.all[place]!.last + 1 - this.#gone[place]!
  }

  /** How many gaps begin at an index or before it. */
  #begun(index: number): number {
    if (index >= this.end) return this.all.length
    let low = 0
    let high = this.all.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.all[middle]!.first <= index) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Puts spans in order, and makes one of those that touch or overlap. */
export function joined(spans: readonly Bounds[]): Bounds[] {
  const all: { first: number; last: number }[] = []
  for (const { first, last } of spans.toSorted((a, b) => a.first - b.first)) {
    const before = all.at(-1)
    if (before && first <= before.last + 1) before.last = Math.max(before.last, last)
    else all.push({ first, last })
  }
  return all
}
