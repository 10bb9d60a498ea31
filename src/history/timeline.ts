import { VarveError } from '../errors.ts'
import type { Kept } from '../value/kept.ts'
import { replacePatch } from '../value/patch.ts'
import type { Patches } from '../value/path.ts'
import { same } from '../value/same.ts'
import type { PathNode } from '../value/working/path-node.ts'
import type { RowRange } from '../value/working/revert.ts'
import type { Body, Stretch } from './columns.ts'
import { Cuts } from './cuts.ts'
import type { Entry, EntryMeta } from './entry.ts'
import type { Gap } from './gap.ts'
import { Gaps } from './gaps.ts'
import { Metas } from './metas.ts'
import { checkRecorded } from './paranoid.ts'
import { PathIndex } from './path-index.ts'
import { Present } from './present.ts'
import { RecordedRevision } from './recorded-revision.ts'
import { Replay } from './replay.ts'
import { Rows, type StoredLines } from './rows.ts'
import { UndoLog } from './undo-log.ts'
import { unnamedGaps } from './unnamed-gaps.ts'

/** What a timeline is made from, or goes on with. */
export interface Loaded extends StoredLines {
  /** A value that spares the replay of what lies before it, where its hash is that of the revision. */
  readonly keyframe?:
    { readonly index: number; readonly hash: string; readonly value: () => Kept } | undefined
}

/**
 * One line of a history as data: entries, lines, hashes and values by index, each made when first looked at. What was
 * forgotten has none of them (`UNKNOWN_REVISION`), but for value and hash of the last revision in each gap.
 */
export class Timeline {
  readonly name: string
  readonly branch: string = 'main'
  /** How many revisions the store has acknowledged. */
  savedLength: number = Infinity
  /** The newest value, which is worked on in place. */
  readonly present: Present
  /** Whether after each change it is checked that the rows lead to the value. */
  isParanoid = false
  /** Counts up whenever revisions come or go. */
  generation = 0
  /** When revisions were taken back. */
  readonly cuts: Cuts = new Cuts()
  readonly #rows: Rows
  readonly #replay: Replay
  readonly #metas = new Metas()
  #pathIndex: PathIndex | undefined
  #lastTime: number | undefined
  #revisions = new Map<number, WeakRef<RecordedRevision>>()
  #undoLog: UndoLog | undefined
  #unnamed: readonly string[] | undefined

