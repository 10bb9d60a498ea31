import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Case } from './case.ts'
import { median } from './median.ts'

/** A case and how many units it did in a second, by the median of the rounds. */
export interface Result {
  readonly case: Case
  readonly perSecond: number
  /** Rate against the reference's, by the median of the ratios within each round; 1 for a reference. */
  readonly ratio: number
}

/** Runs all cases in turn, `count` times, so that whatever else the machine does hits all of them alike. */
export async function rounds(
  cases: readonly Case[],
  count: number,
  folder: string,
): Promise<readonly Result[]> {
  const rates = new Map<string, number[]>(cases.map(({ name }) => [name, []]))
  for (let round = 0; round < count; round++) {
    for (const one of cases) rates.get(one.name)!.push(await rateOf(one, join(folder, 'round')))
  }
  return cases.map(one => {
    const own = rates.get(one.name)!
    const theirs = rates.get(one.reference ?? one.name)
    if (!theirs) throw new Error(`${one.name} is compared with ${one.reference}, which is no case`)
    return { case: one, perSecond: median(own), ratio: median(own.map((rate, i) => rate / theirs[i]!)) }
  })
}

async function rateOf({ steps, warmUp, unitsPerStep, open }: Case, folder: string): Promise<number> {
  mkdirSync(folder)
  const opened = open(folder, warmUp + steps)
  const run = async (from: number, to: number): Promise<void> => {
    for (let i = from; i < to; i++) {
      const done = opened.step(i)
      if (done) await done
    }
  }
  await run(0, warmUp)
  const started = performance.now()
  await run(warmUp, warmUp + steps)
  const seconds = (performance.now() - started) / 1000
  await opened.close()
  rmSync(folder, { recursive: true })
  return (steps * unitsPerStep) / seconds
}
