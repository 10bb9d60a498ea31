import type { Timeline } from '../history/timeline.ts'
import { touches } from '../history/touches.ts'
import { toPath } from '../value/parse-path.ts'

/** Which revisions to show; all that is given must hold. */
export interface LogFilter {
  readonly creator?: string
  readonly label?: string
  readonly comment?: string
  readonly kind?: readonly string[]
  readonly path?: string
  /** Milliseconds; this instant counts. */
  readonly since?: number
  /** Milliseconds; this instant does not count. */
  readonly until?: number
}

/** Finds the indexes of a filter one by one, newest first unless told otherwise, so that a few need no long search. */
export function* filteredIndexes(
  timeline: Timeline,
  filter: LogFilter,
  oldestFirst = false,
): Generator<number, undefined> {
  const fits = testOf(timeline, filter)
  // Times never go backwards, so what lies outside of the bounds need not be looked at.
  const first = filter.since === undefined ? 0 : timeline.indexAt(filter.since - 1) + 1
  const last = filter.until === undefined ? timeline.length - 1 : timeline.indexAt(filter.until - 1)
  const { gaps } = timeline
  const indexes = oldestFirst ? gaps.indexes(first, last + 1) : gaps.indexesBack(first, last + 1)
  for (const index of indexes) if (fits(index)) yield index
}

function testOf(
  timeline: Timeline,
  { creator, label, comment, kind, path }: LogFilter,
): (index: number) => boolean {
  const place = path === undefined ? undefined : toPath(path)
  return index => {
    const entry = timeline.entry(index)
    if (creator !== undefined && entry.creator !== creator) return false
    if (label !== undefined && entry.label !== label) return false
    if (comment !== undefined && !entry.comment?.includes(comment)) return false
    if (kind !== undefined && !kind.includes(entry.kind)) return false
    return place === undefined || touches(timeline, index, place)
  }
}
