import pg from 'pg'
import { inject } from 'vitest'
import { setTimeout as pause } from 'node:timers/promises'

const pools = new Set<pg.Pool>()
const schemas = new Set<string>()
const salt = `${process.pid}_${Math.random().toString(36).slice(2, 8)}`
let made = 0

/** Where the tests' PostgreSQL is; undefined where there is none for this machine. */
export const databaseUrl: string | undefined = inject('databaseUrl')

/** A pool on the tests' server, which the tests end. */
export function freshPool(options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4, ...options })
  pools.add(pool)
  return pool
}

/** Names a schema that is not there yet. */
export function freshSchema(): string {
  const schema = `test_${salt}_${(made += 1)}`
  schemas.add(schema)
  return schema
}

/** Waits until the server that the run has started takes connections. */
export async function serverReady(): Promise<void> {
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ connectionString: databaseUrl })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (tries > 300) throw error
      await pause(100)
    }
  }
}

/** Drops what the tests have made, and ends their pools. */
export async function dropSchemas(): Promise<void> {
  const [first] = pools
  if (!first) return
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  for (const schema of schemas)
    await pool.query(`DROP SCHEMA IF EXISTS ${pg.escapeIdentifier(schema)} CASCADE`)
  await pool.end()
  schemas.clear()
  // One whose connection a test that failed still holds would never end.
  for (const one of pools) if (!one.ended) await Promise.race([one.end(), pause(2_000)])
  pools.clear()
}

/** Runs a program that uses PostgreSQL with an empty database of its own, which it finds in `DATABASE_URL`. */
export async function withDatabase<T>(
  program: string,
  run: (env: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  if (!program.includes('varve/postgres')) return run({})
  await serverReady()
  const name = `docs_${salt}_${(made += 1)}`
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  await pool.query(`CREATE DATABASE ${name}`)
  const url = new URL(databaseUrl!)
  url.pathname = `/${name}`
  try {
    return await run({ DATABASE_URL: url.href })
  } finally {
    await pool.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await pool.end()
  }
}
