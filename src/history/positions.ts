import { VarveError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { checkOptions } from '../options.ts'
import { toPath } from '../value/parse-path.ts'
import { checkCount, checkInstant } from './check-query.ts'
import type { HistoryQuery } from './history.ts'
import { revisionKinds } from './revision-kinds.ts'
import type { RevisionKind } from './revision.ts'
import type { Timeline } from './timeline.ts'
import { touching } from './touching.ts'

/** The indexes that a query shows, in its order; each is found when asked for. */
export interface Positions {
  readonly length: number
  indexAt(position: number): number
}

const queryFields = [
  'creator',
  'comment',
  'label',
  'kind',
  'path',
  'startBefore',
  'startAfter',
  'reversed',
  'batchStart',
  'batchSize',
  'branch',
]

/** Finds which of the revisions that are left a query shows; O(1) where it filters nothing. */
export function positionsOf(timeline: Timeline, query: HistoryQuery): Positions {
  checkOptions(`${timeline.name}: history`, query, queryFields)
  checkBranch(timeline, query.branch)
  const { gaps } = timeline
  const left = { length: gaps.leftBelow(timeline.length), indexAt: (place: number) => gaps.indexAt(place) }
  return positionsAmong(timeline, query, left)
}

/** Finds which of these revisions a query shows, whose options are known to be right; they ascend. */
export function positionsAmong(
  timeline: Timeline,
  query: HistoryQuery,
  among: Positions,
  where: string = `${timeline.name}: history`,
): Positions {
  const start = checkCount(where, 'batchStart', query.batchStart) ?? 0
  const size = checkCount(where, 'batchSize', query.batchSize) ?? Infinity
  const tests = testsOf(timeline, query, where)
  const found = tests.length > 0 ? matching(among, index => tests.every(test => test(index))) : among
  const total = found.length
  const indexAt = (place: number) => found.indexAt(query.reversed ? total - 1 - place : place)
  return {
    length: Math.max(0, Math.min(total - start, size)),
    indexAt: position => indexAt(start + position),
  }
}

type Test = (index: number) => boolean

function testsOf(timeline: Timeline, query: HistoryQuery, where: string): Test[] {
  const { creator, comment, label, kind, path, startBefore, startAfter } = query
  const tests: Test[] = []
  const entry = (index: number) => timeline.entry(index)
  if (creator !== undefined) tests.push(index => entry(index).creator === creator)
  if (comment !== undefined) tests.push(index => entry(index).comment?.includes(comment) ?? false)
  if (label !== undefined) tests.push(index => entry(index).label === label)
  if (kind !== undefined) {
    const kinds = checkKinds([kind].flat())
    tests.push(index => kinds.includes(entry(index).kind))
  }
  const [before, after] = [
    checkInstant(where, 'startBefore', startBefore),
    checkInstant(where, 'startAfter', startAfter),
  ]
  if (before !== undefined) tests.push(index => entry(index).time < before)
  if (after !== undefined) tests.push(index => entry(index).time > after)
  if (path !== undefined) {
    tests.push(touching(timeline, toPath(path)))
  }
  return tests
}

function matching(among: Positions, test: Test): Positions {
  const found: number[] = []
  for (let place = 0; place < among.length; place++) {
    const index = among.indexAt(place)
    if (test(index)) found.push(index)
  }
  return { length: found.length, indexAt: position => found[position]! }
}

function checkKinds(kinds: readonly RevisionKind[]): readonly RevisionKind[] {
  const wrong = kinds.find(kind => !revisionKinds.includes(kind))
  if (wrong === undefined) return kinds
  const near = nearest(String(wrong), revisionKinds)
  const message = `history: there is no kind '${String(wrong)}'; ${near ? `did you mean '${near}'?` : `the kinds are ${revisionKinds.join(', ')}`}`
  throw new VarveError('BAD_OPTION', message, { option: 'kind', nearest: near })
}

function checkBranch(timeline: Timeline, branch: string | undefined): void {
  if (branch === undefined || branch === timeline.branch || branch === '*') return
  const message = `${timeline.name}: there is no branch '${branch}'; there is '${timeline.branch}'`
  throw new VarveError('UNKNOWN_BRANCH', message, { variable: timeline.name, branch })
}
