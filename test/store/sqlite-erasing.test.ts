import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { sqlite } from 'varve/sqlite'
import { makeRun } from 'varve/testing'
import type { Run, Store } from '../../src/store/store.ts'
import type { Querying } from '../../src/store/querying/querying.ts'
import { freshFile, removeFiles } from '../openers.ts'

afterAll(removeFiles)

const count = 80
const secretOf = (i: number): string => `the secret ${i} `

/** Two runs of each of many variables, so that pages are split and joined while they hold a secret. */
function written(file: string) {
  const store = sqlite(file)
  const runs: [Run, Run][] = []
  for (let i = 0; i < count; i++) {
    const first = makeRun(`x${i}`, null, {
      bodies: [JSON.stringify(secretOf(i) + '.'.repeat((i * 37) % 300))],
    })
    runs.push([first, makeRun(`x${i}`, first.head)])
    for (const run of runs[i]!) store.appendSync([{ runs: [run] }])
  }
  return { store, runs }
}

const secretsIn = (file: string): number[] => {
  const bytes = Buffer.concat([file, `${file}-wal`].map(name => readFileSync(name)))
  return Array.from({ length: count }, (_, i) => i).filter(i => bytes.includes(secretOf(i)))
}

test('of what is forgotten nothing is left where pages were moved before', () => {
  const file = freshFile()
  const { store, runs } = written(file)
  const gaps = [{ first: 0, last: 0, record: '{}', base: '"0"' }]
  for (const [i, [, { head }]] of runs.entries())
    if (i % 2) store.forgetSync({ variable: `x${i}`, branch: 'main', expected: head, gaps })
  expect(secretsIn(file)).toEqual(Array.from({ length: count / 2 }, (_, i) => 2 * i))
  store.closeSync()
})

test('of what is purged nothing is left there either', async () => {
  const file = freshFile()
  const { store, runs } = written(file)
  for (const [i, [, { head }]] of runs.entries())
    if (i % 2) await (store as Store as Store & Querying).purge(`x${i}`, head)
  expect(secretsIn(file)).toEqual(Array.from({ length: count / 2 }, (_, i) => 2 * i))
  store.closeSync()
})
