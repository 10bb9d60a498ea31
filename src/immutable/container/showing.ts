import { EffectiveLine } from '../../history/effective-line.ts'
import type { Timeline } from '../../history/timeline.ts'
import type { Head, Shown } from '../../store/store.ts'
import { type ShownAs, shownOf } from './shown-of.ts'

/** What a collection shows of a history that goes on: also of what others have recorded who show nothing. */
export class Showing {
  readonly #timeline: Timeline
  readonly #line: EffectiveLine
  readonly #as: ShownAs
  /** So many revisions from the first on are known to be shown. */
  #length = 0
  /** What was shown last; it counts once it is saved. */
  #last: Head | undefined

  constructor(timeline: Timeline, as: ShownAs) {
    this.#timeline = timeline
    this.#line = new EffectiveLine(timeline)
    this.#as = as
  }

  /** Notes what a store shows. */
  found(head: Head): void {
    if (this.#isSaved(head)) this.#length = Math.max(this.#length, head.index + 1)
  }

  /** What is to be shown behind a stretch. */
  tell(from: number, to: number): Shown {
    if (this.#last) this.found(this.#last)
    const shown = shownOf(this.#timeline, this.#line.update(), this.#as, Math.min(from, this.#length), to)
    this.#last = shown.head
    return shown
  }

  #isSaved({ index, hash }: Head): boolean {
    return index < this.#timeline.savedLength && this.#timeline.hash(index) === hash
  }
}
