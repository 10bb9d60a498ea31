import { times } from '../runner/bar.ts'
import type { Case } from '../runner/case.ts'
import { unshift } from '../workloads/unshift.ts'
import { stepping } from './stepping.ts'

/** u: one object put before 10,000 others. */
export const unshiftElement: Case = stepping({
  row: 'u',
  workload: 'unshift onto 10,000 objects',
  does: unshift,
  steps: 300,
  lead: 5,
  candidates: ['varve', 'immer', 'mutative', 'travels', 'zundo', 'immutable', 'spread'],
  bars: [times('immer', 100, 200), times('travels', 2_000, 5_000)],
})
