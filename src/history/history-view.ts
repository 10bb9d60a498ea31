import type { History, HistoryQuery } from './history.ts'
import { printedAs } from './printed-as.ts'
import { positionsOf, type Positions } from './positions.ts'
import type { RecordedRevision } from './recorded-revision.ts'
import type { Timeline } from './timeline.ts'

/** A history as of the moment it was asked for. */
export class HistoryView implements History<unknown, unknown> {
  readonly #timeline: Timeline
  readonly #positions: Positions

  constructor(timeline: Timeline, query: HistoryQuery = {}) {
    this.#timeline = timeline
    this.#positions = positionsOf(timeline, query)
    Object.freeze(this)
  }

  get length(): number {
    return this.#positions.length
  }

  at(position: number): RecordedRevision | undefined {
    const whole = Math.trunc(position) || 0
    const place = whole < 0 ? this.length + whole : whole
    if (place < 0 || place >= this.length) return undefined
    const index = this.#positions.indexAt(place)
    // What was withdrawn since, with its transaction or by a lost race, or forgotten, is there no more.
    const { length, gaps } = this.#timeline
    return index < length && !gaps.has(index) ? this.#timeline.revision(index) : undefined
  }

  *[Symbol.iterator](): Generator<RecordedRevision, undefined> {
    for (let position = 0; position < this.length; position++) {
      const revision = this.at(position)
      if (revision) yield revision
    }
  }

  filter(test: (revision: RecordedRevision) => boolean): RecordedRevision[] {
    return this.toArray().filter(revision => test(revision))
  }

  map<R>(fn: (revision: RecordedRevision, position: number) => R): R[] {
    return Array.from(this, fn)
  }

  find(test: (revision: RecordedRevision) => boolean): RecordedRevision | undefined {
    for (const revision of this) if (test(revision)) return revision
    return undefined
  }

  toArray(): RecordedRevision[] {
    return [...this]
  }

  toJSON(): unknown {
    return this.toArray()
  }

  static {
    printedAs(HistoryView, (self, print) => {
      const count = `${self.length} ${self.length === 1 ? 'revision' : 'revisions'}`
      return `History ${self.#timeline.name} (${count}) ${print(self.toArray())}`
    })
  }
}
