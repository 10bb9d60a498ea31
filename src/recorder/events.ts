import type { Track } from './track.ts'

/** Word of a revision that waits for its turn. */
export interface Event {
  readonly track: Track
  readonly index: number
  tell(index: number): void
}

/** Who is to hear of a revision: those who listen now, not those who come while it waits; undefined where nobody does. */
export function eventOf(track: Track, index: number): Event | undefined {
  const tell = track.audience()
  return tell && { track, index, tell }
}

/** Revisions of which listeners are still to hear, in the order in which they happened. */
export class Events {
  readonly #all: Event[] = []
  /** How many are delivered or being delivered. */
  #delivered = 0
  #isHeld = false

  /** Whether listeners have heard of everything. */
  get isIdle(): boolean {
    return this.#all.length === 0
  }

  add(event: Event | undefined): void {
    if (event) this.#all.push(event)
  }

  /** Notes that a revision is to be told to those who listen now. */
  tell(track: Track, index: number): void {
    this.add(eventOf(track, index))
  }

  /** Forgets what waits of a variable from an index on: nobody hears of what was withdrawn before its turn came. */
  drop(track: Track, from: number): void {
    const waiting = this.#all.splice(this.#delivered)
    for (const event of waiting) if (event.track !== track || event.index < from) this.#all.push(event)
  }

  /** Runs `fn`, and tells afterwards what has happened in it. */
  hold<R>(fn: () => R): R {
    if (this.#isHeld) return fn()
    this.#isHeld = true
    try {
      return fn()
    } finally {
      this.#isHeld = false
      this.deliver()
    }
  }

  /** One after the other, so that every listener hears re-entrant changes in the order in which they happened. */
  deliver(): void {
    if (this.#isHeld || this.isIdle) return
    this.#isHeld = true
    try {
      while (this.#delivered < this.#all.length) {
        const { index, tell } = this.#all[this.#delivered++]!
        tell(index)
      }
    } finally {
      this.#all.length = this.#delivered = 0
      this.#isHeld = false
    }
  }
}
