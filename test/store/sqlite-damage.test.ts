import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { sqlite } from 'varve/sqlite'
import { makeRuns } from 'varve/testing'
import { explain } from '../../src/store/sqlite/failure.ts'
import { VarveError, type VarveErrorCode } from '../../src/errors.ts'
import { freshFile, removeFiles } from '../openers.ts'
import { FORMAT } from '../../src/store/sqlite/schema.ts'
import { change, codeOf, first, ourFile } from './sqlite-files.ts'

afterAll(removeFiles)

const foreign: [what: string, make: (file: string) => void, code: VarveErrorCode][] = [
  ['a text', file => writeFileSync(file, 'Dear diary,\n'), 'NOT_OURS'],
  ['a long binary', file => writeFileSync(file, Buffer.alloc(10_000, 7)), 'NOT_OURS'],
  ['a folder', file => mkdirSync(file), 'NOT_OURS'],
  ['a SQLite file of another program', file => change(file, 'CREATE TABLE runs(a)'), 'NOT_OURS'],
  [
    'one that only says it is ours',
    file => change(file, 'PRAGMA application_id=0x76617276; PRAGMA user_version=1; CREATE TABLE runs(a)'),
    'NOT_OURS',
  ],
]
test.each(foreign)('%s is refused and left untouched', (_what, make, code) => {
  const file = freshFile()
  make(file)
  const files = () => readdirSync(dirname(file)).filter(name => name.startsWith(basename(file)))
  const [before, beside] = [existsSync(file) && !readdirSafe(file) ? readFileSync(file) : '', files()]
  for (const options of [{}, { readOnly: true }]) {
    const store = sqlite(file, options)
    expect(codeOf(() => store.headsSync())).toBe(code)
    expect(codeOf(() => store.appendSync([{ runs: [first] }]))).toBe(options.readOnly ? 'READ_ONLY' : code)
    store.closeSync()
  }
  expect(files()).toEqual(beside)
  if (before !== '') expect(readFileSync(file).equals(before as Buffer)).toBe(true)
})

const changed: [what: string, sql: string, code: VarveErrorCode][] = [
  ['a newer format', `PRAGMA user_version=${FORMAT + 1}`, 'TOO_NEW'],
  ['a format that never was', 'PRAGMA user_version=0', 'NOT_OURS'],
  ['another application_id', 'PRAGMA application_id=7', 'NOT_OURS'],
  ['a further column', 'ALTER TABLE marks ADD COLUMN more TEXT', 'NOT_OURS'],
  ['a missing table', 'DROP TABLE marks', 'NOT_OURS'],
  ['a trigger', 'CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM runs; END', 'NOT_OURS'],
]
test.each(changed)('a file of ours with %s is refused and left untouched', (_what, sql, code) => {
  const file = ourFile()
  change(file, sql)
  const before = readFileSync(file)
  const store = sqlite(file)
  expect(codeOf(() => store.headsSync())).toBe(code)
  expect(codeOf(() => store.appendSync([{ runs: [first] }]))).toBe(code)
  store.closeSync()
  expect(readFileSync(file).equals(before)).toBe(true)
  if (code === 'TOO_NEW') {
    const database = new DatabaseSync(file)
    expect(codeOf(() => sqlite(database).headsSync())).toBe('TOO_NEW')
    database.close()
  }
})

test('further views and indexes of the owner do no harm', () => {
  const file = ourFile()
  change(
    file,
    'CREATE VIEW mine AS SELECT name FROM current_values',
    'CREATE INDEX i ON runs(variable)',
    'DROP VIEW history',
  )
  const store = sqlite(file)
  store.appendSync([{ runs: [first] }])
  expect(store.readSync('x', 'main', 0, 9)).toEqual(first.lines)
  store.closeSync()
})

