import { Registry } from 'varve'
import type { Case, Measured, Run } from '../runner/case.ts'
import { timed } from '../runner/timed.ts'

/** q: to ask for a long history costs what it costs to ask for a short one. */
export const listHistory: Case = {
  row: 'q',
  workload: 'history() at 100,000 revisions',
  unit: 'µs',
  candidates: ['varve', 'varve at 100', 'copy of a list of 100,000'],
  bars: [{ kind: 'growth', of: 'varve at 100', must: 1.5 }],
  async measure(candidate, run) {
    return candidate.startsWith('copy') ? copyList(run) : askFor(candidate === 'varve' ? 100_000 : 100, run)
  },
}

function askFor(revisions: number, run: Run): Measured {
  const variable = new Registry().watch('n', 0)
  for (let i = 1; i < revisions; i++) variable.set(i)
  return often(() => variable.history().length, revisions, run)
}

function copyList(run: Run): Measured {
  const list = Array.from({ length: 100_000 }, (_, index) => ({ index }))
  return often(() => list.slice().length, list.length, run)
}

function often(length: () => number, expected: number, { quick }: Run): Measured {
  const once = (): void => {
    if (length() !== expected) throw new Error(`a history of ${expected} has another length`)
  }
  timed(once, { count: 100_000, budget: quick ? 0.1 : 0.5 })
  return timed(once, { count: 300, most: 1_000_000, budget: quick ? 0.1 : 1.5 })
}
