/** What a statement gives back. */
export interface PostgresResult {
  readonly rows: unknown[]
}

/** A connection that was taken from a pool: a client of `pg`, or anything with these calls. */
export interface PostgresClient {
  query(text: string, values?: unknown[]): Promise<PostgresResult>
  release(error?: Error | boolean): void
  /** Where it is there, a watch hears of others' moves by LISTEN; without it, it looks from time to time. */
  on?(event: string, listener: (told: unknown) => void): unknown
  off?(event: string, listener: (told: unknown) => void): unknown
}

/** What is needed of a pool of `pg`, so that the driver stays the business of who uses it. */
export interface PostgresPool {
  query(text: string, values?: unknown[]): Promise<PostgresResult>
  connect(): Promise<PostgresClient>
  /** A pool of `pg` tells of connections that break while nobody uses them, and ends the process where nobody hears of it. */
  on?(event: 'error', listener: (error: unknown) => void): unknown
  /** A pool of `pg` has it, and takes statements with names. */
  readonly Client?: unknown
  /** How many connections it may have: of one only, none is set apart to listen. */
  readonly options?: { readonly max?: number | undefined }
}

/** What a statement is sent through: a pool, or the one connection of a transaction. */
export type Sender = Pick<PostgresPool, 'query'>
