import { memory, openSync, type SyncStore } from 'varve'
import { sqlite } from 'varve/sqlite'
import { afterAll, expect, test } from 'vitest'
import { freshFile, removeFiles } from '../openers.ts'

afterAll(removeFiles)

/** Each opens the same place again and again. */
const places: readonly [string, () => () => SyncStore][] = [
  [
    'memory',
    () => {
      const store = memory()
      return () => store
    },
  ],
  [
    'a SQLite file',
    () => {
      const file = freshFile()
      return () => sqlite(file)
    },
  ],
]

test.each(places)('who lay idle while another one forgot goes on behind it, in %s', (_, place) => {
  const openStore = place()
  const [idle, busy] = [openSync(openStore()), openSync(openStore())]
  const mine = idle.watch('n', 0)
  for (let n = 1; n <= 5; n++) mine.set(n)
  idle.flush()
  const theirs = busy.watch('n', 0)
  for (let n = 6; n <= 20; n++) theirs.set(n)
  busy.flush()
  theirs.prune({ last: 3 })
  expect(theirs.history().map(({ index }) => index)).toEqual([0, 18, 19, 20])
  idle.refresh()
  expect(mine.history().map(({ index, value }) => [index, value])).toEqual([0, 18, 19, 20].map(n => [n, n]))
  mine.set(21)
  idle.flush()
  busy.refresh()
  expect(theirs.value).toBe(21)
  expect([idle.verify(), busy.verify()]).toEqual([0, 1].map(() => ({ ok: true, problems: [] })))
  // The same where it learns of it by losing a race.
  for (let n = 22; n <= 40; n++) theirs.set(n)
  busy.flush()
  theirs.prune({ last: 2 })
  mine.update(n => n + 100)
  idle.flush()
  expect(mine.value).toBe(140)
  expect(mine.history().map(({ index }) => index)).toEqual([0, 39, 40, 41])
  expect(idle.verify()).toEqual({ ok: true, problems: [] })
})
