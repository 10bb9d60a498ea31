/** What SQLite keeps in a column. */
export type SqliteValue = null | number | bigint | string | Uint8Array

/** What is needed of a prepared statement. */
export interface SqliteStatement {
  run(...values: SqliteValue[]): unknown
  get(...values: SqliteValue[]): unknown
  all(...values: SqliteValue[]): unknown[]
}

/** What is needed of a database that is handed in: node:sqlite's and better-sqlite3's both fit. */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): SqliteStatement
  close(): unknown
}

/** How a file is opened. */
export interface SqliteOptions {
  /** Refuses every append with `READ_ONLY`, and a file that does not exist; default false. */
  readonly readOnly?: boolean
  /** How long to wait for another program's write, in milliseconds, before `BUSY`; default 5,000. */
  readonly busyTimeout?: number
}
