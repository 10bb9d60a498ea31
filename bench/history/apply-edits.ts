import { times } from '../runner/bar.ts'
import type { Case } from '../runner/case.ts'
import { collect } from '../runner/collect.ts'
import { timed } from '../runner/timed.ts'
import { begin, lengthOf, works } from './long-history.ts'

const must = { W1: 1.5, W2: 1.5, W3: 2 }
const peers = ['loro', 'travels', 'yjs', 'automerge']

/** How many edits a second of the clock on the wall, one version each. */
export const applyEdits: readonly Case[] = works.map(about => ({
  row: `apply-${about.name}`,
  workload: about.says,
  unit: '/s',
  candidates: ['varve', ...peers],
  bars: [times(about.name === 'W1' ? ['loro', 'travels'] : 'loro', must[about.name])],
  async measure(candidate, run) {
    const count = lengthOf(about, run)
    const warm = await begin(candidate, about, run)
    timed(warm.edit, { count: Math.min(count, 20_000), budget: 0.5 })
    const past = await begin(candidate, about, run)
    collect()
    const { value, steps } = timed(past.edit, { count, clock: 'wall', budget: run.quick ? 0.5 : 5 })
    return { value: 1e6 / value, steps, of: count }
  },
}))
