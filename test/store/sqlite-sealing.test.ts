import { copyFileSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { makeRun, makeRuns } from 'varve/testing'
import { afterAll, expect, test } from 'vitest'
import type { Run } from '../../src/store/store.ts'
import { freshFile, removeFiles } from '../openers.ts'
import { change, codeOf, watched } from './sqlite-files.ts'

afterAll(removeFiles)

const kept = { ok: true, repeated: false }
const nothing = { lines: 0, segments: 0, bytes: { before: 0, after: 0 } }

/** A file with so many runs of ten lines, closed. */
function fileWith(
  count: number,
  bodies: (i: number) => string[] = () => Array.from({ length: 10 }, (_, i) => String(i)),
) {
  const file = freshFile()
  const runs: Run[] = []
  for (let i = 0; i < count; i++) runs.push(makeRun('x', runs.at(-1)?.head ?? null, { bodies: bodies(i) }))
  const store = sqlite(file)
  store.appendSync(runs.map(run => ({ runs: [run] })))
  store.closeSync()
  return { file, runs, lines: runs.flatMap(run => run.lines), head: runs.at(-1)!.head }
}

test('it goes by slices, each a transaction of its own', () => {
  const { file, lines } = fileWith(2_500)
  const begun: string[] = []
  const database = new DatabaseSync(file)
  const store = sqlite(watched(database, sql => sql === 'BEGIN IMMEDIATE' && begun.push(sql)))
  expect(store.sealSync('x', 'main')).toMatchObject({ lines: 24_990, segments: 4 })
  expect(begun.length).toBe(4)
  expect(store.readSync('x', 'main', 0, Infinity)).toEqual(lines)
  expect(store.checkSync()).toEqual([])
  expect(database.prepare('SELECT count(*) AS count FROM runs').get()).toEqual({ count: 1 })
  database.close()
})

test('a run that is more than a segment holds goes into several', () => {
  const { file, lines } = fileWith(2, i => Array.from({ length: i === 0 ? 20_000 : 1 }, (_, n) => String(n)))
  const store = sqlite(file)
  expect(store.sealSync('x', 'main')).toMatchObject({ lines: 20_000, segments: 3 })
  expect(store.readSync('x', 'main', 8_190, 8_195)).toEqual(lines.slice(8_190, 8_196))
  expect(store.readSync('x', 'main', 0, Infinity)).toEqual(lines)
  expect(store.checkSync()).toEqual([])
  store.closeSync()
})

test('whichever statement fails, what is read stays, and the next seal does the rest', () => {
  const { file: whole, lines, head } = fileWith(60)
  const statements: string[] = []
  const counted = freshFile()
  copyFileSync(whole, counted)
  const database = new DatabaseSync(counted)
  sqlite(watched(database, sql => statements.push(sql))).sealSync('x', 'main')
  database.close()
  const steps = [...statements.keys()].filter(i => i < 20 || i > statements.length - 20 || i % 11 === 0)
  expect(steps.length).toBeGreaterThan(45)
  for (const failing of steps) {
    const file = freshFile()
    copyFileSync(whole, file)
    const broken = new DatabaseSync(file)
    let left = failing
    try {
      const ending = () => {
        if (left-- === 0) throw new Error('the program ends here')
      }
      sqlite(watched(broken, ending)).sealSync('x', 'main')
    } catch {
      // The program ends here.
    }
    broken.close()
    const next = sqlite(file)
    expect(next.headSync('x', 'main')).toEqual(head)
    expect(next.readSync('x', 'main', 0, Infinity)).toEqual(lines)
    next.sealSync('x', 'main')
    expect(next.sealSync('x', 'main')).toEqual(nothing)
    expect(next.readSync('x', 'main', 0, Infinity)).toEqual(lines)
    expect(next.checkSync()).toEqual([])
    next.closeSync()
  }
})

test.each([
  ['forgets', 40],
  ['forgets all but the end', 990],
])('where another handle %s before a slice is written, nothing comes back', (_, last) => {
  const { file, lines, head } = fileWith(100)
  const other = sqlite(file)
  const gaps = [{ first: 5, last, record: '{}', base: '1' }]
  let isDone = false
  const database = new DatabaseSync(file)
  const store = sqlite(
    watched(database, sql => {
      if (sql !== 'BEGIN IMMEDIATE' || isDone) return
      isDone = true
      expect(other.forgetSync({ variable: 'x', branch: 'main', expected: head, gaps })).toEqual(kept)
    }),
  )
  store.sealSync('x', 'main')
  expect(isDone).toBe(true)
  expect(store.readSync('x', 'main', 0, Infinity)).toEqual([...lines.slice(0, 5), ...lines.slice(last + 1)])
  expect(store.checkSync()).toEqual([])
  other.closeSync()
  database.close()
})

test('where another handle seals the same at the same time, it is sealed once', () => {
  const { file, lines } = fileWith(100)
  const other = sqlite(file)
  let isDone = false
  const database = new DatabaseSync(file)
  const store = sqlite(
    watched(database, sql => {
      if (sql !== 'BEGIN IMMEDIATE' || isDone) return
      isDone = true
      expect(other.sealSync('x', 'main').lines).toBe(990)
    }),
  )
  expect(store.sealSync('x', 'main')).toEqual(nothing)
  expect(store.readSync('x', 'main', 0, Infinity)).toEqual(lines)
  expect(store.checkSync()).toEqual([])
  other.closeSync()
  database.close()
})

test('what is forgotten after it was sealed is nowhere in the file', () => {
  const { file, head } = fileWith(100, i => [`"secret number ${i} of many ${(i * 7919) % 1009}"`])
  const store = sqlite(file)
  store.sealSync('x', 'main')
  store.appendSync([{ runs: [makeRun('x', head)] }])
  const expected = store.headSync('x', 'main')!
  const gaps = [{ first: 1, last: 99, record: '{}', base: '1' }]
  expect(store.forgetSync({ variable: 'x', branch: 'main', expected, gaps })).toEqual(kept)
  store.closeSync()
  expect(readFileSync(file).includes('secret number 5')).toBe(false)
})

test('nothing is written where there is nothing to seal, also not to a file of before', () => {
  const file = freshFile()
  copyFileSync(fileURLToPath(new URL('fixtures/format-1.db', import.meta.url)), file)
  const before = readFileSync(file)
  const store = sqlite(file, { readOnly: true })
  expect(store.sealSync('rich', 'main')).toEqual(nothing)
  expect(codeOf(() => store.sealSync('numbers', 'main'))).toBe('READ_ONLY')
  store.closeSync()
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(sqlite(freshFile()).sealSync('x', 'main')).toEqual(nothing)
})

test.each(['format-1.db', 'format-2.db'])('what is in %s is sealed as what is recorded now', name => {
  const file = freshFile()
  copyFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)), file)
  const store = sqlite(file)
  const content = () => store.headsSync().map(({ variable }) => store.loadSync(variable, 'main', 0))
  const before = content()
  const sealed = store.headsSync().map(({ variable }) => store.sealSync(variable, 'main').lines)
  expect(Math.max(...sealed)).toBeGreaterThan(30)
  expect(content()).toEqual(before)
  store.closeSync()
})

