import type { Kept } from '../value/kept.ts'
import { perform } from '../value/working/perform.ts'
import { revert, type RowRange } from '../value/working/revert.ts'
import { Working } from '../value/working/working.ts'
import { Checkouts, type Checkout } from './checkouts.ts'
import { forgotten } from './forgotten.ts'
import type { Present } from './present.ts'
import type { Rows } from './rows.ts'

/**
 * Bytes that old values kept at hand may take for each row: about a third of what the row takes. So memory per revision
 * is bounded whatever the size of the value, and replay by that size: one kept value for every size / 24 rows.
 */
const bytesPerRow = 24
/** How many bytes are copied in about the time in which a row is replayed. */
const bytesInItsTime = 512
/** No value is so small that one is kept for every few rows: to make it again from sixteen takes two microseconds. */
const least = 16 * bytesPerRow

/** The newest value, to go back from. */
export interface Newest extends Checkout {
  /** How many bytes the next update copies for having handed it out. */
  readonly copied: number
}

/** The old values of a timeline: made again from the nearest one at hand, some of which are kept. */
export class Replay {
  readonly #name: string
  readonly #rows: Rows
  readonly #checkouts = new Checkouts()
  #credit = 0
  #recent: Checkout | undefined

  constructor(name: string, rows: Rows) {
    this.#name = name
    this.#rows = rows
  }

  /** Takes a value that spares the replay of what lies before it. */
  add(checkout: Checkout): void {
    this.#checkouts.add(checkout)
  }

  /** Keeps the value after so many more rows, where what that costs in copies is due. */
  passed(index: number, rows: number, present: Present): void {
    this.#credit += bytesPerRow * rows
    const { copied } = present
    if (copied === 0 || this.#credit < Math.max(copied, least)) return
    this.#credit = 0
    this.#checkouts.add({ index, value: present.head })
  }

  truncate(length: number): void {
    this.#checkouts.truncate(length)
    this.#recent = undefined
  }

  /** Drops the values that lie in gaps. */
  forget(): void {
    this.#checkouts.keep(({ index }) => !this.#rows.gaps.has(index))
    this.#recent = undefined
  }

  valueAt(index: number, newest?: Newest): Kept {
    if (this.#recent?.index === index) return this.#recent.value
    const value = this.make(index, newest)
    this.#recent = { index, value }
    return value
  }

  /** Makes it again from the nearest value at hand, by rows or by their inverses. */
  make(index: number, newest?: Newest): Kept {
    const nearest = this.#nearest(index)
    if (nearest.index === index) return nearest.value
    return this.#back(index, index - nearest.index, newest) ?? this.#forth(nearest, index)
  }

  /** From a later value, where that is nearer than so many revisions, and all on the way know what they replaced. */
  #back(index: number, nearer: number, newest: Newest | undefined): Kept | undefined {
    let from: Checkout | undefined
    for (const each of [this.#checkouts.after(index), this.#recent, newest]) {
      if (!each || each.index <= index) continue
      // To have the newest value costs what the next update has to copy again.
      const distance = each.index - index + (each === newest ? newest.copied / bytesInItsTime : 0)
      if (distance >= nearer) continue
      nearer = distance
      from = each
    }
    if (!from) return undefined
    const back: RowRange[] = []
    for (let at = from.index; at > index; at--) {
      const rows = this.#rows.rowsOf(at)
      if (!rows) return undefined
      back.push(rows)
    }
    const working = new Working(from.value)
    for (const rows of back) revert(working, rows)
    return working.snapshot()
  }

  /** From an earlier value, keeping values on the way at the same price as `passed` does. */
  #forth(nearest: Checkout, index: number): Kept {
    const { columns } = this.#rows
    const working = new Working(nearest.value)
    let credit = 0
    for (let at = nearest.index + 1; at <= index; at++) {
      const { start, count } = columns.stretch(this.#rows.position(at))
      this.#redo(working, start, start + count)
      credit += bytesPerRow * count
      if (at === index || working.copied === 0 || credit < Math.max(working.copied, least)) continue
      this.#checkouts.add({ index: at, value: working.snapshot() })
      credit = 0
    }
    return working.snapshot()
  }

  #redo(working: Working, start: number, end: number): void {
    const { log } = this.#rows.columns
    for (let row = start; row < end; row++) {
      const [next, old] = [log.next(row), log.old(row)]
      perform(working, { is: log.op(row), node: log.node(row), key: log.key(row), next, old }, null)
    }
  }

  /** Never from before a gap: what comes after it goes on from its base. */
  #nearest(index: number): Checkout {
    const { gaps, columns } = this.#rows
    const gap = gaps.at(index) ?? gaps.endedBy(index)
    if (gap && gap.last > index) throw forgotten(this.#name, index, gap)
    const floor = gap ? gap.last : -1
    let best = this.#checkouts.atOrBefore(index)
    const recent = this.#recent
    if (recent && recent.index <= index && recent.index > (best?.index ?? -1)) best = recent
    if (best && best.index < floor) best = undefined
    for (let at = index; at > Math.max(best?.index ?? -1, floor); at--) {
      const position = this.#rows.position(at)
      if (columns.isWhole(position)) return { index: at, value: columns.whole(position) }
    }
    return best ?? { index: floor, value: gap?.value }
  }
}
