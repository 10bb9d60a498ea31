import type { EffectiveLine } from '../history/effective-line.ts'
import { positionsAmong, type Positions } from '../history/positions.ts'
import type { Timeline } from '../history/timeline.ts'
import { badOption, checkOptions } from '../options.ts'
import { droppedVersions } from './dropped-versions.ts'
import type { ManagerQuery } from './revision-manager.ts'

/** What a query of a manager may ask. */
export const managerQueryFields: readonly string[] = [
  'creator',
  'comment',
  'startBefore',
  'startAfter',
  'reversed',
  'batchStart',
  'batchSize',
  'dropped',
]

/** Finds which versions a query shows; `BAD_OPTION` for what makes no sense. */
export function versionsOf(
  name: string,
  timeline: Timeline,
  line: EffectiveLine,
  query: ManagerQuery,
): Positions {
  const where = `${name}: getRevisionHistory`
  checkOptions(where, query, managerQueryFields)
  const { dropped = false } = query
  if (typeof dropped !== 'boolean') throw badOption(where, 'dropped', 'is neither true nor false')
  const among = dropped ? listed(droppedVersions(timeline, line)) : inEffect(timeline, line)
  return positionsAmong(timeline, query, among, where)
}

function inEffect({ length }: Timeline, line: EffectiveLine): Positions {
  if (length === 0) return listed([])
  const head = length - 1
  const count = line.count(head)
  // Where nothing was ever skipped, nothing has to be listed.
  if (line.newest(head) === count - 1) return { length: count, indexAt: place => place }
  return listed(line.versions(head))
}

function listed(indexes: ArrayLike<number>): Positions {
  return { length: indexes.length, indexAt: place => indexes[place]! }
}
