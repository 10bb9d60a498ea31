import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as later } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { memory, open, openSync, type Store, type SyncStore, type Variable } from 'varve'
import { sqlite } from 'varve/sqlite'
import { codeOf } from '../code-of.ts'
import { freshFile, removeFiles } from '../openers.ts'
import { slow } from './slow.ts'

afterAll(removeFiles)

/** Settles when a variable has this value; the runner's time limit ends the waiting. */
async function becomes<T>(variable: Variable<T>, value: T): Promise<void> {
  while (!variable.equals(value)) await later(2)
}

describe.each<[string, () => () => Store]>([
  [
    'memory()',
    () => {
      const store = memory()
      return () => store
    },
  ],
  [
    'sqlite()',
    () => {
      const file = freshFile()
      return () => sqlite(file)
    },
  ],
])('a repository that follows %s', (_, make) => {
  test('takes over what others record, and tells each revision once', async () => {
    const handle = make()
    const [here, there] = [await open(handle(), { follow: true }), await open(handle())]
    const mine = await here.watch('n', 0)
    await mine.saved
    const theirs = await there.watch('n', 0)
    const heard: number[] = []
    mine.addListener((__, { value }) => heard.push(value))
    for (let i = 1; i <= 20; i++) {
      theirs.set(i)
      if (i % 4 === 0) await theirs.saved
    }
    await becomes(mine, 20)
    expect(heard).toEqual(Array.from({ length: 20 }, (__, i) => i + 1))
    await Promise.all([here.close(), there.close()].slice(0, handle() === handle() ? 1 : 2))
  })

  test('and both keep what is theirs when they write at once', async () => {
    const handle = make()
    const [here, there] = [await open(handle(), { follow: true }), await open(handle(), { follow: true })]
    const mine = await here.watch('n', 0)
    await mine.saved
    const theirs = await there.watch('n', 0)
    for (let i = 0; i < 30; i++) {
      mine.update(n => n + 1)
      theirs.update(n => n + 100)
      if (i % 3 === 0) await later(1)
    }
    await Promise.all([becomes(mine, 3030), becomes(theirs, 3030)])
    expect(mine.history().map(r => r.hash)).toEqual(theirs.history().map(r => r.hash))
    expect((await here.verify()).problems).toEqual([])
    await here.close()
    if (handle() !== handle()) await there.close()
  })

  test('stops with close', async () => {
    const handle = make()
    const here = await open(handle(), { follow: true })
    const n = await here.watch('n', 0)
    await here.close()
    expect(codeOf(() => n.set(1))).toBe('STORE_CLOSED')
  })
})

test('follow needs a store that tells of moves', () => {
  const later = slow(memory(), 1) as unknown as Store
  const silent = { ...later, watch: undefined } as unknown as SyncStore
  expect(codeOf(() => void openSync({ ...silent, sync: true } as SyncStore, { follow: true }))).toBe(
    'BAD_OPTION',
  )
  expect(codeOf(() => openSync(memory(), { follow: 1 } as never))).toBe('BAD_OPTION')
  expect(codeOf(() => openSync(memory(), { folow: true } as never))).toBe('BAD_OPTION')
})

test('another process is followed too, and following keeps a program alive until it closes', async () => {
  const file = freshFile()
  const here = openSync(sqlite(file))
  const n = here.watch('n', 0)
  here.flush()
  const child = spawn(process.execPath, [`${import.meta.dirname}/following.ts`, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(...text.trim().split('\n')))
  while (!lines.includes('ready')) await later(5)
  for (let i = 1; i <= 5; i++) {
    n.set(i)
    here.flush()
  }
  const [code] = (await once(child, 'exit')) as [number]
  expect([code, lines]).toEqual([0, ['ready', '1', '2', '3', '4', '5']])
  here.close()
})
