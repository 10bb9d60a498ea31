import { NumberColumn } from './column.ts'
import type { Timeline } from './timeline.ts'

/** What is known of the revisions from the first one on that is no version. */
interface Rest {
  /** By index: the newest version on the line, -1 for none; where that was deleted it stands as -2 less itself. */
  readonly newest: NumberColumn
  /** By index: how many versions are on the line. */
  readonly counts: NumberColumn
  /** By version: the rollbacks that made it the newest again. */
  readonly restored: Map<number, number[]>
}

/**
 * Which revisions are in effect, by head: those from the first to it, less what a rollback skipped. Revisions that bear a value
 * of their own are **versions**; a rollback makes one of them the newest again, a delete leaves none in effect. What was
 * forgotten is passed over.
 */
export class EffectiveLine {
  readonly #timeline: Timeline
  /** How many revisions from the first on are versions, one after the other: most histories have no others. */
  #plain = 0
  /** What there is of those behind. */
  #rest: Rest | undefined
  #cuts = 0
  #gaps: Timeline['gaps']

  constructor(timeline: Timeline) {
    this.#timeline = timeline
    this.#gaps = timeline.gaps
  }

  /** Takes in what came or went since. */
  update(): this {
    const { cuts, gaps, length } = this.#timeline
    if (cuts.count !== this.#cuts) this.#truncate(cuts.lowestSince(this.#cuts))
    if (gaps !== this.#gaps) this.#truncate(0)
    this.#cuts = cuts.count
    this.#gaps = gaps
    for (let index = this.#plain + (this.#rest?.newest.length ?? 0); index < length; index++) this.#add(index)
    return this
  }

  /** The newest version on the line of a head; -1 where all of it was forgotten. */
  newest(head: number): number {
    const known = this.#newest(head)
    return known < -1 ? -2 - known : known
  }

  /** Whether a head is a delete. */
  isDeleted(head: number): boolean {
    return this.#newest(head) < -1
  }

  /** How many versions are on the line of a head. */
  count(head: number): number {
    return head < this.#plain ? head + 1 : this.#rest!.counts.get(head - this.#plain)
  }

  /** The version before one on its line; -1 for the first. */
  before(version: number): number {
    return version > 0 ? this.newest(version - 1) : -1
  }

  /** Whether a revision bears a value of its own. */
  isVersion(index: number): boolean {
    return this.#newest(index) === index
  }

  /** The last index at which a version became the one in effect: its own, or that of a rollback to it. */
  lastTaken(version: number): number {
    return this.#rest?.restored.get(version)?.at(-1) ?? version
  }

  /** The versions on the line of a head, ascending. */
  versions(head: number): Int32Array {
    const all = new Int32Array(this.count(head))
    let version = this.newest(head)
    for (let place = all.length - 1; place >= 0; place--) {
      all[place] = version
      version = this.before(version)
    }
    return all
  }

  #newest(head: number): number {
    return head < this.#plain ? head : this.#rest!.newest.get(head - this.#plain)
  }

  #add(index: number): void {
    const { gaps } = this.#timeline
    const { kind, targets } = gaps.has(index) ? forgotten : this.#timeline.meta(index)
    const before = index > 0 ? this.newest(index - 1) : -1
    const count = index > 0 ? this.count(index - 1) : 0
    // A history that begins with a delete has something to delete.
    const isVersion = kind !== null && kind !== 'rollback' && (kind !== 'delete' || before < 0)
    if (isVersion && !this.#rest) this.#plain++
    else if (isVersion) this.#push(index, count + 1)
    else if (kind === 'rollback') this.#restore(index, targets[0]!)
    else this.#push(kind === 'delete' ? -2 - before : before, count)
  }

  #restore(index: number, target: number): void {
    const version = this.newest(target)
    this.#push(version, this.count(target))
    const { restored } = this.#rest!
    const known = restored.get(version)
    if (known) known.push(index)
    else restored.set(version, [index])
  }

  #push(newest: number, count: number): void {
    this.#rest ??= { newest: ints(), counts: ints(), restored: new Map() }
    this.#rest.newest.push(newest)
    this.#rest.counts.push(count)
  }

  #truncate(length: number): void {
    if (length <= this.#plain) {
      this.#plain = length
      this.#rest = undefined
    }
    if (!this.#rest) return
    const { newest, counts, restored } = this.#rest
    newest.truncate(length - this.#plain)
    counts.truncate(length - this.#plain)
    for (const [version, indexes] of restored) {
      while (indexes.length > 0 && indexes.at(-1)! >= length) indexes.pop()
      if (indexes.length === 0) restored.delete(version)
    }
  }
}

const forgotten = { kind: null, targets: [] } as const

const ints = (): NumberColumn => new NumberColumn(size => new Int32Array(size))
