import { applyKept } from '../value/apply.ts'
import type { Kept } from '../value/kept.ts'
import { replacePatch } from '../value/patch.ts'
import type { Patches } from '../value/path.ts'
import { same } from '../value/same.ts'
import { Checkouts, type Checkout } from './checkouts.ts'
import { copyCost } from './copy-cost.ts'
import { Entry } from './entry.ts'
import { revisionHash, rootHash } from './hash.ts'
import { parseLine } from './line.ts'
import { RecordedRevision } from './recorded-revision.ts'
import { UndoLog } from './undo-log.ts'

/**
 * Places that may be copied for each revision and still be kept as an old value: about what its patches take anyway.
 * A dearer value is kept once per cost / 64 revisions, so memory per revision stays bounded and so does replay.
 */
const placesPerRevision = 64

/** One line of a history as data: entries, lines, hashes and values by index, each made when first looked at. */
export class Timeline {
  readonly name: string
  readonly branch: string = 'main'
  /** How many revisions the store has acknowledged. */
  savedLength: number = Infinity
  #length = 0
  #head: Kept = undefined
  #lines: (string | undefined)[] = []
  #entries: (Entry | undefined)[] = []
  #hashes: string[] = []
  #checkouts = new Checkouts()
  #credit = 0
  #recent: Checkout | undefined
  #revisions = new Map<number, WeakRef<RecordedRevision>>()
  #undoLog: UndoLog | undefined

  constructor(name: string) {
    this.name = name
  }

  /** Takes over stored lines whose chain was checked; `checkout` spares the replay of what lies before it. */
  static load(
    name: string,
    lines: readonly string[],
    hashes: readonly string[],
    checkout?: Checkout,
  ): Timeline {
    const timeline = new Timeline(name)
    timeline.adopt(lines, hashes, checkout)
    return timeline
  }

  /** Appends stored lines, as `load` does. */
  adopt(lines: readonly string[], hashes: readonly string[], checkout?: Checkout): void {
    if (lines.length === 0) return
    this.hash(this.#length - 1)
    for (const line of lines) this.#lines[this.#length++] = line
    for (const hash of hashes) this.#hashes.push(hash)
    if (checkout) this.#checkouts.add(checkout)
    this.#undoLog = undefined
    this.#head = this.#checkout(this.#length - 1)
    this.savedLength = this.#length
  }

  get length(): number {
    return this.#length
  }

  get head(): Kept {
    return this.#head
  }

  get last(): Entry {
    return this.entry(this.#length - 1)
  }

  get undoLog(): UndoLog {
    if (!this.#undoLog) {
      this.#undoLog = new UndoLog()
      for (let index = 0; index < this.#length; index++) this.#undoLog.add(this.entry(index))
    }
    return this.#undoLog
  }

  append(entry: Entry, value: Kept): void {
    this.#keepForLater(entry)
    this.#entries[this.#length] = entry
    this.#length++
    this.#head = value
    this.#undoLog?.add(entry)
  }

  /** Drops the revisions from `length` on: those of a transaction that threw, or that lost a race. */
  truncate(length: number, head: Kept = length > 0 ? this.valueAt(length - 1) : undefined): void {
    // From the end: a revision holds its parents, which then are there to be withdrawn as well.
    for (let index = this.#length - 1; index >= length; index--) this.#withdraw(index)
    this.#length = this.#lines.length = this.#entries.length = length
    this.#hashes.length = Math.min(this.#hashes.length, length)
    this.#checkouts.truncate(length)
    this.#recent = this.#undoLog = undefined
    this.#head = head
  }

  entry(index: number): Entry {
    return (this.#entries[index] ??= Entry.fromLine(parseLine(this.#lines[index]!, this.name, index)))
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
    return (this.#lines[index] ??= this.entry(index).toLine())
  }

  /** Lines that the store has acknowledged can be written again when asked for. */
  forgetLines(from: number, to: number): void {
    for (let index = from; index < to; index++) if (this.#entries[index]) this.#lines[index] = undefined
  }

  hash(index: number): string {
    for (let next = this.#hashes.length; next <= index; next++) {
      this.#hashes.push(revisionHash(this.#hashes[next - 1] ?? rootHash(this.name), this.line(next)))
    }
    return this.#hashes[index] ?? rootHash(this.name)
  }

  valueAt(index: number): Kept {
    if (index === this.#length - 1) return this.#head
    if (this.#recent?.index === index) return this.#recent.value
    const value = this.#checkout(index)
    this.#recent = { index, value }
    return value
  }

  /** What this revision changed; none where the value stayed. */
  patchesAt(index: number): Patches {
    const { change } = this.entry(index)
    if ('patches' in change) return change.patches
    const before = index > 0 ? this.valueAt(index - 1) : undefined
    if (index > 0 && same(before, change.whole)) return Object.freeze([])
    return Object.freeze([replacePatch([], change.whole, before)])
  }

  /** The highest index recorded at or before the instant (ms); -1 before the first. */
  indexAt(instant: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.entry(middle).time <= instant) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  #withdraw(index: number): void {
    const revision = this.#revisions.get(index)?.deref()
    if (revision) RecordedRevision.withdraw(revision)
    this.#revisions.delete(index)
  }

  /** The head is kept before it is left, if that is cheap, or due. */
  #keepForLater(next: Entry): void {
    if (this.#length === 0 || 'whole' in next.change) return
    this.#credit += placesPerRevision
    if (this.#credit < copyCost(this.#head, next.change.patches)) return
    this.#credit = 0
    this.#checkouts.add({ index: this.#length - 1, value: this.#head })
  }

  /** Replays from the nearest whole value, keeping values on the way at the same price as `append` does. */
  #checkout(index: number): Kept {
    let { index: at, value } = this.#nearest(index)
    let batch: Patches[] = []
    let credit = 0
    while (at < index) {
      const { change } = this.entry(++at)
      const { patches } = change as { patches: Patches }
      batch.push(patches)
      credit += placesPerRevision
      if (at < index && credit < copyCost(value, patches)) continue
      value = applyKept(value, batch.flat())
      if (at < index) this.#checkouts.add({ index: at, value })
      batch = []
      credit = 0
    }
    return value
  }

  #nearest(index: number): Checkout {
    let best = this.#checkouts.atOrBefore(index)
    const recent = this.#recent
    if (recent && recent.index <= index && recent.index > (best?.index ?? -1)) best = recent
    for (let at = index; at > (best?.index ?? -1); at--) {
      const { change } = this.entry(at)
      if ('whole' in change) return { index: at, value: change.whole }
    }
    return best!
  }
}
