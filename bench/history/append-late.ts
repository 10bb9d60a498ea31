import { Registry, type Variable } from 'varve'
import type { Case, Measured } from '../runner/case.ts'
import { collect } from '../runner/collect.ts'
import { cpuOf } from '../runner/cpu-of.ts'
import { median } from '../stores/median.ts'

const blocks = 10

/** Whether the millionth set of a number costs what the thousandth costs, growth of what keeps them included. */
export const appendLate: Case = {
  row: 'append',
  workload: 'a set at 1,000,000 revisions',
  unit: 'µs',
  candidates: ['varve', 'varve at 1,000'],
  bars: [{ kind: 'growth', of: 'varve at 1,000', must: 1.2 }],
  async measure(candidate, run) {
    const [length, early, late] = run.quick ? [2_000, 1_000, 40_000] : [10_000, 1_000, 1_000_000]
    // As long for both: the engine learns from a million sets what it does not from fewer.
    grow(begun(), 1, late)
    collect()
    return candidate === 'varve' ? atEnd(late, length) : atBegin(early, length)
  },
}

function begun(): Variable<number> {
  return new Registry().watch('n', 0)
}

function grow(variable: Variable<number>, from: number, until: number): void {
  for (let i = from; i < until; i++) variable.set(i)
}

/** The blocks around this many revisions, of one variable. */
function atEnd(revisions: number, length: number): Measured {
  const variable = begun()
  let done = revisions - (blocks / 2) * length
  grow(variable, 1, done)
  collect()
  const costs = Array.from({ length: blocks }, () => {
    const cost = cpuOf(() => grow(variable, done, done + length))
    done += length
    return cost / length
  })
  return { value: median(costs), steps: blocks * length, of: blocks * length }
}

/** The first block after this many revisions, of many variables. */
function atBegin(revisions: number, length: number): Measured {
  const costs = Array.from({ length: blocks }, () => {
    const variable = begun()
    grow(variable, 1, revisions)
    return cpuOf(() => grow(variable, revisions, revisions + length)) / length
  })
  return { value: median(costs), steps: blocks * length, of: blocks * length }
}
