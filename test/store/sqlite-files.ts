import { DatabaseSync } from 'node:sqlite'
import { sqlite, type SqliteDatabase } from 'varve/sqlite'
import { makeRun } from 'varve/testing'
import { isVarveError, type VarveErrorCode } from '../../src/errors.ts'
import type { Run } from '../../src/store/store.ts'
import { freshFile } from '../openers.ts'

/** A run of two lines. */
export const first: Run = makeRun('x', null, { bodies: ['1', '2'] })

/** A file of ours with some content, closed. */
export function ourFile(variables = 1): string {
  const file = freshFile()
  const store = sqlite(file)
  store.appendSync([
    {
      runs: Array.from({ length: variables }, (_, i) =>
        makeRun(`v${i}`, null, { bodies: 20, keyframe: '{"v":[1,2,3]}' }),
      ),
    },
  ])
  store.closeSync()
  return file
}

/** Runs statements through a plain connection. */
export function change(file: string, ...statements: string[]): void {
  const database = new DatabaseSync(file)
  for (const sql of statements) database.exec(sql)
  database.close()
}

/** Gives the code of the VarveError that is thrown; any other error is a failure of the test. */
export function codeOf(fn: () => unknown): VarveErrorCode | undefined {
  try {
    fn()
  } catch (error) {
    if (isVarveError(error)) return error.code
    throw error
  }
  return undefined
}

/** Passes statements on, after `watch` has seen them; what it throws is what the database throws. */
export function watched(database: DatabaseSync, watch: (sql: string) => void): SqliteDatabase {
  return {
    exec: sql => (watch(sql), database.exec(sql)),
    prepare: sql => {
      const statement = database.prepare(sql)
      return {
        run: (...values) => (watch(sql), statement.run(...values)),
        get: (...values) => (watch(sql), statement.get(...values)),
        all: (...values) => (watch(sql), statement.all(...values)),
      }
    },
    close: () => database.close(),
  }
}

/** Permissions mean nothing to root, as whom containers run their tests. */
export function asNobody(fn: () => void): void {
  const isRoot = process.getuid?.() === 0
  if (isRoot) process.seteuid!(65_534)
  try {
    fn()
  } finally {
    if (isRoot) process.seteuid!(0)
  }
}

/** Makes an error as node:sqlite throws it, with an extended result code. */
export function failure(errcode: number): Error {
  return Object.assign(new Error(`failure ${errcode}`), { code: 'ERR_SQLITE_ERROR', errcode })
}
