import type pg from 'pg'
import { describe } from 'vitest'
import { postgres, type PostgresPool } from 'varve/postgres'
import { databaseUrl, freshPool, freshSchema } from '../../postgres/database.ts'

/** Tests that need a server; left out, by name, where there is none. */
export const withServer = databaseUrl ? describe : describe.skip

/** A fresh store, and what is needed to look behind it. */
export interface Fresh {
  readonly store: ReturnType<typeof postgres>
  readonly pool: pg.Pool
  readonly schema: string
  /** Another handle on the same tables. */
  again(pool?: PostgresPool): ReturnType<typeof postgres>
  /** Runs SQL in which `@` stands before the names of the store's tables. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
}

/** Opens a store in a schema that is not there yet. */
export function fresh(options: pg.PoolConfig = {}, schema: string = freshSchema()): Fresh {
  const pool = freshPool(options)
  const quoted = `"${schema.replaceAll('"', '""')}".`
  return {
    store: postgres({ pool, schema }),
    pool,
    schema,
    again: (other = pool) => postgres({ pool: other, schema }),
    sql: async (text, values = []) =>
      (
        await pool.query(
          text.replaceAll('@', () => quoted),
          values,
        )
      ).rows,
  }
}

/** A pool that notes what is sent through it, and may fail before or after that. */
export class WatchedPool implements PostgresPool {
  readonly sent: string[] = []
  /** Called before each statement: what it throws is what the statement fails with. */
  before: (text: string) => void = () => {}
  readonly #pool: PostgresPool

  constructor(pool: PostgresPool) {
    this.#pool = pool
  }

  async query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
    this.sent.push(text)
    this.before(text)
    return this.#pool.query(text, values)
  }

  async connect(): Promise<Awaited<ReturnType<PostgresPool['connect']>>> {
    const client = await this.#pool.connect()
    return {
      query: async (text, values) => {
        this.sent.push(text)
        this.before(text)
        return client.query(text, values)
      },
      release: error => client.release(error),
    }
  }

  /** How many statements were sent that are not of those that tell others. */
  get count(): number {
    return this.sent.filter(text => !text.includes('pg_notify')).length
  }
}

/** An error as the server sends it. */
export function serverError(code: string): Error {
  return Object.assign(new Error(`planned ${code}`), { code, severity: 'ERROR' })
}
