import type { ConflictPolicy } from '../recorder/conflict-policy.ts'
import type { Intent } from '../recorder/intent.ts'

/**
 * A change that leaves nothing current. A set that follows it before it is saved builds on it: who lost a race by both of
 * them has meant to put one value in the place of another, and not to delete what somebody else was quicker to record.
 */
export class Absence {
  /** The index at which nothing is current. */
  readonly index: number
  #fate: 'its own' | 'withdrawn' | 'merged' = 'its own'

  constructor(index: number) {
    this.index = index
  }

  /** Notes what becomes of the set that follows, when it loses a race. */
  follow(policy: ConflictPolicy): void {
    if (policy === 'refuse') this.#fate = 'withdrawn'
    // What is merged is merged with what stands: in between nothing is missing.
    else if (policy !== 'overwrite') this.#fate = 'merged'
  }

  /** Makes it again as it was made, unless the set that followed has another fate. */
  guard(intent: Intent): Intent {
    const fate = () => this.#fate
    return {
      get isRefused() {
        return fate() === 'withdrawn'
      },
      again: places => fate() !== 'merged' && intent.again(places),
    }
  }
}
