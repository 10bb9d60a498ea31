import { times } from '../runner/bar.ts'
import type { Case } from '../runner/case.ts'
import { number } from '../workloads/number.ts'
import { stepping } from './stepping.ts'

/** a: a number is set, and the clock read each time. */
export const setNumber: Case = stepping({
  row: 'a',
  workload: 'set a number 100,000 times',
  does: number,
  steps: 100_000,
  candidates: ['varve', 'immer', 'mutative', 'travels', 'zundo', 'valtio-history', 'spread'],
  bars: [times(['immer', 'travels'], 4, 5)],
})
