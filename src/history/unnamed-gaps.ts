import type { Timeline } from './timeline.ts'

/**
 * Finds which gaps no line names, in their order. Lines are looked through from the last one back until all are named, or
 * until none further back could: a line names only what lies before it.
 */
export function unnamedGaps(timeline: Timeline): readonly string[] {
  const { gaps, length } = timeline
  const unnamed = new Set(gaps.all.map(({ hash }) => hash))
  const first = gaps.all[0]
  if (!first) return []
  for (const index of gaps.indexesBack(first.last + 1, length)) {
    if (unnamed.size === 0) break
    // Most name none, and need not be parsed to know.
    if (!timeline.lineInPassing(index).includes('"p":')) continue
    for (const hash of timeline.entry(index).namedGaps) unnamed.delete(hash)
  }
  return [...unnamed]
}
