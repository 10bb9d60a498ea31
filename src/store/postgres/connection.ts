import type { Place } from './place.ts'
import type { PostgresClient, PostgresPool, Sender } from './pool.ts'
import { persistently } from './persistence.ts'

const ignore = (): void => {}

/** A pool and the schema in which the store is: sends statements, each again until there is an answer. */
export class Connection {
  readonly pool: PostgresPool
  readonly place: Place
  readonly #server = { isKnown: false }
  readonly #texts = new Map<string, string>()

  constructor(pool: PostgresPool, place: Place) {
    this.pool = pool
    this.place = place
    // Where nobody hears of a connection that breaks while it is idle, the pool ends the process; it brings another one itself.
    pool.on?.('error', ignore)
  }

  /** Puts the schema into a constant statement, in which `@` stands before the names of its tables. */
  sql(text: string): string {
    let full = this.#texts.get(text)
    if (full === undefined) this.#texts.set(text, (full = this.place.sql(text)))
    return full
  }

  /** Reads in one statement, so in one state. */
  read<Row>(text: string, values: unknown[]): Promise<Row[]> {
    return this.reading(() => this.rows<Row>(this.pool, text, values))
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
    const { rows } = await sender.query(this.sql(text), values)
    return rows as Row[]
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

  close(): void {
    this.pool.off?.('error', ignore)
  }

  #persistently<T>(isWrite: boolean, act: () => Promise<T>): Promise<T> {
    return persistently(this.place.name, this.#server, isWrite, act)
  }
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
