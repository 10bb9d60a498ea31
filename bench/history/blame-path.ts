import { Registry } from 'varve'
import type { Case } from '../runner/case.ts'
import { timed } from '../runner/timed.ts'
import { changedBy, document } from '../workloads/document.ts'

const revisions = 20_000

/** Who set one place last, after W2. */
export const blamePath: Case = {
  row: 'blame',
  workload: 'blame of a path after 20,000 updates of a leaf',
  unit: 'µs',
  candidates: ['varve'],
  bars: [{ kind: 'at most', must: 2 }],
  async measure(_candidate, { quick }) {
    const variable = new Registry().watch('doc', document())
    for (let step = 0; step < (quick ? revisions / 20 : revisions); step++)
      variable.update(draft => {
        draft.items[changedBy(step)]!.value = step
      })
    const once = (step: number): void => {
      const place = ['items', changedBy(step), 'value']
      if (variable.blame(place).index < 0) throw new Error('nobody did it')
    }
    timed(once, { count: 10_000, budget: quick ? 0.1 : 0.5 })
    return timed(once, { count: 300, most: 100_000, budget: quick ? 0.2 : 1.5 })
  },
}
