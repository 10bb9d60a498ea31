import type { Kept } from '../value/kept.ts'
import { unknownOld } from '../value/patch.ts'
import type { RowRange } from '../value/working/revert.ts'
import { op } from '../value/working/row-log.ts'
import { type Body, Columns, without } from './columns.ts'
import { Entry, type EntryMeta } from './entry.ts'
import { forgotten } from './forgotten.ts'
import type { Gap } from './gap.ts'
import { Gaps } from './gaps.ts'
import { revisionHash, rootHash } from './hash.ts'
import { parseLine } from './line.ts'
import type { SealedLines } from './sealed-lines.ts'
import { SealedPlaces } from './sealed-places.ts'

/** Stored lines that follow on what is there, their chain checked. */
export interface StoredLines {
  /** Without those in gaps. */
  readonly lines: readonly string[]
  /** One for each line. */
  readonly hashes: readonly string[]
  /** All gaps that there are afterwards, also among what is there; default those of before. */
  readonly gaps?: Gaps | undefined
  /** What comes before the lines, from the very beginning on, and is made when it is first looked at. */
  readonly sealed?: readonly SealedLines[] | undefined
}

/**
 * The revisions of a timeline that are left, by index: their columns, and lines and hashes where these are at hand. What
 * was read from a store is decoded when it is first looked at. Those in a gap take no room.
 */
export class Rows {
  columns: Columns = new Columns()
  readonly #name: string
  #length = 0
  #gaps = Gaps.none
  // By position behind what is sealed, not by index; both may be shorter.
  #lines: (string | undefined)[] = []
  #hashes: string[] = []
  #sealed = new SealedPlaces()

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

  append(time: number, meta: EntryMeta, body: Body): void {
    this.#length++
    this.columns.push(time, meta, body)
  }

  appendWhole(time: number, meta: EntryMeta, value: Kept): void {
    this.#length++
    this.columns.pushWhole(time, meta, value)
  }

  adopt({ lines, hashes, gaps = this.#gaps, sealed = [] }: StoredLines): void {
    this.hash(this.#length - 1)
    this.forget(gaps)
    if (sealed.length > 0) {
      this.#sealed = new SealedPlaces(sealed)
      this.columns.reserve(this.#sealed.end)
    }
    let at = this.#hashes.length
    for (const line of lines) {
      this.columns.pushUndecoded()
      this.#lines[at++] = line
    }
    for (const hash of hashes) this.#hashes.push(hash)
    if (lines.length > 0) this.#length = gaps.indexAt(this.#sealed.end + at - 1) + 1
  }

  /** Puts these gaps in the place of those of before, and drops what is in them. */
  forget(gaps: Gaps): void {
    const gone = gaps.all.map(({ first, last }) => ({
      first: this.#gaps.leftBelow(Math.min(first, this.#length)),
      last: this.#gaps.leftBelow(Math.min(last + 1, this.#length)) - 1,
    }))
    this.#gaps = gaps
    if (gone.every(({ first, last }) => last < first)) return
    // Places change.
    this.#unseal()
    this.columns = this.columns.without(gone)
    this.#lines = without(this.#lines, gone)
    this.#hashes = without(this.#hashes, gone)
  }

  truncate(length: number): void {
    const left = this.#gaps.leftBelow(length)
    this.#length = length
    this.columns.truncate(left)
    if (left === 0) this.#sealed = new SealedPlaces()
    else if (left < this.#sealed.end) this.#unseal()
    const end = left - this.#sealed.end
    this.#lines.length = Math.min(this.#lines.length, end)
    this.#hashes.length = Math.min(this.#hashes.length, end)
  }

  /** Where an index stands in the columns, decoded. */
  position(index: number): number {
    const place = this.#place(index)
    if (!this.columns.isDecoded(place)) this.columns.decode(place, this.#parsed(place, index))
    return place
  }

  entry(index: number): Entry {
    const { columns } = this
    const position = this.position(index)
    return new Entry(index, columns.time(position), columns.meta(position), () =>
      columns.change(this.position(index)),
    )
  }

  /** The rows of a revision, where it has some and they know what they replaced. */
  rowsOf(index: number): RowRange | undefined {
    const { columns } = this
    if (this.#gaps.has(index)) return undefined
    const position = this.position(index)
    if (columns.isWhole(position)) return undefined
    const { start, count } = columns.stretch(position)
    const { log } = columns
    const end = start + count
    for (let row = start; row < end; row++) {
      const is = log.op(row)
      const old = log.old(row)
      const isEdit = is === op.splice || is === op.text
      if (old === unknownOld || (isEdit && typeof old === 'number')) return undefined
    }
    return { log, start, end }
  }

  time(index: number): number {
    return this.columns.time(this.position(index))
  }

  meta(index: number): EntryMeta {
    return this.columns.meta(this.position(index))
  }

  line(index: number): string {
    const place = this.#place(index)
    return this.#kept(place) ?? (this.#lines[place - this.#sealed.end] = this.entry(index).toLine())
  }

  /** The line where it is at hand, else written for this once. */
  lineInPassing(index: number): string {
    return this.#kept(this.#place(index)) ?? this.entry(index).toLine()
  }

  /** Lines that the store has acknowledged can be written again when asked for. */
  forgetLines(from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const place = this.#gaps.positionOf(index)
      if (place >= this.#sealed.end && this.columns.isDecoded(place))
        this.#lines[place - this.#sealed.end] = undefined
    }
  }

  /** A gap's last revision still has its hash; before index 0 it is the root. */
  hash(index: number): string {
    if (index < 0) return rootHash(this.#name)
    const gap = this.#gaps.at(index)
    if (gap?.last === index) return gap.facts.after
    const place = this.#place(index)
    const { end } = this.#sealed
    if (place < end) return this.#sealed.hash(place)
    for (let next = this.#hashes.length + end; next <= place; next++) {
      const at = this.#gaps.indexAt(next)
      this.#hashes.push(revisionHash(this.hash(at - 1), this.line(at)))
    }
    return this.#hashes[place - end]!
  }

  /** The highest index recorded at or before the instant (ms); -1 before the first, one in a gap where it was forgotten. */
  indexAt(instant: number): number {
    let low = 0
    let high = this.#gaps.leftBelow(this.#length)
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.time(this.#gaps.indexAt(middle)) <= instant) low = middle + 1
      else high = middle
    }
    const index = low > 0 ? this.#gaps.indexAt(low - 1) : -1
    const gap = this.#gaps.at(index + 1)
    if (!gap || instant < gap.facts.from) return index
    return instant < gap.facts.to ? gap.first : gap.last
  }

  #parsed(place: number, index: number): Entry {
    return Entry.fromLine(parseLine(this.#kept(place)!, this.#name, index))
  }

  /** The line, where it is at hand or sealed. */
  #kept(place: number): string | undefined {
    const { end } = this.#sealed
    return place < end ? this.#sealed.line(place) : this.#lines[place - end]
  }

  /** Makes all that is sealed. */
  #unseal(): void {
    const { lines, hashes } = this.#sealed.unsealed()
    this.#sealed = new SealedPlaces()
    this.#lines = [...lines, ...this.#lines]
    this.#hashes = [...hashes, ...this.#hashes]
  }

  /** Where what is kept of an index stands. */
  #place(index: number): number {
    const place = this.#gaps.positionOf(index)
    if (place < 0) throw forgotten(this.#name, index, this.#gaps.at(index) as Gap)
    return place
  }
}
