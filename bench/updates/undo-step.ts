import { openHolder } from '../peers/open-holder.ts'
import { times } from '../runner/bar.ts'
import type { Case, Measured, Run } from '../runner/case.ts'
import { collect } from '../runner/collect.ts'
import { timed } from '../runner/timed.ts'
import { arrayElement } from '../workloads/array-element.ts'
import { nestedLeaf } from '../workloads/nested-leaf.ts'
import type { Workload } from '../workloads/workload.ts'

/** h-undo: one step back, many times in a row. */
export const undoStep: readonly Case[] = [
  {
    row: 'h-undo-b',
    workload: 'one undo step of b, after 5,000 updates',
    unit: 'µs',
    candidates: ['varve', 'immer', 'mutative', 'travels', 'zundo', 'valtio-history', 'spread'],
    bars: [times('travels', 10)],
    measure: (candidate, run) => undoAll(candidate, nestedLeaf, 5_000, run),
  },
  {
    row: 'h-undo-c',
    workload: 'one undo step of c, after 500 updates',
    unit: 'µs',
    candidates: ['varve', 'immer', 'mutative', 'travels'],
    bars: [times('travels', 50)],
    measure: (candidate, run) => undoAll(candidate, arrayElement(100_000), 500, run),
  },
]

async function undoAll<T>(
  candidate: string,
  does: Workload<T>,
  of: number,
  { quick }: Run,
): Promise<Measured> {
  const updates = quick ? of / 10 : of
  const budget = quick ? 0.1 : 1.5
  timed(await undoOf(candidate, does, updates), { count: updates - 10, budget: budget / 3 })
  const undo = await undoOf(candidate, does, updates)
  timed(undo, { count: 10, budget })
  collect()
  return timed(undo, { from: 10, count: updates - 20, budget })
}

async function undoOf<T>(candidate: string, does: Workload<T>, updates: number): Promise<() => void> {
  const holder = await openHolder(candidate, does)
  for (let step = 0; step < updates; step++) holder.step(step)
  return holder.undo!
}
