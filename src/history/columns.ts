import type { Kept } from '../value/kept.ts'
import type { Patches } from '../value/path.ts'
import { PathNode } from '../value/working/path-node.ts'
import { op, type RowLog } from '../value/working/row-log.ts'
import { logPatches, patchDeed } from '../value/working/row-patch.ts'
import { Column, NumberColumn } from './column.ts'
import type { Bounds } from './gaps.ts'
import { RowStore } from './row-store.ts'
import type { Change, Entry, EntryMeta } from './entry.ts'

/** How a revision is to be kept: its whole value, or the rows that lead to it. */
export type Body = { readonly whole: Kept } | { readonly rows: RowLog }

/** In the column of starts: the value is whole, or still in its line. */
const whole = -1
const undecoded = -2

/** Where a revision's rows stand in the log. */
export interface Stretch {
  readonly start: number
  readonly count: number
}

/**
 * The revisions of a timeline by position, in columns: when, who and why, and what changed. A whole value takes one word;
 * anything else one row for each place, splice or edit of a text, in a log that all share.
 */
export class Columns {
  /** The place of the value itself; all paths of the log begin there. */
  readonly root: PathNode
  log: RowStore = new RowStore()
  #times = new NumberColumn(size => new Float64Array(size))
  #metas = new Column<EntryMeta | undefined>()
  #starts = new NumberColumn(size => new Int32Array(size))
  /** The whole value, or how many rows. */
  #data = new Column<unknown>()

  /** Whether some were decoded: of a line nobody knows whether it is about a Set. */
  hasDecoded = false
  /** How many are not decoded yet. */
  undecoded = 0

  constructor(root: PathNode = PathNode.root()) {
    this.root = root
  }

  get length(): number {
    return this.#starts.length
  }

  push(time: number, meta: EntryMeta, body: Body): void {
    this.#times.push(time)
    this.#metas.push(meta)
    if ('whole' in body) {
      this.#starts.push(whole)
      this.#data.push(body.whole)
      return
    }
    this.#starts.push(this.log.length)
    this.#data.push(body.rows.length)
    this.log.append(body.rows)
  }

  /** `push` of a whole value, without an object for it. */
  pushWhole(time: number, meta: EntryMeta, value: Kept): void {
    this.#times.push(time)
    this.#metas.push(meta)
    this.#starts.push(whole)
    this.#data.push(value)
  }

  /** Leaves room for one that is decoded when it is first looked at. */
  pushUndecoded(): void {
    this.undecoded++
    this.#times.push(0)
    this.#metas.push(undefined)
    this.#starts.push(undecoded)
    this.#data.push(undefined)
  }

  /** As `pushUndecoded`, of so many at once and at the very beginning; they take no room until they are decoded. */
  reserve(count: number): void {
    this.undecoded += count
    for (const column of [this.#times, this.#metas, this.#starts, this.#data]) column.reserve(count)
    // What comes next goes into the same part.
    if (count > 0) this.#open(count - 1)
  }

  isDecoded(position: number): boolean {
    return this.#starts.has(position) && this.#starts.get(position) !== undecoded
  }

  decode(position: number, entry: Entry): void {
    const { change } = entry
    if (!this.#starts.has(position)) this.#open(position)
    this.undecoded--
    this.hasDecoded = true
    this.#times.set(position, entry.time)
    this.#metas.set(position, entry.meta)
    if ('whole' in change) {
      this.#data.set(position, change.whole)
      this.#starts.set(position, whole)
      return
    }
    const start = this.log.length
    for (const patch of change.patches) {
      const { is, node, key, next, old } = patchDeed(patch, this.root)
      this.log.add(is, node, key, next, old)
    }
    this.#data.set(position, this.log.length - start)
    this.#starts.set(position, start)
  }

  time(position: number): number {
    return this.#times.get(position)
  }

  meta(position: number): EntryMeta {
    return this.#metas.get(position)!
  }

  isWhole(position: number): boolean {
    return this.#starts.get(position) === whole
  }

  whole(position: number): Kept {
    return this.#data.get(position) as Kept
  }

  stretch(position: number): Stretch {
    return { start: this.#starts.get(position), count: this.#data.get(position) as number }
  }

  change(position: number): Change {
    return this.isWhole(position) ? { whole: this.whole(position) } : { patches: this.patches(position) }
  }

  /** What its rows say, as patches. */
  patches(position: number): Patches {
    const { start, count } = this.stretch(position)
    return logPatches(this.log, start, start + count)
  }

  truncate(length: number): void {
    let end = this.log.length
    for (let position = this.length - 1; position >= length; position--) {
      const start = this.#start(position)
      if (start === undecoded) this.undecoded--
      // What was decoded out of turn stays in the log, and nothing refers to it.
      if (start >= 0 && start + (this.#data.get(position) as number) === end) end = start
    }
    this.log.truncate(end)
    for (const column of [this.#times, this.#metas, this.#starts, this.#data]) column.truncate(length)
  }

  /** Gives columns without the positions in these spans, nor their rows. */
  without(gone: readonly Bounds[]): Columns {
    const left = new Columns(this.root)
    left.hasDecoded = this.hasDecoded
    let next = 0
    for (const { first, last } of [...gone, { first: this.length, last: this.length }]) {
      for (let position = next; position < Math.min(first, this.length); position++)
        left.#take(this, position)
      next = Math.max(next, last + 1)
    }
    return left
  }

  #start(position: number): number {
    return this.#starts.has(position) ? this.#starts.get(position) : undecoded
  }

  #open(position: number): void {
    this.#times.open(position, 0)
    this.#metas.open(position)
    this.#starts.open(position, undecoded)
    this.#data.open(position)
  }

  #take(from: Columns, position: number): void {
    const start = from.#start(position)
    if (start === undecoded) return this.pushUndecoded()
    const data = from.#data.get(position)
    this.#times.push(from.#times.get(position))
    this.#metas.push(from.#metas.get(position))
    this.#starts.push(start === whole ? whole : this.log.length)
    this.#data.push(data)
    if (start === whole) return
    const { log } = from
    for (let row = start; row < start + (data as number); row++)
      this.log.add(log.op(row), log.node(row), log.key(row), log.next(row), log.old(row))
  }
}

/** The list without what stands at these places. */
export function without<T>(list: readonly T[], gone: readonly Bounds[]): T[] {
  const left: T[] = []
  let from = 0
  for (const { first, last } of [...gone, { first: list.length, last: list.length }]) {
    const to = Math.min(first, list.length)
    for (let place = from; place < to; place++) left.push(list[place]!)
    from = Math.max(from, last + 1)
  }
  return left
}

/** Makes rows a body; a single one that replaces the root is its whole new value. */
export function bodyOf(rows: RowLog): Body {
  return rows.length === 1 && rows.ops[0] === op.root ? { whole: rows.nexts[0] as Kept } : { rows }
}
