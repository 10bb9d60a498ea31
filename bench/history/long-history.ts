import { openPastOf, type Past, type Work } from '../peers/past.ts'
import type { Run } from '../runner/case.ts'
import { madeTrace } from './made-trace.ts'
import { readTrace } from './read-trace.ts'

/** One of the three long histories. */
export interface LongHistory {
  readonly name: 'W1' | 'W2' | 'W3'
  readonly work: Work
  readonly revisions: number
  readonly says: string
  /** What a number is set to, where it does not count up. */
  readonly number?: (step: number) => number
}

/** The three, as the rows tell of them. */
export const works: readonly LongHistory[] = [
  { name: 'W1', work: 'number', revisions: 100_000, says: '100,000 sets of a number' },
  { name: 'W2', work: 'leaf', revisions: 20_000, says: '20,000 updates of a leaf of 1,000 objects' },
  { name: 'W3', work: 'text', revisions: 50_000, says: '50,000 splices of a text' },
]

/** How long the history is in this run. */
export function lengthOf({ revisions }: LongHistory, { quick }: Run): number {
  return quick ? revisions / 20 : revisions
}

/** The document of a candidate, before anything happens to it. */
export async function begin(
  candidate: string,
  { work, revisions }: LongHistory,
  { trace }: Run,
): Promise<Past> {
  if (work !== 'text') return openPastOf(candidate, work, [])
  return openPastOf(candidate, work, trace ? readTrace(trace, revisions) : madeTrace(revisions))
}
