import { times } from '../runner/bar.ts'
import type { Case } from '../runner/case.ts'
import { push } from '../workloads/push.ts'
import { stepping } from './stepping.ts'

/** e: one object pushed onto an array, from none to 10,000. */
export const pushElement: Case = stepping({
  row: 'e',
  workload: 'push onto an array growing to 10,000',
  does: push,
  steps: 10_000,
  budget: 10,
  candidates: ['varve', 'immer', 'mutative', 'travels', 'zundo', 'immutable', 'spread'],
  bars: [times('travels', 80, 250)],
})
