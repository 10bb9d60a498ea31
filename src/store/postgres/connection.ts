import { sha256 } from '#platform'
import type { Place } from './place.ts'
import type { PostgresClient, PostgresPool, PostgresResult, Sender } from './pool.ts'
import { persistently } from './persistence.ts'

interface Statement {
  readonly text: string
  readonly name: string
}

/** How `pg` takes a statement whose plan is kept. */
type NamedQuery = (config: Statement & { readonly values: unknown[] }) => Promise<PostgresResult>

/** There is no statement of that name, there is another one, or what it gives has changed. */
const NAMELESS: ReadonlySet<string> = new Set(['26000', '42P05', '0A000'])

const ignore = (): void => {}

/** A pool and the schema in which the store is: sends statements, each again until there is an answer. */
export class Connection {
  readonly pool: PostgresPool
  readonly place: Place
  readonly #server = { isKnown: false }
  readonly #statements = new Map<string, Statement>()
  #takesNames: boolean

  constructor(pool: PostgresPool, place: Place) {
    this.pool = pool
    this.place = place
    this.#takesNames = typeof pool.Client === 'function'
    hearErrors(pool)
  }

  /** Reads in one statement, so in one state. */
  read<Row>(text: string, values: unknown[]): Promise<Row[]> {
    return this.reading(() => this.ask<Row>(text, values))
  }

  /** Reads in any way, which may be done twice. */
  reading<T>(act: () => Promise<T>): Promise<T> {
    return this.#persistently(false, act)
  }

  /** Writes, by what may be done twice. */
  write<T>(act: () => Promise<T>): Promise<T> {
    return this.#persistently(true, act)
  }

  /** What a statement gives; not tried again. */
  async rows<Row>(sender: Sender, text: string, values: unknown[]): Promise<Row[]> {
    const { rows } = await sender.query(this.#statement(text).text, values)
    return rows as Row[]
  }

  /**
   * As `rows`, on any connection of the pool, which keeps the plan where it can: to plan an append takes longer than to do it (0.5
   * of 0.8 ms for 100 lines). Behind a pooler that hands on one connection to another for each transaction, a name
   * may be unknown or taken; then there are none any more.
   */
  async ask<Row>(text: string, values: unknown[]): Promise<Row[]> {
    if (!this.#takesNames) return this.rows<Row>(this.pool, text, values)
    try {
      const query = this.pool.query.bind(this.pool) as unknown as NamedQuery
      const { rows } = await query({ ...this.#statement(text), values })
      return rows as Row[]
    } catch (error) {
      if (!NAMELESS.has(String((error as { code?: unknown } | null)?.code))) throw error
      this.#takesNames = false
      return this.rows<Row>(this.pool, text, values)
    }
  }

  /**
   * Runs several statements on one connection as one transaction. It sees what others have committed before each statement,
   * whatever the database's own level is: what must stand is locked first, and looked at afterwards.
   */
  async transaction<T>(act: (sender: Sender) => Promise<T>, level = 'READ COMMITTED'): Promise<T> {
    const client = await this.pool.connect()
    client.on?.('error', ignore)
    let broken: unknown
    try {
      await client.query(`BEGIN ISOLATION LEVEL ${level}`)
      const result = await act(client)
      await client.query('COMMIT')
      return result
    } catch (error) {
      broken = await rolledBack(client)
      throw error
    } finally {
      client.off?.('error', ignore)
      client.release(broken !== undefined)
    }
  }

  /** Puts the schema into a constant statement, in which `@` stands before the names of its tables. */
  #statement(text: string): Statement {
    let statement = this.#statements.get(text)
    if (!statement) {
      const full = this.place.sql(text)
      statement = { text: full, name: `varve_${sha256(full).slice(0, 32)}` }
      this.#statements.set(text, statement)
    }
    return statement
  }

  #persistently<T>(isWrite: boolean, act: () => Promise<T>): Promise<T> {
    return persistently(this.place.name, this.#server, isWrite, act)
  }
}

const heard = new WeakSet<PostgresPool>()

/**
 * Where nobody hears of a connection that breaks while it is idle, a pool of `pg` ends the process, though it brings another one by
 * itself. It is heard for good: the pool has idle connections after its last store was closed, too.
 */
function hearErrors(pool: PostgresPool): void {
  if (heard.has(pool)) return
  heard.add(pool)
  pool.on?.('error', ignore)
}

/** Ends a transaction that failed; gives what shows that the connection is of no use any more. */
async function rolledBack(client: PostgresClient): Promise<unknown> {
  try {
    await client.query('ROLLBACK')
    return undefined
  } catch (error) {
    return error ?? 'nothing'
  }
}
