import { createRequire } from 'node:module'
import type pg from 'pg'
import { sha256 } from '../../test/docs/reader.ts'
import { PostgresServer } from '../../tools/postgres/server.ts'
import { postgres } from 'varve/postgres'
import { plantedPostgres, postgresPlants } from './planted-postgres.ts'
import type { Lying, Subject } from './subject.ts'

/** Loaded when it is needed: every worker process reads this file, also those of other stores. */
const driver = () => createRequire(import.meta.url)('pg') as typeof pg

const urlVariable = 'DATABASE_URL'

/** The store in PostgreSQL: a schema for each place, on a server of its own unless `DATABASE_URL` names one. */
export const postgresSchema: Subject = {
  name: 'postgres',
  isFiles: false,
  plants: postgresPlants,
  begin,
  store(place, plant) {
    const pool = poolOf(4)
    const schema = schemaOf(place)
    return plant && postgresPlants.includes(plant)
      ? plantedPostgres(pool, schema, plant)
      : postgres({ pool, schema })
  },
  files: () => [],
  lying,
}

/** Where a place is in the database. */
function schemaOf(place: string): string {
  return `torture_${sha256(place).slice(0, 20)}`
}

/** Those who have closed their store are not kept waiting. */
function poolOf(max: number): pg.Pool {
  const connectionString = process.env[urlVariable]
  return new (driver().Pool)({ connectionString, max, allowExitOnIdle: true, idleTimeoutMillis: 1_000 })
}

async function begin(): Promise<() => Promise<void>> {
  if (process.env[urlVariable]) return async () => {}
  const server = await PostgresServer.make()
  if (!server) throw new Error('npm has no PostgreSQL for this machine, and DATABASE_URL names none')
  await server.start()
  process.env[urlVariable] = server.url
  return async () => {
    Reflect.deleteProperty(process.env, urlVariable)
    await server.stop()
  }
}

async function lying(place: string, names: readonly string[]): Promise<ReadonlyMap<string, Lying>> {
  const client = new (driver().Client)({ connectionString: process.env[urlVariable] })
  await client.connect()
  try {
    const schema = schemaOf(place)
    const heads = await client.query<{
      name: string
      variable: string
      lane: number
      idx: string
      hash: string
    }>(
      `SELECT v.name, h.variable, h.lane, h.idx, h.hash FROM ${schema}.heads h JOIN ${schema}.variables v ON v.id = h.variable
       WHERE h.branch = 'main' AND v.name = ANY($1)`,
      [names],
    )
    const found = new Map<string, Lying>()
    for (const { name, variable, lane, idx, hash } of heads.rows) {
      const runs = await client.query<{ body: string }>(
        `SELECT body FROM ${schema}.runs WHERE variable = $1 AND lane = $2 ORDER BY first`,
        [variable, lane],
      )
      const texts = runs.rows.flatMap(({ body }) => body.slice(1, -1).split(',\n'))
      found.set(name, { texts, head: { index: Number(idx), hash } })
    }
    return found
  } finally {
    await client.end()
  }
}
