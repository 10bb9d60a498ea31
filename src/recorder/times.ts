import type { Timeline } from '../history/timeline.ts'
import { badOption } from '../options.ts'

/** Tells the time in milliseconds since 1970. */
export interface Clock {
  now(): number
}

/** Gives revisions their times: never before the parent's, nor backwards for this writer, whatever the clock does. */
export class Times {
  readonly #clock: Clock
  #last = -8.64e15

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The time of the revision that is recorded now, by the variable's own clock where it has one. */
  next(timeline: Timeline, clock: Clock | undefined): number {
    const now = this.now(clock)
    const parent = timeline.length > 0 ? timeline.lastTime : now
    return (this.#last = Math.max(now, parent, this.#last))
  }

  /** What a clock says, in whole milliseconds. */
  now(clock: Clock | undefined): number {
    const now = Math.floor(Number((clock ?? this.#clock).now()))
    if (Math.abs(now) <= 8.64e15) return now
    throw badOption('clock', 'now()', `gave ${now}: it must give milliseconds since 1970`)
  }
}
