import type { Policy } from '../history/retention.ts'
import { forgetInMemory } from './retained.ts'
import type { Track } from './track.ts'

/** What somebody asked to be forgotten of a variable, and when. */
interface Wanted {
  readonly track: Track
  readonly policy: Policy
  readonly now: number
}

/** What variables without a store are to forget: it waits until listeners have heard of everything, who must still find it. */
export class Forgetting {
  /** Variables that were changed, some of whose revisions may be due. */
  readonly #changed = new Set<Track>()
  readonly #wanted: Wanted[] = []

  /** Notes that variables were changed. */
  note(tracks: Iterable<Track>): void {
    for (const track of tracks) if (track.retained) this.#changed.add(track)
  }

  add(wanted: Wanted): void {
    this.#wanted.push(wanted)
  }

  /** Forgets what was noted so far. */
  run(): void {
    const changed = [...this.#changed]
    this.#changed.clear()
    for (const track of changed) {
      const { retained } = track
      if (retained?.isDue(track)) forgetInMemory(track, retained.policy, retained.now())
    }
    for (const { track, policy, now } of this.#wanted.splice(0)) forgetInMemory(track, policy, now)
  }
}
