import { join } from 'node:path'
import { sqlite } from 'varve/sqlite'
import { makeRuns } from 'varve/testing'
import type { Case } from './case.ts'

const BATCH = 100

/** The store alone: runs that are made already, appended in the shapes a recorder gives them. */
export const storeAppend: readonly Case[] = [
  {
    name: 'append of 1 line',
    reference: 'raw write + fdatasync',
    target: 0.8,
    unit: 'lines',
    unitsPerStep: 1,
    steps: 800,
    warmUp: 1_200,
    open: (folder, steps) => opened(folder, steps, 1, 1),
  },
  shape(1, 0.6),
  shape(10, 0.5),
  shape(100, 0.3),
]

function shape(variables: number, target: number): Case {
  return {
    name: `append of ${variables} variable${variables > 1 ? 's' : ''} x ${BATCH / variables}`,
    reference: 'bare inserts of 100',
    target,
    unit: 'lines',
    unitsPerStep: BATCH,
    steps: 150,
    warmUp: 50,
    open: (folder, steps) => opened(folder, steps, variables, BATCH / variables),
  }
}

function opened(
  folder: string,
  steps: number,
  variables: number,
  linesEach: number,
): ReturnType<Case['open']> {
  const bodies = Array<string>(linesEach).fill('12.5')
  const runs = Array.from({ length: variables }, (_, i) =>
    makeRuns(`v${i}`, steps, { writer: '0123456789abcdef', bodies }),
  )
  const store = sqlite(join(folder, 'store.varve'))
  return {
    step(i) {
      const outcomes = store.appendSync(runs.map(ofOne => ({ runs: [ofOne[i]!] })))
      if (!outcomes.every(({ ok }) => ok)) throw new Error('an append was lost')
    },
    close: () => store.closeSync(),
  }
}
