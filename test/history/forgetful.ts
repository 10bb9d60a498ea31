import { Registry, type Variable } from 'varve'
import { checkedChain } from '../../src/history/chain.ts'
import type { Gap } from '../../src/history/gap.ts'
import { rootHash } from '../../src/history/hash.ts'
import { planGaps } from '../../src/history/plan-gaps.ts'
import { policyOf, type Retention } from '../../src/history/retention.ts'
import { Timeline } from '../../src/history/timeline.ts'
import type { StoredHistory } from '../../src/history/verify.ts'

/** A variable with a clock of its own, and what it stands on. */
export class Forgetful {
  readonly variable: Variable<any>
  readonly timeline: Timeline
  readonly marks: ReadonlyMap<string, number>
  now: number = Date.UTC(2026, 0, 1)

  constructor(initial: unknown, name = 'v') {
    const registry = new Registry({ clock: { now: () => this.now } })
    this.variable = registry.watch<any>(name, initial)
    const { track } = this.variable as unknown as {
      track: { timeline: Timeline; marks: ReadonlyMap<string, number> }
    }
    this.timeline = track.timeline
    this.marks = track.marks
  }

  /** Forgets, and gives the gaps there are afterwards. */
  prune(retention: Retention): readonly Gap[] {
    const gaps = planGaps(this.timeline, this.marks.values(), policyOf('v', retention), this.now)
    if (gaps) this.timeline.forget(gaps)
    return this.timeline.gaps.all
  }

  /** What a store would have of it. */
  get stored(): StoredHistory & { lines: string[] } {
    const { timeline } = this
    const { name, length } = timeline
    return {
      variable: name,
      head: { index: length - 1, hash: timeline.hash(length - 1) },
      lines: Array.from(timeline.indexes(), index => timeline.line(index)),
      gaps: timeline.gaps.all,
      marks: Array.from(this.marks, ([mark, index]) => ({ name: mark, index, hash: timeline.hash(index) })),
    }
  }

  /** The timeline as another program would read it. */
  reread(): Timeline {
    const { variable, head, lines } = this.stored
    const after = { index: -1, hash: rootHash(variable) }
    return Timeline.load(
      variable,
      checkedChain(variable, { after, lines, gaps: this.timeline.gaps.all, head }),
    )
  }
}