test('a segment that was damaged is told by check, by verify and by whoever reads it, and by nobody else', () => {
  const { file } = fileWith(100)
  const store = sqlite(file)
  store.appendSync([{ runs: makeRuns('y', 1) }])
  store.sealSync('x', 'main')
  store.closeSync()
  change(file, 'UPDATE segments SET body = CAST(substr(body, 1, 200) AS BLOB)')
  const damaged = sqlite(file)
  expect(damaged.checkSync()).toEqual(['x (main): the segment 0 to 989 is not as it was sealed'])
  expect(codeOf(() => damaged.readSync('x', 'main', 0, 9))).toBe('CORRUPT')
  expect(damaged.readSync('x', 'main', 990, 999)).toHaveLength(10)
  expect(damaged.readSync('y', 'main', 0, 9)).toHaveLength(1)
  damaged.closeSync()
  const repository = openSync(sqlite(file, { readOnly: true }))
  expect(repository.verify().problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('not as it was sealed'),
    expect.stringContaining('the lines 0 to 989'),
  ])
  repository.close()
})

test('a line that was changed behind what is sealed, or another name, is found without making a sealed line', () => {
  for (const [sql, said] of [
    ['UPDATE runs SET body = replace(body, \'"b":9\', \'"b":8\')', /from 990 on do not lead/],
    ["UPDATE variables SET name = 'y'", /those of another variable/],
  ] as const) {
    const { file } = fileWith(100)
    const store = sqlite(file)
    store.sealSync('x', 'main')
    store.closeSync()
    change(file, sql)
    const changed = sqlite(file)
    expect(changed.checkSync()).toEqual([expect.stringMatching(said)])
    changed.closeSync()
  }
})

test('a segment of another history, hashed as it should be, does not fit its neighbours', () => {
  const { file } = fileWith(2_000)
  const { file: other } = fileWith(2_000, i => [...Array(10).keys()].map(n => String(n + i)))
  for (const each of [file, other]) {
    const store = sqlite(each)
    store.sealSync('x', 'main')
    store.closeSync()
  }
  const take = 'SELECT body FROM theirs.segments t WHERE t.first = segments.first'
  change(
    file,
    `ATTACH '${other}' AS theirs; UPDATE segments SET body = (${take}) WHERE first > 0 AND last < 19000`,
  )
  const store = sqlite(file)
  expect(store.checkSync()).toEqual([
    'x (main): the segment 8190 to 16379 does not lead to the one behind it',
    'x (main): the segment 0 to 8189 does not lead to the one behind it',
  ])
  store.closeSync()
})
