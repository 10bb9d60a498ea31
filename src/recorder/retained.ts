import { planGaps } from '../history/plan-gaps.ts'
import { PruneSchedule } from '../history/prune-schedule.ts'
import type { Policy } from '../history/retention.ts'
import type { Track } from './track.ts'

/** What a variable forgets by itself as changes come in. */
export class Retained {
  readonly policy: Policy
  readonly now: () => number
  readonly #schedule: PruneSchedule

  constructor(policy: Policy, now: () => number) {
    this.policy = policy
    this.now = now
    this.#schedule = new PruneSchedule(policy)
  }

  /** Tells whether enough would go for it to be worth its cost. */
  isDue({ timeline }: Track): boolean {
    return this.#schedule.isDue(timeline, this.now())
  }
}

/** Forgets what a policy does not keep of a variable that no store has. */
export function forgetInMemory({ timeline, marks }: Track, policy: Policy, now: number): void {
  const gaps = planGaps(timeline, marks.values(), policy, now)
  if (gaps) timeline.forget(gaps)
}
