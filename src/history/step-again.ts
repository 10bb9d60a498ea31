import type { Timeline } from './timeline.ts'
import { undoOf, without, type Step } from './undo-step.ts'

/**
 * Finds what an undo of these very changes would do now, whatever others have recorded since; undefined where they are
 * undone already, or lie before a gap. Somebody's later change of the same place is `CONFLICT`.
 */
export function undoAgain(timeline: Timeline, targets: readonly number[]): Step | undefined {
  const { undoLog } = timeline
  const { standing } = undoLog
  const start = standing.indexOf(targets[0]!)
  if (!targets.every(target => standing.includes(target) && target >= undoLog.begin)) return undefined
  return undoOf(timeline, targets, start)
}

/** Finds what a redo of these very changes would do now; undefined where nothing gives them back any more. */
export function redoAgain(timeline: Timeline, targets: readonly number[]): Step | undefined {
  const { undone } = timeline.undoLog
  const place = undone.findLastIndex(each => each.targets.join() === targets.join())
  if (place < 0) return undefined
  const later = undone.slice(place + 1).map(other => other.undo)
  return { targets, way: { value: without(timeline, [undone[place]!.undo], later) } }
}
