import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { openSync } from 'varve'
import { sqlite, type SqliteDatabase } from 'varve/sqlite'
import { makeRun } from 'varve/testing'
import { MovingBranch, mustBeOneState } from '../../src/testing/moving-branch.ts'
import { betterSqlite, freshFile, removeFiles } from '../openers.ts'
import { codeOf, watched } from './sqlite-files.ts'

afterAll(removeFiles)

/** A branch that moves whenever it is told to, by a handle of its own. */
function moving() {
  const file = freshFile()
  const writer = sqlite(file)
  const branch = new MovingBranch('x')
  const move = (): void => {
    for (let n = 0; n < 4; n++) writer.appendSync([branch.next()])
    const forgetting = branch.forgetting()
    if (forgetting) expect(writer.forgetSync(forgetting)).toMatchObject({ ok: true })
  }
  move()
  return { file, writer, move }
}

type Read = (database: SqliteDatabase) => void

const load: Read = database => mustBeOneState('x', sqlite(database).loadSync('x', 'main', 0)!)
const check: Read = database => expect(sqlite(database).checkSync()).toEqual([])

const reads: [string, Read][] = [
  ['a load', load],
  ['a check', check],
]

test.each(reads)('%s sees one state, whatever another handle writes between its statements', (_, read) => {
  const { file, writer, move } = moving()
  let moves = 0
  for (let at = 0; ; at++) {
    let left = at
    const database = new DatabaseSync(file)
    const interrupted = watched(database, () => {
      if (left-- !== 0) return
      move()
      moves++
    })
    read(interrupted)
    database.close()
    if (left >= 0) break
  }
  expect(moves).toBeGreaterThan(6)
  writer.closeSync()
})

test.each(reads)('%s leaves no transaction open, whether it succeeds or fails', (_, read) => {
  const { file, writer, move } = moving()
  const database = new DatabaseSync(file)
  read(database)
  const failing = watched(database, sql => {
    if (sql.includes('keyframes')) throw new Error('no')
  })
  expect(() => read(failing)).toThrow('no')
  expect(database.isTransaction).toBe(false)
  move()
  read(database)
  expect(sqlite(database).headSync('x', 'main')).toEqual(writer.headSync('x', 'main'))
  database.close()
  writer.closeSync()
})

test('verify() of a file that others append to, mark and prune finds nothing, and opening it neither', () => {
  const file = freshFile()
  const there = openSync(sqlite(file))
  const x = there.watch('x', 0)
  const move = (): void => {
    for (let n = 0; n < 5; n++) x.set(x.value + 1)
    x.mark(`m${x.value}`)
    there.flush()
    x.prune({ last: 2 })
  }
  move()
  let moves = 0
  for (let at = 0; ; at++) {
    let left = at
    const database = new DatabaseSync(file)
    const interrupted = watched(database, () => {
      if (left-- !== 0) return
      move()
      moves++
    })
    const here = openSync(sqlite(interrupted))
    expect(here.watch('x', 0).value % 5).toBe(0)
    expect(here.verify().problems).toEqual([])
    here.close()
    database.close()
    if (left >= 0) break
  }
  expect(moves).toBeGreaterThan(30)
  there.close()
})

const better = betterSqlite()
const opens: [string, (file: string) => SqliteDatabase][] = [
  ['node:sqlite', file => new DatabaseSync(file)],
  ...(better ? [['better-sqlite3', better] as [string, typeof better]] : []),
]

test.each(opens)('a load is part of the transaction that the owner has open (%s)', (_, open) => {
  const { file, writer, move } = moving()
  const database = open(file)
  const store = sqlite(database)
  store.headsSync()
  database.exec('BEGIN')
  const before = store.loadSync('x', 'main', 0)
  move()
  expect(store.loadSync('x', 'main', 0)).toEqual(before)
  database.exec('COMMIT')
  expect(store.loadSync('x', 'main', 0)).toEqual(writer.loadSync('x', 'main', 0))
  database.close()
  writer.closeSync()
})

test('a load sees what was written exclusively before it, and a file that is only read loads as well', () => {
  const { file, writer } = moving()
  const { head } = writer.loadSync('x', 'main', 0)!
  const run = makeRun('x', head)
  writer.exclusivelySync(() => {
    writer.appendSync([{ runs: [run] }])
    expect(writer.loadSync('x', 'main', head.index + 1)).toMatchObject({ head: run.head, lines: run.lines })
  })
  const reader = sqlite(file, { readOnly: true })
  expect(reader.loadSync('x', 'main', 0)).toEqual(writer.loadSync('x', 'main', 0))
  expect(sqlite(freshFile()).loadSync('x', 'main', 0)).toBeUndefined()
  reader.closeSync()
  writer.closeSync()
  expect(codeOf(() => reader.loadSync('x', 'main', 0))).toBe('STORE_CLOSED')
})

test('a load costs a statement for each part, three around them, and no more however much is kept', () => {
  const { file, writer, move } = moving()
  const costs = [0, 1].map(() => {
    const said: string[] = []
    const database = new DatabaseSync(file)
    const store = sqlite(watched(database, sql => said.push(sql)))
    store.loadSync('x', 'main', 0)
    said.length = 0
    store.loadSync('x', 'main', 0)
    database.close()
    for (let n = 0; n < 20; n++) move()
    return said.length
  })
  expect(costs).toEqual([8, 8])
  writer.closeSync()
})
