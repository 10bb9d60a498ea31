import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from 'varve'
import { postgres } from 'varve/postgres'
import { sqlite } from 'varve/sqlite'
import type { Arguments } from './arguments.ts'

/** Where it is all kept, and all that depends on which store that is. */
export interface Database extends AsyncDisposable {
  /** Another handle on it, for another program or collection. */
  readonly newStore: () => Store
}

/** Opens what was asked for. What is not to be kept is fresh, and goes at the end. */
export async function openDatabase(given: Arguments): Promise<Database> {
  return given.store === 'postgres' ? inPostgres(given) : inSqlite(given)
}

function inSqlite({ keep, name }: Arguments): Database {
  const folder = keep ? undefined : mkdtempSync(join(tmpdir(), 'contracts-'))
  const file = join(folder ?? '.', `${name}.db`)
  return {
    newStore: () => sqlite(file),
    [Symbol.asyncDispose]: async () => {
      if (folder) rmSync(folder, { recursive: true })
    },
  }
}

async function inPostgres({ url, keep, name }: Arguments): Promise<Database> {
  const Pool = await driver()
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 10_000 })
  const schema = keep ? name : `${name}_${randomBytes(8).toString('hex')}`
  const newStore = () => postgres({ pool, schema })
  try {
    // Where there is no server, it is better said before there is anything to take away.
    await newStore().heads()
  } catch (error) {
    await pool.end()
    throw error
  }
  return {
    newStore,
    [Symbol.asyncDispose]: async () => {
      try {
        if (!keep) await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
      } finally {
        await pool.end()
      }
    },
  }
}

/** The driver of PostgreSQL is not there. */
export class NoDriver extends Error {}

/** The driver is the business of who uses the store, and loaded where it is wanted. */
async function driver(): Promise<(typeof import('pg'))['Pool']> {
  try {
    return (await import('pg')).default.Pool
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new NoDriver('pg, the driver of PostgreSQL, is not installed: npm install pg', { cause: error })
  }
}
