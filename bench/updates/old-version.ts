import { openHolder } from '../peers/open-holder.ts'
import type { Holder } from '../peers/holder.ts'
import { times } from '../runner/bar.ts'
import type { Case, Run } from '../runner/case.ts'
import { collect } from '../runner/collect.ts'
import { scattered } from '../runner/scattered.ts'
import { timed } from '../runner/timed.ts'
import { arrayElement } from '../workloads/array-element.ts'
import { nestedLeaf } from '../workloads/nested-leaf.ts'
import type { Workload } from '../workloads/workload.ts'

const element = arrayElement(100_000)

/** h: an old version out of many, each time another one; and one place of it. */
export const oldVersion: readonly Case[] = [
  {
    row: 'h-b',
    workload: 'an old version out of 10,000 of b',
    unit: 'µs',
    candidates: ['varve', 'immer', 'mutative', 'travels'],
    bars: [times('immer', 300, 1_500)],
    measure: (candidate, run) => visit(candidate, nestedLeaf, 10_000, run, whole(nestedLeaf)),
  },
  {
    row: 'h-c',
    workload: 'an old version out of 1,000 of c',
    unit: 'µs',
    candidates: ['varve', 'immer', 'mutative', 'travels'],
    bars: [times('travels', 2, 4)],
    measure: (candidate, run) => visit(candidate, element, 1_000, run, whole(element)),
  },
  {
    row: 'h-path',
    workload: 'one path of an old version out of 10,000 of b',
    unit: 'µs',
    candidates: ['varve'],
    bars: [{ kind: 'at most', must: 1 }],
    measure: (candidate, run) => visit(candidate, nestedLeaf, 10_000, run, place(nestedLeaf)),
  },
]

type Look<T> = (holder: Holder<T>, version: number) => unknown

function whole<T>({ leaf }: Workload<T>): Look<T> {
  return (holder, version) => leaf(holder.at!(version), version)
}

function place<T>({ path }: Workload<T>): Look<T> {
  return (holder, version) => holder.peekAt!(path(version), version)
}

async function visit<T>(candidate: string, does: Workload<T>, of: number, { quick }: Run, look: Look<T>) {
  const versions = quick ? of / 10 : of
  const holder = await openHolder(candidate, does)
  for (let step = 0; step < versions; step++) holder.step(step)
  const at = scattered(versions)
  const step = (index: number): void => {
    if (look(holder, at(index)) === undefined)
      throw new Error(`${candidate}: nothing in version ${at(index)}`)
  }
  // No version is asked for twice: some remember what they gave out.
  const warmUp = Math.ceil(versions / 4)
  timed(step, { count: warmUp, budget: quick ? 0.1 : 0.5 })
  collect()
  return timed(step, {
    from: warmUp,
    count: Math.min(300, versions - warmUp),
    most: versions - warmUp,
    budget: quick ? 0.1 : 1.5,
  })
}
