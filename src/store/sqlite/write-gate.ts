import type { Bell } from '../watching/bell.ts'
import { retry, retrySync } from './back-off.ts'
import type { Connection } from './connection.ts'
import { explain, failureOf, notDurable } from './failure.ts'

/**
 * Lets one write after the other through, waits while others write, and lets nothing more through when what was
 * acknowledged might not last: after a failed fsync the system may count lost pages as written, and what goes to a file
 * that was removed or replaced goes with it.
 */
export class WriteGate {
  readonly #connection: Connection
  readonly #bell: Bell
  readonly #busyTimeout: number
  #writes: Promise<unknown> = Promise.resolve()
  #poison: { readonly message: string; readonly cause?: unknown } | undefined

  constructor(connection: Connection, bell: Bell, busyTimeout: number) {
    this.#connection = connection
    this.#bell = bell
    this.#busyTimeout = busyTimeout
  }

  /** Writes at once, blocking the thread while others write. */
  throughSync<T>(variable: string, write: () => T): T {
    try {
      return retrySync(() => this.#acknowledged(variable, write), this.#busyTimeout)
    } catch (error) {
      throw this.#failed(error, variable)
    }
  }

  /** Writes behind what was asked for before, in the order of the calls; the thread is free meanwhile. */
  async through<T>(variable: string, write: () => T): Promise<T> {
    const result = this.#writes.then(() =>
      retry(() => this.#acknowledged(variable, write), this.#busyTimeout),
    )
    this.#writes = result.catch(() => undefined)
    return result.catch((error: unknown) => {
      throw this.#failed(error, variable)
    })
  }

  /** Waits for the writes that were asked for before. */
  async idle(): Promise<void> {
    await this.#writes
  }

  /** Fails where the file is no longer the one that was opened. */
  checkFile(variable: string): void {
    const gone = this.#connection.whatIsGone()
    if (gone === undefined) return
    this.#poison ??= {
      message: `${gone} was removed or replaced while it was open, and what is written here goes with it. Open ${this.#connection.file} again to write.`,
    }
    throw notDurable(this.#poison.message, variable, this.#poison.cause)
  }

  #acknowledged<T>(variable: string, write: () => T): T {
    if (this.#poison) throw notDurable(this.#poison.message, variable, this.#poison.cause)
    const result = write()
    this.checkFile(variable)
    this.#bell.ring()
    return result
  }

  #failed(error: unknown, variable: string): unknown {
    const { file } = this.#connection
    if (failureOf(error) !== 'IOERR') return explain(error, file)
    const message = `The disk failed while ${file} was written. What was kept before can be read; open it again to write.`
    this.#poison = { message, cause: error }
    return notDurable(message, variable, error)
  }
}
