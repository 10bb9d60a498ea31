import pg from 'pg'
import { postgres } from 'varve/postgres'
import { makeRuns } from 'varve/testing'
import type { Case, Opened } from './case.ts'
import { lines } from './lines.ts'

const BATCH = 100
const REFERENCE = 'bare pg unnest of 100'

let schemas = 0

/** The store in PostgreSQL against rows in a table without any history, through the same driver, as durable as they are. */
export function postgresCases(url: string): readonly Case[] {
  const common = { unit: 'lines', steps: 150, warmUp: 50 }
  return [
    { ...common, name: REFERENCE, unitsPerStep: BATCH, open: (_, steps) => bare(url, steps) },
    ...(
      [
        [1, 100, 0.7],
        [10, 10, 0.6],
        [40, 3, 0.4],
      ] as const
    ).map(([variables, each, target]) => ({
      ...common,
      name: `PostgreSQL, append of ${variables} variable${variables > 1 ? 's' : ''} x ${each}`,
      reference: REFERENCE,
      target,
      unitsPerStep: variables * each,
      open: (_: string, steps: number) => store(url, steps, variables, each),
    })),
  ]
}

function bare(url: string, steps: number): Opened {
  const texts = lines(steps * BATCH)
  const { pool, schema, close } = opened(url)
  const made = pool.query(
    `CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.lines(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, line text NOT NULL)`,
  )
  const insert = `INSERT INTO ${schema}.lines(line) SELECT unnest($1::text[])`
  return {
    async step(i) {
      if (i === 0) await made
      await pool.query(insert, [texts.slice(i * BATCH, (i + 1) * BATCH)])
    },
    close,
  }
}

function store(url: string, steps: number, variables: number, each: number): Opened {
  const bodies = Array<string>(each).fill('12.5')
  const runs = Array.from({ length: variables }, (_, i) =>
    makeRuns(`v${i}`, steps, { writer: '0123456789abcdef', bodies }),
  )
  const { pool, schema, close } = opened(url)
  const kept = postgres({ pool, schema })
  return {
    async step(i) {
      const outcomes = await kept.append(runs.map(ofOne => ({ runs: [ofOne[i]!] })))
      if (!outcomes.every(({ ok }) => ok)) throw new Error('an append was lost')
    },
    async close() {
      await kept.close()
      await close()
    },
  }
}

/** A pool and a schema of its own, which goes at the end. */
function opened(url: string): { pool: pg.Pool; schema: string; close(): Promise<void> } {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  const schema = `bench_${process.pid}_${(schemas += 1)}`
  return {
    pool,
    schema,
    async close() {
      await pool.query(`DROP SCHEMA ${schema} CASCADE`)
      await pool.end()
    },
  }
}
