import { openHolder } from '../peers/open-holder.ts'
import type { Holder } from '../peers/holder.ts'
import type { Bar } from '../runner/bar.ts'
import type { Case, Measured, Run } from '../runner/case.ts'
import { keptBytes } from '../runner/kept-bytes.ts'
import { timed } from '../runner/timed.ts'
import type { Workload } from '../workloads/workload.ts'

/** A row that weighs the history which steps of a workload leave behind. */
export interface Keeping<T> {
  readonly row: string
  readonly workload: string
  readonly does: Workload<T>
  readonly candidates: readonly string[]
  readonly bars: readonly Bar[]
  readonly steps: number
}

const lead = 10
const turns = 3

interface Ran {
  readonly bytes: number
  readonly done: number
  readonly holder: Holder<unknown>
}

/**
 * Makes the row. What steps build once, for all that follow, is not counted: compiled code too lies on the heap, so that all
 * of them are done before, on a value that is held to the end.
 */
export function keeping<T>(about: Keeping<T>): Case {
  const { row, workload, candidates, bars } = about
  return { row, workload, unit: 'bytes', candidates, bars, measure: (name, run) => measure(about, name, run) }
}

async function measure<T>({ does, steps }: Keeping<T>, candidate: string, { quick }: Run): Promise<Measured> {
  const count = quick ? Math.ceil(steps / 20) : steps
  const warm: Ran[] = []
  while (warm.length < turns) warm.push(await run(candidate, does, count))
  const { bytes, done, holder } = await run(candidate, does, count)
  for (const each of [...warm, { holder }]) alive(each.holder)
  return { value: bytes / done, steps: done, of: count }
}

async function run<T>(candidate: string, does: Workload<T>, count: number): Promise<Ran> {
  const holder = await openHolder(candidate, does)
  timed(holder.step, { count: lead, budget: 10 })
  const before = keptBytes()
  const { steps: done } = timed(holder.step, { from: lead, count, budget: 2.5 })
  const bytes = keptBytes() - before
  return { bytes, done, holder: holder as Holder<unknown> }
}

/** Keeps what it is given from being collected until here. */
function alive(holder: Holder<unknown>): void {
  if (!holder.step) throw new Error('unreachable')
}
