import { resolve } from 'node:path'
import { badOption, checkOptions } from '../../options.ts'
import { loadBuiltIn } from './built-in.ts'
import { Connection } from './connection.ts'
import type { SqliteDatabase, SqliteOptions } from './database.ts'
import { fileOf } from './pragmas.ts'
import type {
  SyncCheckable,
  SyncExclusive,
  SyncForgetful,
  SyncSealing,
  SyncStore,
  Watchful,
} from '../store.ts'
import { SqliteStore } from './sqlite-store.ts'

export type { SqliteDatabase, SqliteOptions, SqliteStatement, SqliteValue } from './database.ts'

const BUSY_TIMEOUT = 5_000

/**
 * Keeps revisions in one SQLite file, durable at every append.
 *
 * Takes a file name, opened when it is first needed and made at the first append; or a database of `node:sqlite` or
 * `better-sqlite3`, which stays its owner's to close, and which is set to `journal_mode=WAL` and `synchronous=FULL`.
 * The views `current_values` and `history` are there for any SQLite tool.
 * Fails with `NOT_OURS` or `TOO_NEW` at the first call, with the file left untouched.
 */
export function sqlite(
  file: string | SqliteDatabase,
  options: SqliteOptions = {},
): SyncStore & SyncForgetful & SyncSealing & SyncCheckable & SyncExclusive & Watchful {
  checkOptions('sqlite()', options, ['readOnly', 'busyTimeout'])
  const { readOnly = false, busyTimeout = BUSY_TIMEOUT } = options
  if (typeof busyTimeout !== 'number' || !(busyTimeout >= 0))
    throw badOption('sqlite()', 'busyTimeout', 'must be milliseconds, 0 or more')
  if (typeof file !== 'string') {
    if (typeof (file as Partial<SqliteDatabase> | null | undefined)?.prepare !== 'function')
      throw badOption('sqlite()', 'file', 'must be the name of a file, or a database that is open')
    const kept = fileOf(file)
    return new SqliteStore(
      new Connection(kept ?? ':memory:', readOnly, file),
      kept ? 'fsync' : 'memory',
      busyTimeout,
    )
  }
  if (file.includes('\0')) throw badOption('sqlite()', 'file', 'must name a file; no name holds a zero byte')
  if (file === '' || file === ':memory:') {
    throw badOption('sqlite()', 'file', 'must name a file; memory() is the store without one')
  }
  loadBuiltIn()
  return new SqliteStore(new Connection(resolve(file), readOnly), 'fsync', busyTimeout)
}
