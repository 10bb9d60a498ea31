import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import type { Bar } from '../runner/bar.ts'
import type { Case, Run } from '../runner/case.ts'
import { pick } from '../runner/pick.ts'
import { median } from '../stores/median.ts'

/** What is measured of a file with a million revisions of one number, sealed; each time with a handle of its own. */
type Measure = (file: string) => void

const open: Measure = file => {
  const repository = openSync(sqlite(file, { readOnly: true }))
  if (repository.watch('n', -1).value === -1) throw new Error('nothing was opened')
  repository.close()
}

/** Every line is made, hashed and read. */
const openWhole: Measure = file => {
  const repository = openSync(sqlite(file, { readOnly: true }))
  let values = 0
  for (const { value } of repository.watch('n', -1).history()) if (typeof value === 'number') values++
  if (values < 2) throw new Error('nothing was opened')
  repository.close()
}

const checkSegments: Measure = file => {
  const store = sqlite(file, { readOnly: true })
  if (store.checkSync().length > 0) throw new Error('damaged')
  store.closeSync()
}

const verifyEach: Measure = file => {
  const repository = openSync(sqlite(file, { readOnly: true }))
  if (!repository.verify().ok) throw new Error('damaged')
  repository.close()
}

/** Taking up a variable of 1,000,000 revisions, and looking whether all of it holds. */
export const openMillion: readonly Case[] = [
  row('open-lazy', 'take up 1,000,000 revisions', open, { kind: 'at most', must: 20_000 }),
  row('open-whole', 'the same, and read every value', openWhole, { kind: 'at most', must: 400_000 }),
  row('verify-segments', 'check them by segment', checkSegments, { kind: 'at most', must: 200_000 }),
  row('verify-each', 'verify each of them', verifyEach, { kind: 'at most', must: 3_000_000 }),
]

function row(name: string, workload: string, measure: Measure, bar: Bar): Case {
  return {
    row: name,
    workload,
    unit: 'µs',
    candidates: ['varve'],
    bars: [bar],
    once: true,
    async measure(_candidate, run) {
      const folder = mkdtempSync(join(import.meta.dirname, '../../node_modules/.varve-bench-'))
      try {
        const file = join(folder, 'million.db')
        make(file, run)
        const times = Array.from({ length: 5 }, () => {
          const start = performance.now()
          measure(file)
          return (performance.now() - start) * 1_000
        })
        return { value: median(times), steps: times.length, of: times.length }
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
  }
}

/** A number that goes up and down, with a label and a creator. */
function make(file: string, { quick }: Run): void {
  const store = sqlite(file)
  const repository = openSync(store)
  const variable = repository.watch('n', 0)
  let n = 0
  for (let step = 1; step < (quick ? 20_000 : 1_000_000); step++) {
    n += pick(step, 201) - 100
    variable.set(n, { label: step % 3 === 0 ? 'up' : 'down', creator: 'ann' })
    if (step % 100 === 0) repository.flush()
  }
  repository.flush()
  store.sealSync('n', 'main')
  repository.close()
}
