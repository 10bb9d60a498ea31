import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { sqlite } from 'varve/sqlite'
import { makeRun, makeRuns } from 'varve/testing'
import { freshFile, removeFiles } from '../openers.ts'
import { codeOf, ourFile } from './sqlite-files.ts'

afterAll(removeFiles)

const headOf = ({ variable, branch, head }: ReturnType<typeof makeRun>) => ({ variable, branch, ...head })

test('a program that only awaits a watch lives, hears of what another program writes, and ends', async () => {
  const file = ourFile()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'watching.ts'), file])
  const lines: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(...text.trim().split('\n')))
  await once(child.stdout, 'data')
  const store = sqlite(file)
  store.appendSync([{ runs: [makeRun('x', null, { bodies: 7 })] }])
  const [code] = await once(child, 'close')
  expect([code, lines]).toEqual([0, ['[]', '[6]']])
  store.closeSync()
})

test('a file that is not there yet is watched until somebody makes it', async () => {
  const file = freshFile()
  const watcher = sqlite(file)
  const watch = watcher.watch()[Symbol.asyncIterator]()
  expect((await watch.next()).value).toEqual({ cursor: '0', heads: [] })
  const run = makeRun('x', null)
  const writer = sqlite(file)
  const told = watch.next()
  writer.appendSync([{ runs: [run] }])
  expect((await told).value).toEqual({ cursor: '1', heads: [headOf(run)] })
  watcher.closeSync()
  writer.closeSync()
})

test('a store is told of what another store writes on the same connection', async () => {
  const database = new DatabaseSync(freshFile())
  const [one, other] = [sqlite(database), sqlite(database)]
  const [a, b] = makeRuns('x', 2)
  one.appendSync([{ runs: [a!] }])
  const watch = one.watch()[Symbol.asyncIterator]()
  await watch.next()
  other.appendSync([{ runs: [b!] }])
  expect((await watch.next()).value).toEqual({ cursor: '2', heads: [headOf(b!)] })
  database.close()
})

test('where an older copy of the file was put back, a cursor from before tells of all', async () => {
  const file = freshFile()
  const store = sqlite(file)
  const runs = makeRuns('x', 5)
  store.appendSync([{ runs: [runs[0]!] }])
  store.closeSync()
  const copy = freshFile()
  copyFileSync(file, copy)
  const later = sqlite(file)
  for (const run of runs.slice(1)) later.appendSync([{ runs: [run] }])
  const { value } = await later.watch()[Symbol.asyncIterator]().next()
  later.closeSync()
  const older = sqlite(copy)
  const { cursor } = value as { cursor: string }
  const told = await older.watch({ cursor })[Symbol.asyncIterator]().next()
  expect(told.value).toEqual({ cursor: '1', heads: [headOf(runs[0]!)] })
  older.closeSync()
})

test('what is no cursor, and unknown options, are refused', () => {
  const store = sqlite(freshFile())
  for (const cursor of ['', 'x', '-1', '1e9', '9'.repeat(30), 5])
    expect(codeOf(() => store.watch({ cursor: cursor as string }))).toBe('BAD_OPTION')
  expect(() => store.watch({ cursr: '1' } as object)).toThrow(/cursor/)
  store.closeSync()
})
