import type { SqliteDatabase } from './database.ts'

/** Ends a transaction without keeping it; SQLite may have done so already. */
export function rollback(database: SqliteDatabase): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // No transaction is open.
  }
}
