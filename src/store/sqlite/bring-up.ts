import type { SqliteDatabase } from './database.ts'
import { formatOf, notOurs } from './recognise.ts'
import { rollback } from './rollback.ts'
import { FORMAT, stepsFrom, tablesOf } from './schema.ts'

/**
 * Brings a file to the newest format, from an empty one or an older one, in one transaction; another program may have
 * just done so. For a new file it runs before the write-ahead log is set, so that the file itself says from its first
 * byte on whose it is.
 */
export function bringUp(database: SqliteDatabase, file: string): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    const format = formatOf(database, file)
    if (format < FORMAT) {
      checkRoom(database, file, format)
      for (const step of stepsFrom(format)) database.exec(step)
    }
    database.exec('COMMIT')
  } catch (error) {
    rollback(database)
    throw error
  }
}

/** What the owner added to the file may have a name that a newer format needs. */
function checkRoom(database: SqliteDatabase, file: string, format: number): void {
  const had = tablesOf(format)
  const find = database.prepare('SELECT type FROM sqlite_schema WHERE lower(name) = ?')
  for (const name of Object.keys(tablesOf(FORMAT))) {
    const taken = name in had ? undefined : (find.get(name) as { type: string } | undefined)
    if (taken)
      throw notOurs(file, `it has a ${taken.type} "${name}" of its own, where format ${FORMAT} has another`)
  }
}
