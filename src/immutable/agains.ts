import { admitObject } from './admit-object.ts'
import { VarveError } from '../errors.ts'
import type { ConflictPolicy } from '../recorder/conflict-policy.ts'
import { captureInfo } from '../recorder/info.ts'
import { refusal, type Intent } from '../recorder/intent.ts'
import { mergeOnto } from '../recorder/merge-onto.ts'
import type { Track } from '../recorder/track.ts'
import type { Kept } from '../value/kept.ts'

/** How changes of one history are made again that lost a race. */
export class Agains {
  readonly #track: Track

  constructor(track: Track) {
    this.#track = track
  }

  /** The same act again; false where nothing was left to do. */
  as(act: () => unknown): Intent {
    const asHere = captureInfo()
    return { again: () => asHere(act) !== false }
  }

  /** A first revision, where somebody else has begun the history. */
  first(policy: ConflictPolicy, value: object, record: (value: object) => void): Intent {
    // There is nothing from which both came.
    return policy === 'overwrite' ? this.as(() => record(value)) : refusal
  }

  /** A set, which was made of `before`. */
  set(policy: ConflictPolicy, before: Kept, value: object, record: (value: object) => void): Intent {
    if (policy === 'refuse') return refusal
    if (policy === 'overwrite') return this.as(() => record(value))
    const settings = { resolve: policy.merge }
    const { timeline } = this.#track
    return this.as(() =>
      record(admitObject(mergeOnto(timeline, before, value as Kept, settings), timeline.name)),
    )
  }

  /** Restores the same revision, wherever it stands now. */
  restore(target: number, record: (target: number) => void): Intent {
    const asHere = captureInfo()
    return {
      again: places => {
        const now = places.now(this.#track, target)
        if (now === undefined) {
          const { name } = this.#track
          throw new VarveError('REFUSED', `${name}: what it was to restore is not there any more`, {})
        }
        asHere(() => record(now))
        return true
      },
    }
  }
}
