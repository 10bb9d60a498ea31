import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { isVarveError } from 'varve'
import { sqlite } from 'varve/sqlite'
import { makeRun, makeRuns } from 'varve/testing'
import { codeOf } from '../code-of.ts'
import { freshFile, removeFiles } from '../openers.ts'
import { failure, watched } from './sqlite-files.ts'

afterAll(removeFiles)

const [a, b, c] = makeRuns('x', 3) as [
  ReturnType<typeof makeRuns>[0],
  ReturnType<typeof makeRuns>[0],
  ReturnType<typeof makeRuns>[0],
]

function two() {
  const file = freshFile()
  const [mine, theirs] = [sqlite(file), sqlite(file, { busyTimeout: 0 })]
  mine.appendSync([{ runs: [a] }])
  return { mine, theirs }
}

test('while something is done exclusively nobody else writes, and all of it is kept as one append', () => {
  const { mine, theirs } = two()
  const seen = mine.exclusivelySync(() => {
    expect(codeOf(() => theirs.appendSync([{ runs: [b] }]))).toBe('BUSY')
    expect(mine.appendSync([{ runs: [b] }])).toMatchObject([{ ok: true }])
    expect(mine.appendSync([{ runs: [c] }])).toMatchObject([{ ok: true }])
    expect(theirs.headSync('x', 'main')).toEqual(a.head)
    return mine.headSync('x', 'main')
  })
  expect([seen, theirs.headSync('x', 'main')]).toEqual([c.head, c.head])
  expect(theirs.appendSync([{ runs: [b] }])).toMatchObject([{ ok: true, repeated: true }])
  for (const store of [mine, theirs]) store.closeSync()
})

test('where it fails nothing of it is kept, and both go on', () => {
  const { mine, theirs } = two()
  const failure = new Error('no')
  const fail = () =>
    mine.exclusivelySync(() => {
      mine.appendSync([{ runs: [b] }])
      throw failure
    })
  expect(fail).toThrow(failure)
  expect([mine.headSync('x', 'main'), theirs.headSync('x', 'main')]).toEqual([a.head, a.head])
  expect(theirs.appendSync([{ runs: [b] }])).toMatchObject([{ ok: true, repeated: false }])
  expect(mine.appendSync([{ runs: [c] }])).toMatchObject([{ ok: true, repeated: false }])
  for (const store of [mine, theirs]) store.closeSync()
})

test('what it begins with is what the file has, not what the handle remembers', () => {
  const { mine, theirs } = two()
  mine.headSync('x', 'main')
  theirs.appendSync([{ runs: [b] }])
  mine.exclusivelySync(() => {
    expect(mine.appendSync([{ runs: [c] }])).toMatchObject([{ ok: true }])
  })
  expect(theirs.headSync('x', 'main')).toEqual(c.head)
  mine.closeSync()
  try {
    mine.exclusivelySync(() => {})
    expect.fail('the store is closed')
  } catch (error) {
    expect(isVarveError(error, 'STORE_CLOSED')).toBe(true)
  }
  theirs.closeSync()
})

test('an append that fails after its first write, and whose error is caught, leaves nothing of itself', () => {
  const { mine, theirs } = two()
  mine.exclusivelySync(() => {
    const bad = makeRun('\ud800', null)
    expect(codeOf(() => mine.appendSync([{ runs: [b] }, { runs: [bad] }]))).toBe('BAD_NAME')
    expect(mine.headSync('x', 'main')).toEqual(a.head)
    mine.appendSync([{ runs: [makeRun('y', null)] }])
  })
  expect(theirs.headsSync().map(({ variable, index }) => [variable, index])).toEqual([
    ['x', 0],
    ['y', 0],
  ])
  expect(mine.appendSync([{ runs: [b] }])).toMatchObject([{ ok: true, repeated: false }])
  for (const store of [mine, theirs]) store.closeSync()
})

test('where the disk is full in it, SQLite may have ended all of it: nothing more is written, and nothing kept', () => {
  const database = new DatabaseSync(freshFile())
  let isFull = false
  const store = sqlite(
    watched(database, sql => {
      if (!isFull || !sql.startsWith('INSERT INTO runs')) return
      isFull = false
      database.exec('ROLLBACK')
      throw failure(13)
    }),
  )
  store.appendSync([{ runs: [a] }])
  const act = () =>
    store.exclusivelySync(() => {
      store.appendSync([{ runs: [makeRun('y', null)] }])
      isFull = true
      expect(codeOf(() => store.appendSync([{ runs: [b] }]))).toBe('DISK_FULL')
      expect(codeOf(() => store.appendSync([{ runs: [b] }]))).toBe('DISK_FULL')
    })
  expect(codeOf(act)).toBe('DISK_FULL')
  expect(store.headsSync()).toEqual([{ variable: 'x', branch: 'main', ...a.head }])
  expect(store.appendSync([{ runs: [b] }])).toMatchObject([{ ok: true, repeated: false }])
  database.close()
})

test('what looks like a failure of SQLite, and is one of the program, is neither tried again nor explained', () => {
  const { mine, theirs } = two()
  const busy = failure(5)
  let runs = 0
  expect(() =>
    mine.exclusivelySync(() => {
      runs += 1
      throw busy
    }),
  ).toThrow(busy)
  expect(runs).toBe(1)
  for (const store of [mine, theirs]) store.closeSync()
})
