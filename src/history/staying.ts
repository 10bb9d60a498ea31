import type { Policy } from './retention.ts'
import type { Timeline } from './timeline.ts'
import { utf8Length } from './utf8-length.ts'

/** The index from which on all stay that the limits in number, age and bytes keep; before it none does. */
export function firstStaying(timeline: Timeline, policy: Policy, now: number): number {
  const byNumber = timeline.length - policy.last
  const byAge = policy.youngerThan === Infinity ? 0 : timeline.indexAt(now - policy.youngerThan) + 1
  return Math.max(0, byNumber, byAge, policy.bytes === Infinity ? 0 : firstWithin(timeline, policy.bytes))
}

/** The index of the first revision from which on all lines have so many bytes at most. */
function firstWithin(timeline: Timeline, bytes: number): number {
  let left = bytes
  let first = timeline.length
  for (const index of timeline.gaps.indexesBack(0, timeline.length)) {
    left -= utf8Length(timeline.lineInPassing(index))
    if (left < 0) break
    first = index
  }
  return first
}

/** Says which revisions thinning keeps; it is asked from the newest to the oldest. */
export function thinning({ thin }: Policy, now: number): (time: number) => boolean {
  if (!thin) return () => true
  let last: number | undefined
  return time => {
    if (now - time <= thin.after) return true
    const period = Math.floor(time / thin.per)
    const isNew = period !== last
    last = period
    return isNew
  }
}
