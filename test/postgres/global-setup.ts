import type { TestProject } from 'vitest/node'
import { PostgresServer } from '../../tools/postgres/server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the tests' PostgreSQL is; undefined where there is none. */
    databaseUrl: string | undefined
  }
}

let server: PostgresServer | undefined
let starting: Promise<void> | undefined

/**
 * Starts a PostgreSQL server for the run, unless `DATABASE_URL` names one. It starts beside the tests that need none: who
 * needs it asks until it answers.
 */
export async function setup({ provide }: TestProject): Promise<void> {
  const given = process.env['DATABASE_URL']
  server = given ? undefined : await PostgresServer.make()
  provide('databaseUrl', given || server?.url)
  if (!given && !server)
    console.log('PostgreSQL is left out: npm has none for this machine, and DATABASE_URL names none')
  starting = server?.start().catch((error: unknown) => console.error(error))
}

export async function teardown(): Promise<void> {
  await starting
  await server?.stop()
}
