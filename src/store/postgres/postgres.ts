import { badOption, checkOptions } from '../../options.ts'
import type { Checkable, Forgetful, Store, Watchful } from '../store.ts'
import { Connection } from './connection.ts'
import { Place } from './place.ts'
import type { PostgresPool } from './pool.ts'
import { PostgresStore } from './postgres-store.ts'

export type { PostgresClient, PostgresPool, PostgresResult } from './pool.ts'

/** How a store in PostgreSQL is opened. */
export interface PostgresOptions {
  /** A pool of `pg`, or anything that can do the same; it stays its owner's to end. */
  readonly pool: PostgresPool
  /** The schema that holds the tables, made when something is first kept; default `varve`. */
  readonly schema?: string
}

/**
 * Keeps revisions in a PostgreSQL database, for any number of processes, durable at every append.
 *
 * Fails with `NOT_OURS` or `TOO_NEW` at the first call, with the schema left untouched.
 */
export function postgres(options: PostgresOptions): Store & Forgetful & Watchful & Checkable {
  checkOptions('postgres()', options, ['pool', 'schema'])
  const { pool, schema = 'varve' } = options
  const { query, connect } = (pool ?? {}) as Partial<PostgresPool>
  if (typeof query !== 'function' || typeof connect !== 'function')
    throw badOption('postgres()', 'pool', 'must be a pool of pg: new Pool({ connectionString })')
  return new PostgresStore(new Connection(pool, new Place(schema)))
}
