import type { RecordedRevision } from '../history/recorded-revision.ts'
import type { Timeline } from '../history/timeline.ts'
import type { Retained } from './retained.ts'
import { KeyframePolicy } from './keyframe-policy.ts'
import type { Shown } from '../store/store.ts'
import type { PendingUnit } from './pending-unit.ts'

/** What the recorder knows of one variable: its timeline, its marks, who hears of it, and what is on its way to the store. */
export class Track {
  readonly timeline: Timeline
  readonly marks: Map<string, number>
  readonly keyframes: KeyframePolicy
  /** Units that hold something of this variable and are not acknowledged, in the order in which they were made. */
  readonly units: PendingUnit[] = []
  /** What it forgets by itself. */
  retained: Retained | undefined
  /** Pruning that a store has not answered yet, and whether somebody waits for it. */
  pruning: { readonly done: Promise<void>; isAwaited: boolean } | undefined
  /** Whether its first revision may be withdrawn, so that it has none: nobody has a handle that needs one. */
  mayVanish = false
  /** What a collection shows of it behind the revisions of a stretch (`from` up to but without `to`); undefined outside of one. */
  shows: ((from: number, to: number) => Shown) | undefined
  /** Who listens now, as one that is told the index of what is recorded now; undefined where nobody does. */
  audience: () => ((index: number) => void) | undefined = () => undefined
  /** Hears of an error that no caller waits for. */
  report: (error: unknown, revision: RecordedRevision) => void = () => {}

  constructor(
    timeline: Timeline,
    marks: Map<string, number> = new Map(),
    keyframes: KeyframePolicy = new KeyframePolicy(),
  ) {
    this.timeline = timeline
    this.marks = marks
    this.keyframes = keyframes
  }

  /** The newest of the units. */
  get unit(): PendingUnit | undefined {
    return this.units.at(-1)
  }

  get name(): string {
    return this.timeline.name
  }
}
