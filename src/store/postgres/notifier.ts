import type { Connection } from './connection.ts'

/** At most so often a writer tells of its moves, in milliseconds: commits that notify wait for each other. */
const INTERVAL = 50

/** Tells who watches that something has moved, after the commit and never within it. */
export class Notifier {
  readonly #connection: Connection
  #timer: ReturnType<typeof setTimeout> | undefined
  #isDue = false
  #sending: Promise<unknown> = Promise.resolve()

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** Tells at once, or together with what else moves until it may tell again. */
  moved(): void {
    if (this.#timer) {
      this.#isDue = true
      return
    }
    this.#send()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (!this.#isDue) return
      this.#isDue = false
      this.moved()
    }, INTERVAL)
    // Who watches looks by itself as well: the process need not stay for this.
    ;(this.#timer as { unref?: () => void }).unref?.()
  }

  /** Tells what is left to be told. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#isDue) this.#send()
    this.#isDue = false
    await this.#sending
  }

  #send(): void {
    const { pool, place } = this.#connection
    // One that is lost is made up for by looking from time to time.
    this.#sending = pool.query("SELECT pg_notify($1, '')", [place.channel]).catch(() => undefined)
  }
}
