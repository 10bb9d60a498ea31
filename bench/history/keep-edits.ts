import type { Case } from '../runner/case.ts'
import { keptBytes } from '../runner/kept-bytes.ts'
import { timed } from '../runner/timed.ts'
import { begin, lengthOf, works } from './long-history.ts'

/** What a version weighs in memory, the value itself counted in. */
export const keepEdits: readonly Case[] = works.map(about => ({
  row: `heap-${about.name}`,
  workload: `kept per revision: ${about.says}`,
  unit: 'bytes',
  candidates: ['varve', 'loro', 'travels', 'yjs', 'automerge'],
  bars: [],
  async measure(candidate, run) {
    const count = lengthOf(about, run)
    const past = await begin(candidate, about, run)
    const before = keptBytes()
    const { steps } = timed(past.edit, { count, budget: run.quick ? 0.5 : 5 })
    const value = (keptBytes() - before) / steps
    // Whoever is still asked for something was not collected before it was weighed.
    past.note?.(steps)
    return { value, steps, of: count }
  },
}))
