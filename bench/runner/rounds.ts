import { median } from '../stores/median.ts'
import type { Case, Measured, Run } from './case.ts'
import { inProcess } from './in-process.ts'

/** What a candidate came to in all rounds of a row. */
export interface Outcome {
  readonly candidate: string
  /** The median, and what each round gave. */
  readonly measured: Measured | undefined
  readonly values: readonly number[]
  /** What it said instead. */
  readonly failure: string | undefined
}

/** All candidates of a row in turn, `count` times, so that whatever else the machine does hits all of them alike. */
export async function rounds(
  suite: string,
  { row, candidates, once }: Case,
  count: number,
  run: Run,
): Promise<readonly Outcome[]> {
  const seen = candidates.map(candidate => ({ candidate, all: [] as Measured[], failure: '' }))
  for (let round = 0; round < (once ? 1 : count); round++) {
    for (const one of seen) {
      if (one.failure) continue
      process.stderr.write(`${row}: ${one.candidate}, round ${round + 1}\n`)
      try {
        one.all.push(await inProcess(suite, row, one.candidate, run))
      } catch (error) {
        one.failure = errorLine(error)
      }
    }
  }
  return seen.map(({ candidate, all, failure }) => ({
    candidate,
    measured: all.length > 0 ? middle(all) : undefined,
    values: all.map(one => one.value),
    failure: failure || undefined,
  }))
}

function middle(all: readonly Measured[]): Measured {
  return {
    ...all[0]!,
    value: median(all.map(one => one.value)),
    steps: Math.min(...all.map(one => one.steps)),
  }
}

function errorLine(error: unknown): string {
  const lines = String(error).split('\n')
  const said = lines.find(line => /^(?!Error: Command failed).{0,80}Error\b.{0,200}$/.test(line))
  return (said ?? lines[0]!).trim()
}