  constructor(name: string) {
    this.name = name
    this.#rows = new Rows(name)
    this.#replay = new Replay(name, this.#rows)
    this.present = new Present(this.#rows.columns.root)
  }

  /** Takes over stored lines whose chain was checked. */
  static load(name: string, loaded: Loaded): Timeline {
    const timeline = new Timeline(name)
    timeline.adopt(loaded)
    return timeline
  }

  /** Appends stored lines, as `load` does. */
  adopt({ keyframe, ...stored }: Loaded): void {
    if (stored.gaps) this.#checkGaps(stored.gaps, Infinity)
    if (stored.lines.length === 0) return stored.gaps && this.#forget(stored.gaps)
    const { length, head } = this
    try {
      this.present.abandon()
      this.generation++
      this.#lastTime = undefined
      this.#rows.adopt(stored)
      this.#forget(this.gaps)
      if (keyframe && this.holds(keyframe))
        this.#replay.add({ index: keyframe.index, value: keyframe.value() })
      this.present.reset(this.#replay.make(this.length - 1))
    } catch (error) {
      // What cannot be read to its end is not taken over at all.
      this.truncate(length, { head })
      throw error
    }
    this.savedLength = this.length
  }

  /**
   * Forgets what lies in gaps; they are all that there are afterwards. One that does not fit what is here, or reaches what
   * is never forgotten (index 0, the saved head and what follows), is `CORRUPT`.
   */
  forget(gaps: readonly Gap[]): void {
    const next = new Gaps(gaps)
    this.#checkGaps(next, Math.min(this.savedLength, this.length) - 1)
    this.#forget(next)
  }

  /** The last index and one: forgetting renumbers nothing. */
  get length(): number {
    return this.#rows.length
  }

  /** What was forgotten. */
  get gaps(): Gaps {
    return this.#rows.gaps
  }

  /** The newest value, handed out: what was copied for it is sealed. */
  get head(): Kept {
    return this.present.head
  }

  get last(): Entry {
    return this.entry(this.length - 1)
  }

  /** When the head was recorded. */
  get lastTime(): number {
    return (this.#lastTime ??= this.#rows.time(this.length - 1))
  }

  get undoLog(): UndoLog {
    if (!this.#undoLog) {
      this.#undoLog = new UndoLog(this.gaps)
      for (let index = this.gaps.end; index < this.length; index++)
        this.#undoLog.add(index, this.#rows.meta(index))
    }
    return this.#undoLog
  }

  /** Appends a revision: a whole value, or the rows that are staged. */
  append(time: number, meta: EntryMeta, body: Body): void {
    if ('whole' in body) return this.appendWhole(time, meta, body.whole)
    const index = this.length
    const { length: rows } = body.rows
    const interned = this.#metas.intern(meta)
    this.#rows.append(time, interned, body)
    this.present.commit()
    this.#appended(index, time, interned)
    this.#replay.passed(index, rows, this.present)
  }

  appendWhole(time: number, meta: EntryMeta, value: Kept): void {
    const index = this.length
    const interned = this.#metas.intern(meta)
    this.present.replace(value)
    this.#rows.appendWhole(time, interned, value)
    this.#appended(index, time, interned)
  }

  #appended(index: number, time: number, meta: EntryMeta): void {
    this.#lastTime = time
    this.generation++
    this.#undoLog?.add(index, meta)
    const { namedGaps } = meta
    if (namedGaps.length > 0) this.#unnamed = this.#unnamed?.filter(hash => !namedGaps.includes(hash))
    if (this.isParanoid) checkRecorded(this, index, this.#replay.valueAt(index))
  }

  /** Drops the revisions from `length` on: those of a transaction that threw, or that lost a race. */
  truncate(length: number, known?: { readonly head: Kept }): void {
    this.present.abandon()
    if (length < this.length) this.cuts.add(length)
    // From the end: a revision holds its parents, which then are there to be withdrawn as well.
    for (let index = this.length - 1; index >= length; index--) this.#withdraw(index)
    const rows = known || this.present.isLent ? undefined : this.#rowsFrom(length)
    if (rows) {
      this.present.takeBack(rows)
      this.present.commit()
    }
    this.generation++
    this.#lastTime = undefined
    this.#rows.truncate(length)
    this.#replay.truncate(length)
    this.#undoLog = this.#unnamed = this.#pathIndex = undefined
    if (known) this.present.reset(known.head)
    else if (!rows) this.present.reset(length > 0 ? this.#replay.make(length - 1) : undefined)
    else if (this.isParanoid) checkRecorded(this, length - 1, this.#replay.valueAt(length - 1))
  }

  /** The rows of the revisions from an index on, the newest first; undefined where they cannot be taken back. */
  #rowsFrom(from: number): readonly RowRange[] | undefined {
    const all: RowRange[] = []
    for (let index = this.length - 1; index >= from; index--) {
      const rows = this.rowsOf(index)
      if (!rows) return undefined
      all.push(rows)
    }
    return all
  }

  /** The rows of a revision, where it has some and they know what they replaced. */
  rowsOf(index: number): RowRange | undefined {
    return this.#rows.rowsOf(index)
  }

  /** What happened where, brought up to date. */
  get pathIndex(): PathIndex {
    this.#pathIndex ??= new PathIndex(this.#rows)
    this.#pathIndex.update()
    return this.#pathIndex
  }

  /** The place of the value itself. */
  get root(): PathNode {
    return this.#rows.columns.root
  }

  /** Whether all was recorded here, so that its rows tell everything. */
  get isOwn(): boolean {
    const { undecoded, hasDecoded } = this.#rows.columns
    return undecoded === 0 && !hasDecoded
  }

  /** Where a revision's rows stand; none of a whole value. */
  stretch(index: number): Stretch {
    const { columns } = this.#rows
    const position = this.#rows.position(index)
    return columns.isWhole(position) ? { start: 0, count: 0 } : columns.stretch(position)
  }

  /** Who and why of a revision. */
  meta(index: number): EntryMeta {
    return this.#rows.meta(index)
  }

  /** Whether a revision was recorded as its whole value. */
  isWhole(index: number): boolean {
    return this.#rows.columns.isWhole(this.#rows.position(index))
  }

  /** The indexes that are left, from `from` up to but without `to`. */
  indexes(from = 0, to: number = this.length): Generator<number, undefined> {
    return this.gaps.indexes(from, to)
  }

  entry(index: number): Entry {
    return this.#rows.entry(index)
  }

  /** The same object for the same index, as long as somebody holds it. */
  revision(index: number): RecordedRevision {
    const known = this.#revisions.get(index)?.deref()
    if (known) return known
    const revision = new RecordedRevision(this, this.entry(index))
    this.#revisions.set(index, new WeakRef(revision))
    return revision
  }

  line(index: number): string {
    return this.#rows.line(index)
  }

  /** The line, which is not kept at hand for having been looked at. */
  lineInPassing(index: number): string {
    return this.#rows.lineInPassing(index)
  }

  /** Lines that the store has acknowledged can be written again when asked for. */
  forgetLines(from: number, to: number): void {
    this.#rows.forgetLines(from, to)
  }

  hash(index: number): string {
    return this.#rows.hash(index)
  }

  /** Whether a revision with this index and hash is there. */
  holds({ index, hash }: { readonly index: number; readonly hash: string }): boolean {
    return index >= 0 && index < this.length && !this.gaps.has(index) && this.hash(index) === hash
  }

  valueAt(index: number): Kept {
    const { present, length } = this
    if (index === length - 1) return this.head
    return this.#replay.valueAt(index, {
      index: length - 1,
      copied: present.copied,
      get value() {
        return present.head
      },
    })
  }

  /** What this revision changed; none where the value stayed. */
  patchesAt(index: number): Patches {
    const { columns } = this.#rows
    const position = this.#rows.position(index)
    if (!columns.isWhole(position)) return columns.patches(position)
    const whole = columns.whole(position)
    const before = index > 0 ? this.valueAt(index - 1) : undefined
    if (index > 0 && same(before, whole)) return Object.freeze([])
    return Object.freeze([replacePatch([], whole, before)])
  }

  /** The highest index recorded at or before the instant (ms); -1 before the first, one in a gap where it was forgotten. */
  indexAt(instant: number): number {
    return this.#rows.indexAt(instant)
  }

  /** Hashes of the gaps that no line names yet: the next revision does. */
  unnamedGaps(): readonly string[] {
    return (this.#unnamed ??= unnamedGaps(this))
  }

  #forget(gaps: Gaps): void {
    this.#rows.forget(gaps)
    this.#replay.forget()
    this.#undoLog = this.#unnamed = this.#pathIndex = undefined
    for (const index of this.#revisions.keys()) if (gaps.has(index)) this.#revisions.delete(index)
  }

  #checkGaps(next: Gaps, end: number): void {
    for (const { first, last } of this.gaps.all) {
      const around = next.at(first)
      if (!around || around.last < last) throw this.#misfit(first, last, 'is not there any more')
    }
    for (const { first, last, facts } of next.all) {
      if (this.gaps.at(first)?.first === first && this.gaps.at(last)?.last === last) continue
      if (first === 0 || last >= end) throw this.#misfit(first, last, 'holds what is never forgotten')
      const { length } = this
      if (first <= length && this.hash(first - 1) !== facts.before)
        throw this.#misfit(first, last, 'does not begin where it says')
      if (last < length && this.hash(last) !== facts.after)
        throw this.#misfit(first, last, 'does not end where it says')
    }
  }

  #misfit(first: number, last: number, why: string): VarveError<'CORRUPT'> {
    const message = `${this.name}: the gap @${first} to @${last} ${why}; restore the file from a copy`
    return new VarveError('CORRUPT', message, { file: null, offset: null })
  }

  #withdraw(index: number): void {
    const revision = this.#revisions.get(index)?.deref()
    if (revision) RecordedRevision.withdraw(revision)
    this.#revisions.delete(index)
  }
}
