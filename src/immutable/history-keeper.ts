import type { ConflictPolicy } from '../recorder/conflict-policy.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { Clock } from '../recorder/times.ts'

/** By whose rules a history goes on. */
export interface HistoryKeeper {
  readonly recorder: Recorder
  readonly clock?: Clock | undefined
  /** What happens to a set that lost a race. */
  readonly conflict: ConflictPolicy
  /** Refuses an object that may not stand here. */
  readonly check?: ((value: object, name: string) => void) | undefined
  /** Hears of an error that no caller waits for. */
  readonly report?: ((error: unknown) => void) | undefined
}
