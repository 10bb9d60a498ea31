import { afterAll, expect, test } from 'vitest'
import { isVarveError } from 'varve'
import { sqlite } from 'varve/sqlite'
import { makeRuns } from 'varve/testing'
import { isExclusive } from '../../src/store/capabilities.ts'
import { codeOf } from '../code-of.ts'
import { freshFile, removeFiles } from '../openers.ts'

afterAll(removeFiles)

const [a, b, c] = makeRuns('x', 3) as [
  ReturnType<typeof makeRuns>[0],
  ReturnType<typeof makeRuns>[0],
  ReturnType<typeof makeRuns>[0],
]

function two() {
  const file = freshFile()
  const [mine, theirs] = [sqlite(file), sqlite(file, { busyTimeout: 0 })]
  if (!isExclusive(mine)) throw new Error('sqlite() can keep others from writing')
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
