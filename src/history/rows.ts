import { Entry } from './entry.ts'
import { forgotten } from './forgotten.ts'
import type { Gap } from './gap.ts'
import { Gaps, type Bounds } from './gaps.ts'
import { revisionHash, rootHash } from './hash.ts'
import { parseLine } from './line.ts'

/** Stored lines that follow on what is there, their chain checked. */
export interface StoredLines {
  /** Without those in gaps. */
  readonly lines: readonly string[]
  /** One for each line. */
  readonly hashes: readonly string[]
  /** All gaps that there are afterwards, also among what is there; default those of before. */
  readonly gaps?: Gaps | undefined
}

/**
 * Entries, lines and hashes of the revisions of a timeline that are left, by index, each made when first looked at. Those
 * in a gap take no room.
 */
export class Rows {
  readonly #name: string
  #length = 0
  #gaps = Gaps.none
  // By position, not by index; entries and hashes may be shorter.
  #lines: (string | undefined)[] = []
  #entries: (Entry | undefined)[] = []
  #hashes: string[] = []

  constructor(name: string) {
    this.#name = name
  }

  /** The last index and one: what is forgotten counts. */
  get length(): number {
    return this.#length
  }

  get gaps(): Gaps {
    return this.#gaps
  }

  append(entry: Entry): void {
    this.#entries[this.#gaps.positionOf(this.#length++)] = entry
  }

  adopt({ lines, hashes, gaps = this.#gaps }: StoredLines): void {
    this.hash(this.#length - 1)
    this.forget(gaps)
    let place = this.#hashes.length
    for (const line of lines) this.#lines[place++] = line
    for (const hash of hashes) this.#hashes.push(hash)
    if (lines.length > 0) this.#length = gaps.indexAt(place - 1) + 1
  }

  /** Puts these gaps in the place of those of before, and drops what is in them. */
  forget(gaps: Gaps): void {
    const gone = gaps.all.map(({ first, last }) => ({
      first: this.#gaps.leftBelow(Math.min(first, this.#length)),
      last: this.#gaps.leftBelow(Math.min(last + 1, this.#length)) - 1,
    }))
    this.#gaps = gaps
    if (gone.every(({ first, last }) => last < first)) return
    this.#lines = without(this.#lines, gone)
    this.#entries = without(this.#entries, gone)
    this.#hashes = without(this.#hashes, gone)
  }

  truncate(length: number): void {
    const left = this.#gaps.leftBelow(length)
    this.#length = length
    this.#lines.length = Math.min(this.#lines.length, left)
    this.#entries.length = Math.min(this.#entries.length, left)
    this.#hashes.length = Math.min(this.#hashes.length, left)
  }

  entry(index: number): Entry {
    const place = this.#place(index)
    return (this.#entries[place] ??= Entry.fromLine(parseLine(this.#lines[place]!, this.#name, index)))
  }

  line(index: number): string {
    return (this.#lines[this.#place(index)] ??= this.entry(index).toLine())
  }

  /** The line where it is at hand, else written for this once. */
  lineInPassing(index: number): string {
    return this.#lines[this.#place(index)] ?? this.entry(index).toLine()
  }

  /** Lines that the store has acknowledged can be written again when asked for. */
  forgetLines(from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const place = this.#gaps.positionOf(index)
      if (place >= 0 && this.#entries[place]) this.#lines[place] = undefined
    }
  }

  /** A gap's last revision still has its hash; before index 0 it is the root. */
  hash(index: number): string {
    if (index < 0) return rootHash(this.#name)
    const gap = this.#gaps.at(index)
    if (gap?.last === index) return gap.facts.after
    const place = this.#place(index)
    for (let next = this.#hashes.length; next <= place; next++) {
      const at = this.#gaps.indexAt(next)
      this.#hashes.push(revisionHash(this.hash(at - 1), this.line(at)))
    }
    return this.#hashes[place]!
  }

  /** The highest index recorded at or before the instant (ms); -1 before the first, one in a gap where it was forgotten. */
  indexAt(instant: number): number {
    let low = 0
    let high = this.#gaps.leftBelow(this.#length)
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.entry(this.#gaps.indexAt(middle)).time <= instant) low = middle + 1
      else high = middle
    }
    const index = low > 0 ? this.#gaps.indexAt(low - 1) : -1
    const gap = this.#gaps.at(index + 1)
    if (!gap || instant < gap.facts.from) return index
    return instant < gap.facts.to ? gap.first : gap.last
  }

  /** Where what is kept of an index stands. */
  #place(index: number): number {
    const place = this.#gaps.positionOf(index)
    if (place < 0) throw forgotten(this.#name, index, this.#gaps.at(index) as Gap)
    return place
  }
}

/** The list without what stands at these places. */
function without<T>(list: readonly T[], gone: readonly Bounds[]): T[] {
  const left: T[] = []
  let from = 0
  for (const { first, last } of [...gone, { first: list.length, last: list.length }]) {
    const to = Math.min(first, list.length)
    for (let place = from; place < to; place++) left.push(list[place]!)
    from = Math.max(from, last + 1)
  }
  return left
}
