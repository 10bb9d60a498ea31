import { encodeValue } from '../value/codec.ts'
import { Gap } from './gap.ts'
import { joined, type Bounds } from './gaps.ts'
import type { Policy } from './retention.ts'
import { firstStaying, thinning } from './staying.ts'
import type { Timeline } from './timeline.ts'

/**
 * Finds what a policy forgets now, and gives all gaps that there are afterwards, joined with those of before; undefined
 * where nothing goes. What stays whatever the policy: index 0, the head, all that is not saved yet and what that is built
 * on, `pinned` indexes (marks), what an undo, redo or rollback that stays names as its target, and what a delete that stays took away.
 */
export function planGaps(
  timeline: Timeline,
  pinned: Iterable<number>,
  policy: Policy,
  now: number,
): readonly Gap[] | undefined {
  const going = goingSpans(timeline, new Set(pinned), policy, now)
  if (going.length === 0) return undefined
  const { gaps } = timeline
  return joined([...gaps.all, ...going]).map(span => {
    const known = gaps.at(span.first)
    return known?.first === span.first && known.last === span.last
      ? known
      : gapOf(timeline, span, now, policy)
  })
}

/** From the newest to the oldest, so that what names a target is met before the target. */
function goingSpans(timeline: Timeline, pinned: Set<number>, policy: Policy, now: number): Bounds[] {
  const { gaps, length, savedLength } = timeline
  const first = firstStaying(timeline, policy, now)
  const isKept = thinning(policy, now)
  const fixed = Math.min(savedLength, length) - 1
  const spans: { first: number; last: number }[] = []
  for (const index of gaps.indexesBack(0, length)) {
    const isOutside = index < first || !isKept(policy.thin ? timeline.entry(index).time : now)
    if (!isOutside || index === 0 || index >= fixed || pinned.has(index)) {
      const { kind, targets } = timeline.entry(index)
      for (const target of targets) pinned.add(target)
      // What was deleted can be had again: it is what stood before.
      if (kind === 'delete') pinned.add(index - 1)
      continue
    }
    const later = spans.at(-1)
    if (later?.first === index + 1) later.first = index
    else spans.push({ first: index, last: index })
  }
  return spans.reverse()
}

function gapOf(timeline: Timeline, { first, last }: Bounds, at: number, { words }: Policy): Gap {
  const { gaps } = timeline
  const [begun, ended] = [gaps.at(first), gaps.at(last)]
  const facts = {
    first,
    last,
    before: timeline.hash(first - 1),
    after: timeline.hash(last),
    from: begun ? begun.facts.from : timeline.entry(first).time,
    to: ended ? ended.facts.to : timeline.entry(last).time,
    // What is not saved may never be.
    head: Math.min(timeline.savedLength, timeline.length) - 1,
    at,
    policy: words,
  }
  return Gap.of(facts, ended ? ended.base : encodeValue(timeline.valueAt(last)))
}
