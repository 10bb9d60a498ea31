import type pg from 'pg'
import type { Outcome, Store, Unit } from 'varve'
import { postgres, type PostgresPool } from 'varve/postgres'

/** `trusting`: an append whose answer was lost is taken for done. `forgetful`: lines that are there already lose to themselves. */
export const postgresPlants: readonly string[] = ['trusting', 'forgetful']

/** A store in PostgreSQL that has a defect. */
export function plantedPostgres(pool: pg.Pool, schema: string, plant: string): Store {
  if (plant === 'trusting') return postgres({ pool: trusting(pool), schema })
  return forgetful(postgres({ pool, schema }))
}

function trusting(pool: pg.Pool): PostgresPool {
  return {
    async query(text, values) {
      try {
        return await pool.query(text, values)
      } catch (error) {
        const isAnswered = typeof (error as { severity?: unknown }).severity === 'string'
        if (isAnswered || !text.includes('UPDATE')) throw error
        return { rows: [] }
      }
    },
    connect: () => pool.connect(),
    on: (event, listener) => pool.on(event, listener),
  }
}

function forgetful(inner: Store): Store {
  const append = async (units: readonly Unit[]): Promise<readonly Outcome[]> => {
    const outcomes = await inner.append(units)
    return Promise.all(
      outcomes.map(async (outcome, i) => {
        const run = units[i]!.runs[0]
        if (!outcome.ok || !outcome.repeated || !run) return outcome
        const { variable, branch } = run
        return { ok: false, variable, branch, actual: (await inner.head(variable, branch)) ?? null } as const
      }),
    )
  }
  return new Proxy(inner, {
    get(target, key) {
      const found: unknown = key === 'append' ? append : Reflect.get(target, key)
      return typeof found === 'function' ? found.bind(target) : found
    },
  })
}
