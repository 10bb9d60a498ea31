import type { Track } from '../recorder/track.ts'
import type { HistoryKeeper } from './history-keeper.ts'
import type { ManagedHistory } from './managed-history.ts'

/** The history that a key has now, and how many it had before. */
export interface Life<T extends object> {
  readonly manager: ManagedHistory<T>
  readonly generation: number
  /** The one that it has replaced, as long as that is not saved: it comes back where the replacement is withdrawn. */
  before?: Life<T> | undefined
}

/** The keys of a mapping with their histories, those that are deleted too, and which of them have a current object. */
export class Lives<K, T extends object> {
  readonly #all = new Map<K, Life<T>>()
  /** What is current, in the order in which it came to be. */
  readonly #current = new Map<K, ManagedHistory<T>>()

  get(key: K): Life<T> | undefined {
    return this.#all.get(key)
  }

  /** Every key that is known. */
  get keys(): K[] {
    return [...this.#all.keys()]
  }

  /** The keys that have a current object, in the order in which they came, with their histories. */
  get current(): ReadonlyMap<K, ManagedHistory<T>> {
    return this.#current
  }

  /** The variables of all, by name. */
  get tracks(): Map<string, Track> {
    return new Map(Array.from(this.#all.values(), ({ manager: { track } }) => [track.name, track]))
  }

  /** Lets a key have a history from now on, at the end; one that it had can only be read then. */
  enter(key: K, life: Life<T>, { report }: HistoryKeeper): void {
    const known = this.#all.get(key)
    if (known) {
      known.manager.track.audience = () => undefined
      known.manager.isReplaced = true
    }
    this.#all.set(key, life)
    this.#current.delete(key)
    const { manager } = life
    manager.isReplaced = false
    const hear = () => this.#hear(key, life)
    manager.track.audience = () => hear
    if (report) manager.track.report = report
    this.note(key, manager)
  }

  /** Notes whether a key has a current object. */
  note(key: K, manager: ManagedHistory<T>): void {
    if (!manager.isLive) this.#current.delete(key)
    else if (!this.#current.has(key)) this.#current.set(key, manager)
  }

  /** Takes in what became of a history, maybe by others. */
  #hear(key: K, life: Life<T>): void {
    const { length, savedLength } = life.manager.track.timeline
    if (length > 0) {
      if (savedLength > 0) life.before = undefined
      return this.note(key, life.manager)
    }
    let standing = life.before
    while (standing?.manager.track.timeline.length === 0) standing = standing.before
    if (standing) this.enter(key, standing, life.manager.keeper)
  }
}
