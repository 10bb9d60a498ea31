import { times } from '../runner/bar.ts'
import type { Case } from '../runner/case.ts'
import { manyElements } from '../workloads/many-elements.ts'
import { stepping } from './stepping.ts'

/** f: one update that changes 1,000 of 10,000 elements. */
export const setMany: Case = stepping({
  row: 'f',
  workload: 'change 1,000 of 10,000 elements in one update',
  does: manyElements,
  steps: 200,
  most: 2_000,
  lead: 5,
  candidates: ['varve', 'immer', 'mutative', 'travels', 'zundo', 'immutable', 'spread'],
  bars: [times('immer', 4, 8)],
})
