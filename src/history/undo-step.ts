import { VarveError } from '../errors.ts'
import { applyKept } from '../value/apply.ts'
import { diffKept } from '../value/diff.ts'
import type { Kept } from '../value/kept.ts'
import type { Path, Patches } from '../value/path.ts'
import { kindOf, readPlace } from '../value/sealed.ts'
import type { RowRange } from '../value/working/revert.ts'
import type { Timeline } from './timeline.ts'
import { overlap } from './touches.ts'

/** What one undo or redo would record: the changes it is about, ascending, and how it gets there. */
export interface Step {
  readonly targets: readonly number[]
  /** The rows that are to be taken back, the newest first; or the value afterwards. */
  readonly way: { readonly back: readonly RowRange[] } | { readonly value: Kept }
}

/** Which changes an undo may take. */
export interface UndoChoice {
  /** Only those of this creator. */
  readonly by?: string | undefined
  /** Changes of one creator closer than this (ms) count as one. */
  readonly within?: number | undefined
}

const none: readonly number[] = []

/** Finds what undo would do now; undefined where nothing is left. Somebody's later change of the same place is `CONFLICT`. */
export function undoStep(timeline: Timeline, { by, within = 0 }: UndoChoice): Step | undefined {
  const { standing } = timeline.undoLog
  let place = lastOf(timeline, standing.length, by)
  if (place < 0) return undefined
  let start = place
  const targets = [standing[place]!]
  const { creator } = timeline.meta(targets[0]!)
  while (within > 0) {
    place = lastOf(timeline, place, by)
    if (place < 0) break
    const earlier = timeline.entry(standing[place]!)
    const elapsed = timeline.entry(targets[0]!).time - earlier.time
    if (elapsed >= within || earlier.creator !== creator) break
    targets.unshift(earlier.index)
    start = place
  }
  return undoOf(timeline, targets, start)
}

/** An undo of these changes, the first of which stands at this place of `standing`. */
export function undoOf(timeline: Timeline, targets: readonly number[], start: number): Step {
  const { undoLog } = timeline
  const { standing } = undoLog
  const isLast = standing.length === start + targets.length
  const later = isLast ? none : standing.slice(start).filter(index => !targets.includes(index))
  const isPlain = later.length === 0 && undoLog.restsOnTheSame(start)
  if (!isPlain) return { targets, way: { value: without(timeline, targets, later) } }
  const back = rowsBack(timeline, targets)
  return { targets, way: back ?? { value: timeline.valueAt(targets[0]! - 1) } }
}

/** The rows of these revisions, the newest first; undefined where one cannot be taken back by rows. */
function rowsBack(timeline: Timeline, indexes: readonly number[]): Step['way'] | undefined {
  const back: RowRange[] = []
  for (let at = indexes.length - 1; at >= 0; at--) {
    const rows = timeline.rowsOf(indexes[at]!)
    if (!rows) return undefined
    back.push(rows)
  }
  return { back }
}

/** Finds what redo would do now; undefined where nothing is left. */
export function redoStep(timeline: Timeline, { by }: Pick<UndoChoice, 'by'>): Step | undefined {
  const { undone, standing } = timeline.undoLog
  const place = undone.findLastIndex(
    ({ targets }) => by === undefined || timeline.meta(targets[0]!).creator === by,
  )
  if (place < 0) return undefined
  const { undo, targets, left } = undone[place]!
  const later = undone.slice(place + 1).map(other => other.undo)
  // As many stand as after the undo, and none that it left is undone: so the same ones do.
  const isPlain = later.length === 0 && standing.length === left
  if (!isPlain) return { targets, way: { value: without(timeline, [undo], later) } }
  return { targets, way: rowsBack(timeline, [undo]) ?? { value: timeline.valueAt(undo - 1) } }
}

/** The place of the last change before this one that may be undone; -1 where there is none. */
function lastOf(timeline: Timeline, before: number, by: string | undefined): number {
  const { standing, begin } = timeline.undoLog
  for (let place = before - 1; place >= 0 && standing[place]! >= begin; place--) {
    if (by === undefined || timeline.meta(standing[place]!).creator === by) return place
  }
  return -1
}

/** The head with some revisions taken out of it; `CONFLICT` where one of those that stay met the same place later. */
export function without(timeline: Timeline, indexes: readonly number[], later: readonly number[]): Kept {
  let value = timeline.head
  for (const index of indexes.toReversed()) {
    const back = diffKept(timeline.valueAt(index), timeline.valueAt(index - 1))
    const places = placesOf(timeline.valueAt(index), back)
    const clash = later.find(
      other =>
        other > index && meet(places, placesOf(timeline.valueAt(other - 1), timeline.patchesAt(other))),
    )
    if (clash !== undefined) throw conflict(timeline, index, clash)
    value = applyKept(value, back)
  }
  return value
}

/** What patches of a value are about: in a Set positions move as members come and go, so that it is all of the Set. */
function placesOf(value: Kept, patches: Patches): readonly Path[] {
  return patches.map(({ path }) => {
    let around = value
    for (let depth = 0; depth < path.length; depth++) {
      if (kindOf(around) === 'set') return path.slice(0, depth)
      around = readPlace(around, path[depth]!)
    }
    return path
  })
}

function meet(some: readonly Path[], others: readonly Path[]): boolean {
  return some.some(path => others.some(other => overlap(path, other)))
}

function conflict(timeline: Timeline, index: number, clash: number): VarveError<'CONFLICT'> {
  const variable = timeline.name
  const message = `${variable}@${index} cannot be taken back alone: ${variable}@${clash} changed the same place later; undo that first, or set the value`
  const [expected, actual] = [timeline.revision(index), timeline.revision(clash)]
  return new VarveError('CONFLICT', message, { variable, expected, actual, withdrawn: [] })
}
