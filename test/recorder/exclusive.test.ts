import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { openSync, type SyncStore } from 'varve'
import { sqlite, type SqliteDatabase } from 'varve/sqlite'
import { codeOf } from '../code-of.ts'
import { freshFile, removeFiles } from '../openers.ts'

afterAll(removeFiles)

/** So many races are lost before the next append is made while nobody else can write. */
const races = 4

/** Two repositories on one file, `n` and `side` watched in both; `beat` is what the other one does to `n`. */
function two(file: string, store: SyncStore = sqlite(file)) {
  const reported: unknown[] = []
  const here = openSync(store, { onListenerError: e => reported.push(e) })
  const there = openSync(sqlite(file))
  const [n, side] = [here.watch('n', 0), here.watch('side', 0)]
  here.flush()
  const [theirs, theirSide] = [there.watch('n', 0), there.watch('side', 0)]
  const beat = () => {
    there.refresh()
    theirs.update(x => x + 1)
    there.flush()
  }
  return { here, there, n, side, theirSide, beat, reported }
}

/** A database whose next COMMIT fails when that is asked for. */
function failingAtCommit(file: string) {
  const database = new DatabaseSync(file)
  const plan = { fails: false }
  const handed = {
    exec: (sql: string) => database.exec(sql),
    close: () => {},
    prepare: (sql: string) => {
      const statement = database.prepare(sql)
      if (sql !== 'COMMIT') return statement
      const run = () => {
        if (!plan.fails) return statement.run()
        plan.fails = false
        throw Object.assign(new Error('database or disk is full'), { errcode: 13, code: 'ERR_SQLITE_ERROR' })
      }
      return { run, get: statement.get.bind(statement), all: statement.all.bind(statement) }
    },
  }
  return { handed: handed as unknown as SqliteDatabase, plan }
}

test('what a recipe flushes in an exclusive append is not called saved before that is kept', () => {
  const file = freshFile()
  const { handed, plan } = failingAtCommit(file)
  const { here, n, side, beat } = two(file, sqlite(handed))
  let runs = 0
  n.update(x => {
    if ((runs += 1) <= races) beat()
    else {
      side.set(runs)
      plan.fails = true
      here.flush()
      expect(side.lastChange().saved).toBe(false)
    }
    return x + 100
  })
  expect(codeOf(() => here.flush())).toBe('NOT_DURABLE')
  expect([runs, side.lastChange().saved]).toEqual([races + 1, false])
  side.set(99)
  here.flush()
  expect(side.history().map(({ value }) => value)).toEqual([0, 5, 99])
  expect(here.verify()).toEqual({ ok: true, problems: [] })
})

test('nobody hears of an exclusive append before it is booked, so that what lost in it is made again once', () => {
  const { here, there, n, side, theirSide, beat, reported } = two(freshFile())
  let runs = 0
  const heard: boolean[] = []
  n.addListener((_, { value, saved }) => {
    if (runs !== races + 1 || value < 100) return
    heard.push(saved)
    side.update(x => x + 1, 'listener')
    here.flush()
  })
  n.update(x => {
    if ((runs += 1) <= races) beat()
    else side.update(m => m + 10, 'recipe')
    if (runs === races) {
      theirSide.update(m => m + 1000)
      there.flush()
    }
    return x + 100
  })
  here.flush()
  expect(heard).toEqual([true])
  expect(side.history().map(({ value }) => value)).toEqual([0, 1000, 1001, 1011])
  expect([here.verify().ok, reported]).toEqual([true, []])
  there.refresh()
  expect(theirSide.value).toBe(1011)
})

test('a recipe that is made again exclusively cannot close the repository under itself', () => {
  const file = freshFile()
  const { here, n, beat, reported } = two(file)
  let runs = 0
  const codes: string[] = []
  n.update(x => {
    if ((runs += 1) <= races) beat()
    else codes.push(codeOf(() => here.close()))
    return x + 100
  })
  here.flush()
  expect([codes, n.value, n.lastChange().saved, reported]).toEqual([['REFUSED'], 104, true, []])
  here.close()
  using again = openSync(sqlite(file))
  expect(again.watch('n', 0).value).toBe(104)
})
