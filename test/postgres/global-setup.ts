import type { TestProject } from 'vitest/node'
import { PostgresServer } from '../../tools/postgres/server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the tests' PostgreSQL is; undefined where there is none. */
    databaseUrl: string | undefined
  }
}

/**
 * Starts a PostgreSQL server for the run, unless `DATABASE_URL` names one. It starts beside the tests that need none: who
 * needs it asks until it answers.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DATABASE_URL']
  if (given) {
    provide('databaseUrl', given)
    return async () => {}
  }
  const server = await PostgresServer.make()
  provide('databaseUrl', server?.url)
  if (!server)
    console.log('PostgreSQL is left out: npm has none for this machine, and DATABASE_URL names none')
  const starting = server?.start().catch((error: unknown) => console.error(error))
  return async () => {
    await starting
    await server?.stop()
  }
}
