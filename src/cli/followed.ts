import { readTailSync, takeOver } from '../recorder/stored.ts'
import type { Track } from '../recorder/track.ts'
import type { NamedHead, SyncStore } from '../store/store.ts'
import { CommandFailure } from './exit-codes.ts'
import { readVariable } from './read-variable.ts'

/** A revision of one of several variables. */
export interface Told {
  readonly track: Track
  readonly index: number
}

/** The variables of a store as they grow: gives each revision once. */
export class Followed {
  readonly #store: SyncStore
  readonly #tracks = new Map<string, Track>()
  /** The last revision that was given, of each variable. */
  readonly #heads: Map<string, NamedHead>

  /** Nothing up to `heads` is given any more. */
  constructor(store: SyncStore, heads: readonly NamedHead[]) {
    this.#store = store
    this.#heads = new Map(heads.map(head => [head.variable, head]))
  }

  /** Up to where everything was given. */
  get heads(): readonly NamedHead[] {
    return [...this.#heads.values()]
  }

  /** The variable as it was read last, or as it is now. */
  track(name: string): Track {
    const known = this.#tracks.get(name) ?? readVariable(this.#store, name)
    this.#tracks.set(name, known)
    return known
  }

  /** Gives what is new up to these heads, in the order in which it was recorded. */
  upTo(heads: readonly NamedHead[]): Told[] {
    return heads.flatMap(head => this.#newOf(head)).sort((a, b) => timeOf(a) - timeOf(b))
  }

  #newOf(head: NamedHead): Told[] {
    const { variable: name, index } = head
    const before = this.#heads.get(name)
    if (before && before.index >= index) return []
    const track = this.#upToDate(name, index)
    const { timeline } = track
    // What was forgotten since may have had this hash.
    const isKnown = before && !timeline.gaps.has(before.index)
    if (isKnown && timeline.hash(before.index) !== before.hash) throw otherFile(name, before.index)
    this.#heads.set(name, { ...head, hash: timeline.hash(index) })
    return Array.from(timeline.indexes((before?.index ?? -1) + 1, index + 1), each => ({
      track,
      index: each,
    }))
  }

  #upToDate(name: string, index: number): Track {
    const track = this.track(name)
    if (track.timeline.length > index) return track
    const tail = readTailSync(this.#store, track)
    if (tail) takeOver(track, tail)
    return track
  }
}

function timeOf({ track, index }: Told): number {
  return track.timeline.entry(index).time
}

function otherFile(name: string, index: number): CommandFailure {
  const message = `the cursor knows another ${name}@${index} than the file has, so it is of another file; begin without it`
  return new CommandFailure('usage', message)
}
