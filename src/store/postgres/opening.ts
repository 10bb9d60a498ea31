import { bringUp } from './bring-up.ts'
import type { Connection } from './connection.ts'
import { formatOf } from './recognise.ts'
import { FORMAT } from './schema.ts'

/** Looks at the schema when it is first needed, and makes the tables when something is first kept. */
export class Opening {
  readonly #connection: Connection
  #looking: Promise<number> | undefined
  #making: Promise<void> | undefined

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** Whether anything was ever kept: where not, nothing is made for who only looks. */
  async canRead(): Promise<boolean> {
    return (await this.#format()) > 0
  }

  /** Makes the tables where there are none, and brings older ones to the newest format. */
  async makeWritable(): Promise<void> {
    if ((await this.#format()) === FORMAT) return
    this.#making ??= bringUp(this.#connection)
    try {
      await this.#making
      this.#looking = Promise.resolve(FORMAT)
    } finally {
      this.#making = undefined
    }
  }

  /** What was found is remembered, unless it is that there is nothing yet, or could not be found out. */
  async #format(): Promise<number> {
    const looking = (this.#looking ??= this.#look())
    try {
      const format = await looking
      if (format === 0 && this.#looking === looking) this.#looking = undefined
      return format
    } catch (error) {
      if (this.#looking === looking) this.#looking = undefined
      throw error
    }
  }

  #look(): Promise<number> {
    const connection = this.#connection
    const look = () =>
      connection.transaction(sender => formatOf(connection, sender), 'REPEATABLE READ READ ONLY')
    return connection.reading(look)
  }
}
