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

/** Makes the row. What the first steps build once, for all that follow, is not counted. */
export function keeping<T>(about: Keeping<T>): Case {
  const { row, workload, candidates, bars } = about
  return { row, workload, unit: 'bytes', candidates, bars, measure: (name, run) => measure(about, name, run) }
}

async function measure<T>({ does, steps }: Keeping<T>, candidate: string, { quick }: Run): Promise<Measured> {
  const count = quick ? Math.ceil(steps / 20) : steps
  await run(candidate, does, Math.min(count, 200))
  const { bytes, done } = await run(candidate, does, count)
  return { value: bytes / done, steps: done, of: count }
}

async function run<T>(
  candidate: string,
  does: Workload<T>,
  count: number,
): Promise<{ readonly bytes: number; readonly done: number }> {
  const holder = await openHolder(candidate, does)
  timed(holder.step, { count: lead, budget: 10 })
  const before = keptBytes()
  const { steps: done } = timed(holder.step, { from: lead, count, budget: 2.5 })
  const bytes = keptBytes() - before
  alive(holder)
  return { bytes, done }
}

/** Keeps what it is given from being collected until here. */
function alive(holder: Holder<unknown>): void {
  if (!holder.step) throw new Error('unreachable')
}
