import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { VarveError } from '../../errors.ts'
import type { SqliteDatabase } from './database.ts'

type Sqlite = typeof import('node:sqlite')
type EmitWarning = (warning: string | Error, ...rest: unknown[]) => void

/** Opens a file with the SQLite that is built into Node; where there is none, `UNSUPPORTED_RUNTIME`. */
export function openBuiltIn(file: string, readOnly: boolean): SqliteDatabase {
  const { DatabaseSync } = loadBuiltIn()
  if (!readOnly) return new DatabaseSync(file, { defensive: true })
  if (!isWritable(file)) return new DatabaseSync(lockedAway(file), { readOnly, defensive: true })
  // A connection that may not write could not clear away the files beside the database when it is the last to leave.
  const database = new DatabaseSync(file, { defensive: true })
  database.exec('PRAGMA query_only=ON')
  return database
}

/** SQLite reads a file with a write-ahead log only where it may make files beside it. */
function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK)
    accessSync(dirname(file), constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Where nobody can write and no log waits, the file is read as one that does not change. */
function lockedAway(file: string): string | URL {
  if (existsSync(`${file}-wal`)) return file
  const url = pathToFileURL(file)
  url.search = '?immutable=1'
  return url
}

/** Loads `node:sqlite`, when it is first needed. */
export function loadBuiltIn(): Sqlite {
  const sqlite =
    globalThis.process?.getBuiltinModule && withoutItsWarning(() => process.getBuiltinModule('node:sqlite'))
  if (sqlite) return sqlite
  const found = globalThis.process?.version ? `this is Node ${process.version}` : 'this is no Node'
  throw new VarveError(
    'UNSUPPORTED_RUNTIME',
    `sqlite(file) needs node:sqlite, which Node has from 22.13 on; ${found}. Use a newer Node, or hand in a better-sqlite3 database.`,
    { needs: 'node >= 22.13' },
  )
}

/** Node 22 says at the import that its SQLite is experimental; only that one warning is left out. */
function withoutItsWarning<T>(load: () => T): T {
  const emitWarning = process.emitWarning as EmitWarning
  const quieter: EmitWarning = (warning, ...rest) => {
    if (rest[0] === 'ExperimentalWarning' && String(warning).startsWith('SQLite is an experimental')) return
    emitWarning.call(process, warning, ...rest)
  }
  process.emitWarning = quieter
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
}
