import type { Policy } from './retention.ts'
import { firstStaying } from './staying.ts'
import type { Timeline } from './timeline.ts'

const least = 32

/**
 * Decides when forgetting is worth its cost, for a policy that is applied as changes come in: when at least 32 revisions,
 * and half as many as are to stay, would go. Between two plannings there are at least 32 changes, and half as many as the
 * first of them left, while planning costs as much as revisions are there: that is O(1) for each change. Beside what is
 * never forgotten a history holds half more than its policy says at most, or 32.
 */
export class PruneSchedule {
  readonly #policy: Policy
  /** The lengths at which it was last planned, and measured. */
  #planned = 0
  #measured = 0

  constructor(policy: Policy) {
    this.#policy = policy
  }

  /** Tells whether to plan gaps now; O(log n), and O(1) on average where there is a limit in bytes. */
  isDue(timeline: Timeline, now: number): boolean {
    const { length, gaps } = timeline
    const left = gaps.leftBelow(length)
    if (this.#planned > 0 && !isMuch(length - this.#planned, left - (length - this.#planned))) return false
    // Lines have to be measured, which is as dear as a planning.
    if (this.#policy.bytes !== Infinity) {
      if (this.#measured > 0 && (length - this.#measured) * 8 < left) return false
      this.#measured = length
    }
    const going = this.#goingAtMost(timeline, now)
    const isDue = isMuch(going, left - going)
    if (isDue) this.#planned = length
    return isDue
  }

  /** What lies before the last gap was looked at when that was made. */
  #goingAtMost(timeline: Timeline, now: number): number {
    const { thin } = this.#policy
    const { gaps } = timeline
    const thinned = thin ? timeline.indexAt(now - thin.after - 1) + 1 : 0
    const end = Math.max(firstStaying(timeline, this.#policy, now), thinned)
    return Math.max(0, gaps.leftBelow(end) - gaps.leftBelow(Math.max(gaps.end, 1)))
  }
}

function isMuch(going: number, staying: number): boolean {
  return going >= Math.max(least, staying / 2)
}
