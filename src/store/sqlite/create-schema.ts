import type { SqliteDatabase } from './database.ts'
import { isOurDatabase } from './recognise.ts'
import { rollback } from './rollback.ts'
import { APPLICATION_ID, FORMAT, TABLES } from './schema.ts'
import { VIEWS } from './views.ts'

/**
 * Makes the tables and views in one transaction, unless another program has just done so.
 * It runs before the write-ahead log is set, so that the file itself says from its first byte on whose it is.
 */
export function createSchema(database: SqliteDatabase, file: string): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    if (!isOurDatabase(database, file)) {
      database.exec(Object.values(TABLES).join(';\n'))
      database.exec(VIEWS)
      database.exec(`PRAGMA application_id=${APPLICATION_ID}; PRAGMA user_version=${FORMAT}`)
    }
    database.exec('COMMIT')
  } catch (error) {
    rollback(database)
    throw error
  }
}
