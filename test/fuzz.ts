import { randomInt } from 'node:crypto'
import fc, { type Parameters } from 'fast-check'

/**
 * Random campaigns are set by the environment: `SEED=123 npx vitest run test/value` runs them again exactly as they
 * were, `RUNS=100` makes each a hundred times as long. Without SEED every file draws one and says it when it fails.
 */
export const seed: number = process.env['SEED'] ? wholeNumber('SEED') : randomInt(0x7fffffff)

const times: number = process.env['RUNS'] ? wholeNumber('RUNS') : 1

/** How often a campaign of usually `runs` runs is to run now. */
export function runsOf(runs: number): number {
  return runs * times
}

/** The parameters of one `fc.assert`: `fc.assert(property, fuzz(200))`. */
export function fuzz<T>(runs = 100): Parameters<T> {
  return {
    seed,
    numRuns: runsOf(runs),
    // Of a planted fault nobody reads the counterexample, so none is made small: that may take minutes.
    endOnFailure: process.env['PLANT'] !== undefined,
    reporter: details => {
      if (!details.failed) return
      const report = `${fc.defaultReportMessage(details)}\n\nReplay with SEED=${seed}`
      throw new Error(report, { cause: details.errorInstance })
    },
  }
}

/** Runs a campaign that draws its own numbers, and adds the seed to what it throws. */
export async function replayable<T>(campaign: (seed: number) => T | Promise<T>): Promise<T> {
  try {
    return await campaign(seed)
  } catch (cause) {
    throw new Error(`${String(cause)}\n\nReplay with SEED=${seed}`, { cause })
  }
}

function wholeNumber(name: string): number {
  const value = Number(process.env[name])
  if (!Number.isSafeInteger(value)) throw new Error(`${name}=${process.env[name]} is no whole number`)
  return value
}
