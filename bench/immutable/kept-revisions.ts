import { create, RevisionedImmutable, RevisionedMapping, update } from 'varve/immutable'
import type { Case, Measured, Run } from '../runner/case.ts'
import { keptBytes } from '../runner/kept-bytes.ts'
import { timed } from '../runner/timed.ts'

/** What shoobx.immutable 2.0.3 keeps for one change of the same object: a copy of all of it. */
const original = 10_615

type Nested = Record<string, Record<string, Record<string, number>>>

/** Five of five of five. */
function nested(): Nested {
  const names = ['a', 'b', 'c', 'd', 'e']
  const of = <T>(make: () => T): Record<string, T> => Object.fromEntries(names.map(name => [name, make()]))
  return of(() => of(() => of(() => 0)))
}

class Doc extends RevisionedImmutable {
  readonly data: Nested = nested()
}

const names = ['a', 'b', 'c', 'd', 'e']
const leaf = (step: number): readonly [string, string, string] => [
  names[step % 5]!,
  names[Math.floor(step / 5) % 5]!,
  names[Math.floor(step / 25) % 5]!,
]

/** A mapping with one key, or an object that stands alone: each step records a revision. */
function open(candidate: string): (step: number) => void {
  if (candidate.endsWith('alone')) {
    let doc = create(Doc)
    return step => {
      const [a, b, c] = leaf(step)
      doc = update(doc, d => void (d.data[a]![b]![c] = step + 1))
    }
  }
  const mapping = new RevisionedMapping<string, Doc>([['doc', create(Doc)]])
  return step => {
    const [a, b, c] = leaf(step)
    mapping.update('doc', d => void (d.data[a]![b]![c] = step + 1), { creator: 'ann' })
  }
}

const block = 1_000

/** Time of one of the last thousand of so many revisions. */
async function cost(candidate: string, { quick }: Run): Promise<Measured> {
  const kept = candidate === 'varve' ? 10_000 : 2_000
  const step = open(candidate)
  const warm = open(candidate)
  timed(warm, { count: quick ? 100 : 2_000, budget: 5 })
  timed(step, { count: kept - block, budget: 20 })
  return timed(step, { from: kept - block, count: block, budget: 5 })
}

/** Bytes that one revision leaves behind. */
async function weight(candidate: string, { quick }: Run): Promise<Measured> {
  const count = quick ? 500 : 10_000
  const turns = [open(candidate), open(candidate), open(candidate)]
  for (const warm of turns) await inRuns(warm, count)
  const step = open(candidate)
  await inRuns(step, 10)
  const before = keptBytes()
  await inRuns(step, count, 10)
  const bytes = keptBytes() - before
  for (const each of [...turns, step]) each(count + 20)
  return { value: bytes / count, steps: count, of: count }
}

/** What is referred to weakly goes when a run ends. */
async function inRuns(step: (index: number) => void, count: number, from = 0): Promise<void> {
  for (let done = 0; done < count; done++) {
    step(from + done)
    if (done % 100 === 0) await new Promise(resolve => setImmediate(resolve))
  }
}

/** What a kept revision costs and weighs. */
export const keptRevisions: readonly Case[] = [
  {
    row: 'r-cost',
    workload: 'a revision of a nested 5×5×5, at 10,000 kept',
    unit: 'µs',
    candidates: ['varve', 'varve at 2,000'],
    bars: [{ kind: 'growth', of: 'varve at 2,000', must: 1.5 }],
    measure: cost,
  },
  {
    row: 'r-bytes',
    workload: 'kept per revision of a nested 5×5×5',
    unit: 'bytes',
    candidates: ['varve', 'varve alone'],
    bars: [{ kind: 'at most', must: Math.floor(original / 20) }],
    measure: weight,
  },
]
