import { VarveError } from '../../errors.ts'
import type { Durability, Head, Keyframe, Mark, NamedHead, Outcome, Unit } from '../store.ts'
import { SyncTwins } from '../sync-twins.ts'
import { Appender } from './appender.ts'
import { retry, retrySync } from './back-off.ts'
import type { Connection } from './connection.ts'
import { closed, explain, failureOf } from './failure.ts'
import { allHeads, headOf } from './heads.ts'
import { keyframeOf } from './keyframes.ts'
import { linesOfBranch } from './lines.ts'
import { marksOf } from './marks.ts'

/** The store over one connection: waits while others write, explains what fails, and stops writing after a failed fsync. */
export class SqliteStore extends SyncTwins {
  readonly durability: Durability
  readonly #connection: Connection
  readonly #appender: Appender
  readonly #busyTimeout: number
  #appends: Promise<unknown> = Promise.resolve()
  #poison: Error | undefined
  #closed = false

  constructor(connection: Connection, durability: Durability, busyTimeout: number) {
    super()
    this.#connection = connection
    this.#appender = new Appender(connection)
    this.durability = durability
    this.#busyTimeout = busyTimeout
  }

  appendSync(units: readonly Unit[]): readonly Outcome[] {
    this.#mustBeOpen()
    try {
      return retrySync(() => this.#append(units), this.#busyTimeout)
    } catch (error) {
      throw this.#failed(error, units)
    }
  }

  headSync(variable: string, branch: string): Head | undefined {
    return this.#read([variable, branch], undefined, () => headOf(this.#connection, variable, branch))
  }

  headsSync(): readonly NamedHead[] {
    return this.#read([], [], () => allHeads(this.#connection))
  }

  readSync(variable: string, branch: string, from: number, to: number): readonly string[] {
    return this.#read([variable, branch], [], () =>
      linesOfBranch(this.#connection, variable, branch, from, to),
    )
  }

  keyframeSync(variable: string, branch: string): Keyframe | undefined {
    return this.#read([variable, branch], undefined, () => keyframeOf(this.#connection, variable, branch))
  }

  marksSync(variable: string): readonly Mark[] {
    return this.#read([variable], [], () => marksOf(this.#connection, variable))
  }

  closeSync(): void {
    this.#closed = true
    this.#connection.close()
  }

  /** One append after the other, in the order of the calls; the thread is free while another program writes. */
  override async append(units: readonly Unit[]): Promise<readonly Outcome[]> {
    this.#mustBeOpen()
    const outcomes = this.#appends.then(() => retry(() => this.#append(units), this.#busyTimeout))
    this.#appends = outcomes.catch(() => undefined)
    return outcomes.catch((error: unknown) => {
      throw this.#failed(error, units)
    })
  }

  /** Waits for the appends that were asked for before. */
  override async close(): Promise<void> {
    this.#closed = true
    await this.#appends
    this.closeSync()
  }

  #append(units: readonly Unit[]): readonly Outcome[] {
    if (this.#poison) throw this.#poison
    return units.length > 0 ? this.#appender.append(units) : []
  }

  #read<T>(names: readonly string[], nothing: T, read: () => T): T {
    this.#mustBeOpen()
    if (!names.every(name => name.isWellFormed())) return nothing
    try {
      return retrySync(() => (this.#connection.canRead() ? read() : nothing), this.#busyTimeout)
    } catch (error) {
      throw explain(error, this.#connection.file)
    }
  }

  /** After a failed fsync the system may count lost pages as written, so nothing may be acknowledged any more. */
  #failed(error: unknown, units: readonly Unit[]): unknown {
    const { file } = this.#connection
    if (!(error instanceof Error) || failureOf(error) !== 'IOERR') return explain(error, file)
    this.#poison = error
    const variable = units[0]?.runs[0]?.variable ?? ''
    const message = `The disk failed while ${file} was written. What was kept before can be read; open it again to write.`
    return new VarveError('NOT_DURABLE', message, { variable }, { cause: error })
  }

  #mustBeOpen(): void {
    if (this.#closed) throw closed(this.#connection.file)
  }
}