const damaged: [what: string, damage: (bytes: Buffer) => Buffer][] = [
  ['cut', bytes => bytes.subarray(0, 3_000)],
  ['cut after its header', bytes => bytes.subarray(0, 100)],
  [
    'garbled behind its first page',
    bytes => Buffer.concat([bytes.subarray(0, 2_048), bytes.subarray(2_048).fill(7)]),
  ],
  [
    'garbled behind its header',
    bytes => Buffer.concat([bytes.subarray(0, 100), bytes.subarray(100).fill(7)]),
  ],
]
test.each(damaged)('a file that was %s is CORRUPT, and left untouched', (_what, damage) => {
  const file = ourFile(300)
  writeFileSync(file, damage(readFileSync(file)))
  const before = readFileSync(file)
  for (const options of [{}, { readOnly: true }]) {
    const store = sqlite(file, options)
    expect(codeOf(() => store.readSync('v7', 'main', 0, 99))).toBe('CORRUPT')
    if (!options.readOnly) expect(codeOf(() => store.appendSync([{ runs: [first] }]))).toBe('CORRUPT')
    store.closeSync()
  }
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('a variable without a head, and a head without a variable, are damage and not nothing', () => {
  for (const sql of [
    'DELETE FROM heads WHERE variable = 1',
    'PRAGMA foreign_keys=OFF; DELETE FROM variables WHERE id = 1',
  ]) {
    const file = ourFile(2)
    change(file, sql)
    const store = sqlite(file)
    expect(codeOf(() => store.headsSync())).toBe('CORRUPT')
    expect(store.headSync('v1', 'main')).toBeDefined()
    if (sql.startsWith('DELETE FROM heads')) {
      expect(codeOf(() => store.headSync('v0', 'main'))).toBe('CORRUPT')
      expect(codeOf(() => store.appendSync([{ runs: [makeRuns('v0', 1)[0]!] }]))).toBe('CORRUPT')
    }
    store.closeSync()
  }
})

test('a page of heads that shows lanes instead is damage, and the variable does not begin anew', () => {
  const file = ourFile()
  const bytes = showing(file, { table: 'lanes', inPlaceOf: 'heads' })
  const store = sqlite(file)
  expect(codeOf(() => store.headSync('v0', 'main'))).toBe('CORRUPT')
  expect(codeOf(() => store.appendSync([{ runs: [makeRuns('v0', 1)[0]!] }]))).toBe('CORRUPT')
  store.closeSync()
  expect(readFileSync(file).equals(bytes)).toBe(true)
})

test('a page of marks that shows keyframes instead is damage: their numbers are not taken for names', () => {
  const file = ourFile()
  showing(file, { table: 'keyframes', inPlaceOf: 'marks' })
  const store = sqlite(file)
  expect(codeOf(() => store.marksSync('v0'))).toBe('CORRUPT')
  expect(codeOf(() => store.loadSync('v0', 'main', 0))).toBe('CORRUPT')
  store.closeSync()
})

test('names that were lost with a page, or are not in their index, are damage: no variable seems never set', () => {
  const lost = ourFile(2)
  change(lost, 'PRAGMA foreign_keys=OFF; DELETE FROM variables')
  const file = ourFile(2)
  const bytes = readFileSync(file)
  // The root page of the index of names becomes an empty leaf.
  const database = new DatabaseSync(file, { readOnly: true })
  const index = "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_variables_1'"
  const { rootpage } = database.prepare(index).get() as { rootpage: number }
  database.close()
  bytes.writeUInt16BE(0, (rootpage - 1) * 2_048 + 3)
  writeFileSync(file, bytes)
  for (const name of [lost, file]) {
    const store = sqlite(name)
    expect(codeOf(() => store.headSync('v0', 'main'))).toBe('CORRUPT')
    store.closeSync()
  }
})

test.each([
  ['EIO', 'CORRUPT'],
  ['ENOSPC', 'DISK_FULL'],
  ['EMFILE', 'BUSY'],
  ['ELOOP', 'READ_ONLY'],
])('%s of the system is %s', (code, expected) => {
  const error = Object.assign(new Error(code), { code, syscall: 'open', errno: -5 })
  expect(explain(error, 'a.db')).toMatchObject({ code: expected, cause: error })
})

test('whatever byte is flipped, reading ends with lines or with a VarveError', () => {
  const file = ourFile(2)
  const bytes = readFileSync(file)
  const ends = { whole: 0, other: 0, refused: 0 }
  const read = (name: string) => {
    const store = sqlite(name)
    try {
      return JSON.stringify([
        store.headsSync(),
        store.readSync('v0', 'main', 0, 99),
        store.keyframeSync('v0', 'main'),
      ])
    } catch (error) {
      if (error instanceof VarveError) return undefined
      throw error
    } finally {
      store.closeSync()
    }
  }
  const sound = read(file)
  const copy = freshFile()
  for (let at = 0; at < bytes.length; at += 61) {
    const damaged = Buffer.from(bytes)
    damaged[at]! ^= 1 << (at % 8)
    writeFileSync(copy, damaged)
    const found = read(copy)
    ends[found === sound ? 'whole' : found ? 'other' : 'refused'] += 1
  }
  expect(ends.whole).toBeGreaterThan(0)
  expect(ends.refused).toBeGreaterThan(0)
})

test('a keyframe with one byte flipped counts as dropped', () => {
  const file = ourFile()
  for (const [column, value] of [
    ['value', '{"v":[1,2,4]}'],
    ['hash', '0'.repeat(64)],
    ['digest', ''],
  ] as const) {
    const store = sqlite(file)
    expect(store.keyframeSync('v0', 'main')).toBeDefined()
    const database = new DatabaseSync(file)
    const { [column]: kept } = database.prepare(`SELECT ${column} FROM keyframes`).get() as Record<
      string,
      string
    >
    database.prepare(`UPDATE keyframes SET ${column} = ?`).run(value)
    expect(store.keyframeSync('v0', 'main')).toBeUndefined()
    database.prepare(`UPDATE keyframes SET ${column} = ?`).run(kept!)
    database.close()
    store.closeSync()
  }
})

test('a run that was exchanged, cut or sent in a circle is CORRUPT', () => {
  for (const sql of [
    "body = '[]'",
    'prev = NULL',
    'prev = pos',
    'first = first + 1',
    "body = ''",
    'prev = 1',
  ]) {
    const file = freshFile()
    const store = sqlite(file)
    for (const run of makeRuns('x', 3, { bodies: 3 })) store.appendSync([{ runs: [run] }])
    change(file, `UPDATE runs SET ${sql} WHERE pos = ${sql === 'prev = 1' ? 3 : 2}`)
    expect([sql, codeOf(() => store.readSync('x', 'main', 0, 99))]).toEqual([sql, 'CORRUPT'])
    store.closeSync()
  }
})

function readdirSafe(path: string): boolean {
  try {
    return readdirSync(path).length >= 0
  } catch {
    return false
  }
}

test('an integer that no number can hold is damage', () => {
  const file = ourFile()
  change(file, 'UPDATE heads SET idx = 4611686018427387904')
  const store = sqlite(file, { readOnly: true })
  expect(codeOf(() => store.headsSync())).toBe('CORRUPT')
  expect(codeOf(() => store.headSync('v0', 'main'))).toBe('CORRUPT')
  store.closeSync()
})

/** Writes the root page of one table over that of another; gives the bytes that the file then has. */
function showing(file: string, { table, inPlaceOf }: { table: string; inPlaceOf: string }): Buffer {
  const database = new DatabaseSync(file, { readOnly: true })
  const pageOf = (name: string) =>
    Number(database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name)!['rootpage'])
  const [from, to] = [pageOf(table), pageOf(inPlaceOf)]
  database.close()
  const bytes = readFileSync(file)
  bytes.copy(bytes, (to - 1) * 2_048, (from - 1) * 2_048, from * 2_048)
  writeFileSync(file, bytes)
  return bytes
}
