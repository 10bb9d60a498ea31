import { copyFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { sqlite, type SqliteDatabase } from 'varve/sqlite'
import { makeRun, makeRuns } from 'varve/testing'
import type { SyncStore } from '../../src/store/store.ts'
import { betterSqlite, freshFile, removeFiles } from '../openers.ts'
import { FORMAT } from '../../src/store/sqlite/schema.ts'
import { change, codeOf, first, ourFile, watched } from './sqlite-files.ts'

afterAll(removeFiles)

const frozenOf = (format: number) => fileURLToPath(new URL(`fixtures/format-${format}.db`, import.meta.url))
const frozen = frozenOf(1)
const kept = { ok: true, repeated: false }

function ofFormat(format: number): string {
  const file = freshFile()
  copyFileSync(frozenOf(format), file)
  return file
}

const ofFormat1 = () => ofFormat(1)

type Plain = (file: string) => SqliteDatabase
const builtIn: Plain = file => new DatabaseSync(file)

/** Two copies of SQLite in one process do not see each other's locks, so the copy that the store uses has to look. */
function formatOf(file: string, plain = builtIn): unknown {
  const database = plain(file)
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  database.close()
  return version
}

/** Everything that can be read through a store. */
function contentOf(store: SyncStore): unknown {
  return store
    .headsSync()
    .map(head => [
      head,
      store.readSync(head.variable, head.branch, 0, Infinity),
      store.keyframeSync(head.variable, head.branch),
      store.marksSync(head.variable),
    ])
}

function contentIn(file: string): unknown {
  const store = sqlite(file, { readOnly: true })
  const content = contentOf(store)
  store.closeSync()
  return content
}

const openers: [how: string, open: (file: string) => ReturnType<typeof sqlite>, plain: Plain][] = [
  ['by name', file => sqlite(file), builtIn],
  ['handed in', file => sqlite(builtIn(file)), builtIn],
]
const better = betterSqlite()
if (better) openers.push(['handed in by better-sqlite3', file => sqlite(better(file)), better])

const older = openers.flatMap(([how, ...rest]) => [1, 2].map(format => [format, how, ...rest] as const))

test.each(older)(
  'the first append brings a file of format %i to the newest, and changes nothing else (%s)',
  (format, _, open, plain) => {
    const file = ofFormat(format)
    const before = contentIn(file) as unknown[]
    const store = open(file)
    expect(contentOf(store)).toEqual(before)
    expect(formatOf(file, plain)).toBe(format)
    expect(store.appendSync([{ runs: [first] }])).toEqual([kept])
    expect(formatOf(file, plain)).toBe(FORMAT)
    expect((contentOf(store) as unknown[]).slice(0, -1)).toEqual(before)
    store.closeSync()
  },
)

test('forgetting brings a file of format 1 to the newest too, and the views show what is left', () => {
  const file = ofFormat1()
  const store = sqlite(file)
  expect(store.gapsSync('numbers', 'main')).toEqual([])
  const expected = store.headSync('numbers', 'main')!
  const gaps = [{ first: 6, last: 30, record: '{}', base: '3.75' }]
  expect(store.forgetSync({ variable: 'numbers', branch: 'main', expected, gaps })).toEqual(kept)
  expect(store.checkSync()).toEqual([])
  const database = new DatabaseSync(file)
  const indexes = database.prepare('SELECT "index" FROM history WHERE name = \'numbers\'').all()
  expect(indexes.map(row => row['index'])).toEqual(
    Array.from({ length: expected.index + 1 }, (_, index) => index).filter(index => index < 6 || index > 30),
  )
  const current = database.prepare('SELECT name, "index" FROM current_values WHERE name = \'numbers\'').all()
  expect(current).toEqual([{ name: 'numbers', index: expected.index }])
  database.close()
  store.closeSync()
})

test('whichever statement of the way to the newest format fails, the file is of format 1 and whole', () => {
  const statements: string[] = []
  const counted = new DatabaseSync(ofFormat1())
  const counting = sqlite(watched(counted, sql => statements.push(sql)))
  counting.headsSync()
  const opened = statements.length
  counting.appendSync([{ runs: [first] }])
  counted.close()
  const whole = contentIn(frozen)
  const steps = statements.length - opened
  expect(steps).toBeGreaterThan(6)
  for (let failing = 0; failing < steps; failing++) {
    const file = ofFormat1()
    const database = new DatabaseSync(file)
    let left = opened + failing
    const store = sqlite(
      watched(database, () => {
        if (left-- === 0) throw new Error('the program ends here')
      }),
    )
    store.headsSync()
    expect(() => store.appendSync([{ runs: [first] }])).toThrow('the program ends here')
    const format = formatOf(file)
    // Once the tables are made, the append is a transaction of its own.
    if (format === 1) expect(contentIn(file)).toEqual(whole)
    else expect(contentOf(sqlite(new DatabaseSync(file)))).toEqual(whole)
    expect(store.appendSync([{ runs: [first] }])).toEqual([kept])
    expect(formatOf(file)).toBe(FORMAT)
    expect(store.checkSync()).toEqual([])
    database.close()
  }
})

test('of two handles that come with a file of format 1 at the same time one brings it up, and both go on', async () => {
  const file = ofFormat1()
  const [one, other] = [sqlite(file), sqlite(file)]
  const [a, b] = [contentOf(one), contentOf(other)]
  expect(a).toEqual(b)
  const [x, y] = [makeRuns('x', 5), makeRuns('y', 5)]
  for (let i = 0; i < 5; i++) {
    const answers = [one.append([{ runs: [x[i]!] }]), other.append([{ runs: [y[i]!] }])]
    expect(await Promise.all(answers)).toEqual([[kept], [kept]])
  }
  expect(contentOf(one)).toEqual(contentOf(other))
  one.closeSync()
  other.closeSync()
})

test('a handle that reads format 1 sees what another one brings up and forgets', () => {
  const file = ofFormat1()
  const reader = sqlite(file, { readOnly: true })
  const lines = reader.readSync('numbers', 'main', 0, Infinity)
  const writer = sqlite(file)
  const expected = writer.headSync('numbers', 'main')!
  const gaps = [{ first: 6, last: 30, record: '{}', base: '3.75' }]
  writer.forgetSync({ variable: 'numbers', branch: 'main', expected, gaps })
  expect(reader.readSync('numbers', 'main', 0, Infinity)).toEqual([...lines.slice(0, 6), ...lines.slice(31)])
  expect(reader.gapsSync('numbers', 'main')).toEqual(gaps)
  reader.closeSync()
  writer.closeSync()
})

test('a table of the owner where format 2 has its own: read, but not written', () => {
  const file = ofFormat1()
  change(file, 'CREATE TABLE Segments(mine)')
  const store = sqlite(file)
  expect(contentOf(store)).toEqual(contentIn(frozen))
  expect(() => store.appendSync([{ runs: [first] }])).toThrow(/"segments" of its own/)
  expect(codeOf(() => store.appendSync([{ runs: [first] }]))).toBe('NOT_OURS')
  expect(formatOf(file)).toBe(1)
  store.closeSync()
})

test.each(openers)(
  'a newer format that comes under an open handle is noticed at the next read and append (%s)',
  (_, open, plain) => {
    const file = ourFile()
    const [reader, writer, forgetter] = [open(file), open(file), open(file)]
    for (const store of [reader, writer, forgetter]) store.headsSync()
    writer.appendSync([{ runs: [makeRun('w', null)] }])
    const head = writer.headSync('v0', 'main')!
    const other = plain(file)
    other.exec(`PRAGMA user_version=${FORMAT + 1}; CREATE TABLE of_the_future(a)`)
    other.close()
    expect(codeOf(() => writer.appendSync([{ runs: [first] }]))).toBe('TOO_NEW')
    expect(codeOf(() => reader.readSync('v0', 'main', 0, 9))).toBe('TOO_NEW')
    expect(codeOf(() => reader.headSync('v0', 'main'))).toBe('TOO_NEW')
    const gaps = [{ first: 0, last: 1, record: '{}', base: '1' }]
    const forgetting = { variable: 'v0', branch: 'main', expected: head, gaps }
    expect(codeOf(() => forgetter.forgetSync(forgetting))).toBe('TOO_NEW')
    for (const store of [reader, writer, forgetter]) store.closeSync()
    const database = plain(file)
    expect(database.prepare('SELECT count(*) AS count FROM variables').get()).toEqual({ count: 2 })
    expect(database.prepare('SELECT count(*) AS count FROM runs').get()).toEqual({ count: 2 })
    database.close()
  },
)

test('a table that a newer format changed is told as TOO_NEW, not as damage', () => {
  const file = ourFile()
  const store = sqlite(file)
  store.headsSync()
  change(
    file,
    `PRAGMA user_version=${FORMAT + 1}; DROP VIEW current_values; ALTER TABLE heads RENAME COLUMN idx TO place`,
  )
  expect(codeOf(() => store.headsSync())).toBe('TOO_NEW')
  expect(codeOf(() => store.appendSync([{ runs: [first] }]))).toBe('TOO_NEW')
  store.closeSync()
})
