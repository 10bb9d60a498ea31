import { openHolder } from '../peers/open-holder.ts'
import type { Bar } from '../runner/bar.ts'
import type { Case, Measured, Run } from '../runner/case.ts'
import { collect } from '../runner/collect.ts'
import { timed } from '../runner/timed.ts'
import type { Workload } from '../workloads/workload.ts'

/** A row that times the steps of a workload. */
export interface Stepping<T> {
  readonly row: string
  readonly workload: string
  readonly does: Workload<T>
  readonly candidates: readonly string[]
  readonly bars: readonly Bar[]
  readonly steps: number
  /** Up to how many a fast candidate does; where the value grows, all do the same. */
  readonly most?: number
  /** Steps of the measured value before the clock starts. */
  readonly lead?: number
  /** Seconds after which a slow candidate stops; where the value grows, it has to be enough for all. */
  readonly budget?: number
  /** What is read after each step: the whole value, and one leaf of it; or that place alone, by path or by a function. */
  readonly reads?: 'value' | 'place' | 'selector'
  readonly frozen?: boolean
}

/** Makes the row. Each candidate warms up on a value of its own. */
export function stepping<T>(about: Stepping<T>): Case {
  const { row, workload, candidates, bars } = about
  return { row, workload, unit: 'µs', candidates, bars, measure: (name, run) => measure(about, name, run) }
}

async function measure<T>(about: Stepping<T>, candidate: string, { quick }: Run): Promise<Measured> {
  const { lead = 0, budget = 1.5 } = about
  const count = quick ? Math.ceil(about.steps / 20) : about.steps
  // Compilers first take what they meet for all there is: several values, each met from its first step on, show them.
  for (let turn = 0; turn < (quick ? 1 : turns); turn++) {
    const warm = await stepOf(about, candidate)
    timed(warm, { count, budget: quick ? 0.05 : 0.3 })
    // Held to the end: with the last value of its shape a compiler throws away what it made for it.
    warmed.push(warm)
  }
  const step = await stepOf(about, candidate)
  timed(step, { count: lead, budget })
  collect()
  return timed(step, { from: lead, count, budget: quick ? 0.1 : budget, most: about.most ?? count })
}

const turns = 4
const warmed: unknown[] = []

async function stepOf<T>(
  { does, reads, frozen = false }: Stepping<T>,
  candidate: string,
): Promise<(index: number) => void> {
  const holder = await openHolder(candidate, does, { frozen })
  if (!reads) return holder.step
  const peek = reads === 'place' ? holder.peek : undefined
  const select = reads === 'selector' ? holder.select : undefined
  const read = (index: number): unknown => {
    if (peek) return peek(does.path(index))
    return select ? select(value => does.leaf(value, index)) : does.leaf(holder.read(), index)
  }
  return index => {
    holder.step(index)
    if (read(index) === undefined) throw new Error(`${candidate}: step ${index} left nothing behind`)
  }
}
