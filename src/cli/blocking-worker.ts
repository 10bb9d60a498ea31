import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type MessagePort, workerData } from 'node:worker_threads'
import { isVarveError, VarveError } from '../errors.ts'
import type { PostgresPool } from '../store/postgres/pool.ts'
import { postgres } from '../store/postgres/postgres.ts'
import type { Answer, Asked, BlockingTask, WatchAsked, WatchTold } from './blocking-calls.ts'

/** Runs a store in PostgreSQL for a thread that waits for each answer: see `blocking-store.ts`. */
const { url, schema, signal, calls, watches } = workerData as BlockingTask
const pool = await poolOf(url).catch((error: unknown) => error)
const store = pool instanceof Error ? undefined : postgres({ pool: pool as PostgresPool & Ended, schema })
const aborts = new Map<number, AbortController>()

interface Ended {
  end(): Promise<void>
}

calls.on('message', ({ call, args }: Asked) => {
  void answerOf(call, args).then(answer => {
    calls.postMessage(answer)
    Atomics.store(signal, 0, 1)
    Atomics.notify(signal, 0)
  })
})
watches.on('message', (asked: WatchAsked) => {
  if ('end' in asked) aborts.get(asked.end)?.abort()
  else void tellMoves(asked, watches)
})

async function answerOf(call: string, args: readonly unknown[]): Promise<Answer> {
  try {
    if (!store) throw pool
    const method = store[call as 'head'] as (...all: unknown[]) => Promise<unknown>
    const value = await method.apply(store, [...args])
    if (call === 'close') await (pool as Ended).end()
    return { value }
  } catch (error) {
    return { error: plain(error) }
  }
}

async function tellMoves(
  { watch: id, cursor }: Extract<WatchAsked, { watch: number }>,
  port: MessagePort,
): Promise<void> {
  const tell = (told: WatchTold): void => port.postMessage(told)
  const abort = new AbortController()
  aborts.set(id, abort)
  try {
    if (!store) throw pool
    const options = { signal: abort.signal, ...(cursor !== undefined && { cursor }) }
    for await (const moves of store.watch(options)) tell({ id, moves })
    tell({ id, end: true })
  } catch (error) {
    tell({ id, error: plain(error) })
  }
}

/** What is left of an error on its way to another thread. */
function plain(error: unknown): NonNullable<Answer['error']> {
  if (isVarveError(error)) return { code: error.code, message: error.message, details: error.details }
  return { message: error instanceof Error ? error.message : String(error) }
}

/** The driver is the user's: beside this package, or in the folder in which the command is run. */
async function poolOf(connectionString: string): Promise<PostgresPool & Ended> {
  const places = [import.meta.url, join(process.cwd(), 'noop.js')].map(place => createRequire(place))
  for (const require of places) {
    let path
    try {
      path = require.resolve('pg')
    } catch {
      continue
    }
    const { Pool } = require(path) as { Pool: new (options: object) => PostgresPool & Ended }
    return new Pool({ connectionString, max: 3 })
  }
  const message = 'A database is read by the package pg, which is not there: npm install pg, and try again.'
  throw new VarveError('MISSING_PACKAGE', message, { name: 'pg' })
}
