import { VarveError } from '../../errors.ts'
import type { SqliteDatabase } from './database.ts'

const FULL = 2
/** What SQLite says for it, and would read as ON. */
const FAST = 2

/**
 * Sets what concerns only our own connection: distrust of the file, and our own waiting instead of SQLite's.
 * Half the usual page size, which only a new file takes, halves what a small append writes to the log. Where pages are split and
 * joined, SQLite leaves copies of rows in their free space, which nothing that is forgotten later would find: FAST overwrites them
 * in pages that are written anyway.
 */
export function setLocalPragmas(database: SqliteDatabase): void {
  database.exec(
    'PRAGMA busy_timeout=0; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA secure_delete=FAST',
  )
  database.exec('PRAGMA page_size=2048; PRAGMA wal_autocheckpoint=2000')
}

/**
 * Sets what makes a commit durable, and reads it back: a write-ahead log, synchronised at every commit.
 * Some builds open such a file at `synchronous=NORMAL`, which loses commits at a power cut.
 */
export function setWriteAheadLog(database: SqliteDatabase, file: string, readOnly: boolean): void {
  database.exec('PRAGMA synchronous=FULL')
  const wanted = readOnly ? 'PRAGMA journal_mode' : 'PRAGMA journal_mode=WAL'
  const { journal_mode: mode } = database.prepare(wanted).get() as { journal_mode: string }
  const { synchronous } = database.prepare('PRAGMA synchronous').get() as { synchronous: number | bigint }
  if (readOnly || (Number(synchronous) === FULL && (mode === 'wal' || mode === 'memory'))) return
  throw new VarveError(
    'UNSUPPORTED_RUNTIME',
    `${file} cannot have a write-ahead log (journal_mode is ${mode}, synchronous ${synchronous}). Put it on a local disk.`,
    { needs: 'journal_mode=WAL, synchronous=FULL' },
  )
}

/** Finds where a database that was handed in is kept; undefined for one in memory. */
export function fileOf(database: SqliteDatabase): string | undefined {
  const rows = database.prepare('PRAGMA database_list').all() as { name: string; file: string | null }[]
  return rows.find(row => row.name === 'main')?.file || undefined
}

/** Runs `act` with what it deletes overwritten by zeros, also in pages that become free. */
export function deletingForGood<T>(database: SqliteDatabase, act: () => T): T {
  const { secure_delete: before } = database.prepare('PRAGMA secure_delete').get() as {
    secure_delete: number | bigint
  }
  database.exec('PRAGMA secure_delete=ON')
  try {
    return act()
  } finally {
    database.exec(`PRAGMA secure_delete=${Number(before) === FAST ? 'FAST' : before}`)
  }
}

/**
 * Takes over the write-ahead log into the file and cuts it to nothing, since it holds what was deleted. While others read
 * or write, or where that fails, it stays until it is taken over the next time; it is durable as it is.
 */
export function cutLog(database: SqliteDatabase): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // SQLite does not tell of it either where it takes over the log by itself.
  }
}
