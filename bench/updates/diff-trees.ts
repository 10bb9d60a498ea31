import { diff, Registry } from 'varve'
import { times } from '../runner/bar.ts'
import type { Case, Measured, Run } from '../runner/case.ts'
import { collect } from '../runner/collect.ts'
import { load } from '../runner/load.ts'
import { timed } from '../runner/timed.ts'
import { changedTree, tree, type TreeRecord } from '../workloads/two-trees.ts'

/** i: what differs between two trees of 12,000 nodes, which share what is the same, or nothing. */
export const diffTrees: readonly Case[] = [
  row('i-sharing', 'diff of 12,000 nodes, 3 changed, the rest shared', true, times('fast-json-patch', 8, 15)),
  row('i-cloned', 'the same, nothing shared', false, times('fast-json-patch', 1.5, 2.5)),
]

function row(name: string, workload: string, shares: boolean, bar: Case['bars'][number]): Case {
  return {
    row: name,
    workload,
    unit: 'µs',
    // Varve is measured on snapshots; what is brought in from outside is copied first, as in the last candidate.
    candidates: ['varve', 'fast-json-patch', ...(shares ? [] : ['varve on plain objects'])],
    bars: [bar],
    measure: (candidate, run) => measure(candidate, shares, run),
  }
}

async function measure(candidate: string, shares: boolean, { quick }: Run): Promise<Measured> {
  const compare = await differ(candidate, shares)
  const once = (): void => {
    if (compare() !== 3) throw new Error(`${candidate} found something else than three changes`)
  }
  timed(once, { count: 1_000, budget: quick ? 0.1 : 0.5 })
  collect()
  return timed(once, { count: 300, most: 20_000, budget: quick ? 0.1 : 1.5 })
}

async function differ(candidate: string, shares: boolean): Promise<() => number> {
  const before = tree()
  const after = shares ? changedTree(before) : structuredClone(changedTree(before))
  if (candidate === 'fast-json-patch') {
    const { default: patch } = await load<JsonPatch>('fast-json-patch')
    return () => patch.compare(before, after).length
  }
  if (candidate !== 'varve') return () => diff(before, after).length
  const [a, b] = shares ? sharing(before) : apart(before, after)
  return () => diff(a, b).length
}

interface JsonPatch {
  readonly default: { compare(before: unknown, after: unknown): readonly unknown[] }
}

type Snapshots = readonly [readonly TreeRecord[], readonly TreeRecord[]]

function sharing(before: TreeRecord[]): Snapshots {
  const variable = new Registry().watch('tree', before)
  variable.update(draft => {
    for (const at of [100, 500, 900]) (draft[at]!.more as { price: number }).price += 1
  })
  return [variable.at(0), variable.value]
}

function apart(before: TreeRecord[], after: TreeRecord[]): Snapshots {
  const registry = new Registry()
  return [registry.watch('before', before).value, registry.watch('after', after).value]
}
