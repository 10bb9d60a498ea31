import { busy, notDurable } from './failure.ts'
import { Moved, NotSure, type ScriptFile } from './script-file.ts'

/** So long others are waited for, in milliseconds. */
const patience = 5_000
const [shortest, longest] = [0.1, 2]
const cell = new Int32Array(new SharedArrayBuffer(4))

/** Where the lock is somebody else's. */
const taken = Symbol('taken')

/**
 * Lets one write after the other through, waits while others write, and lets nothing more through where nobody can say
 * whether what was written lasts.
 */
export class WriteGate {
  readonly #file: ScriptFile
  #writes: Promise<unknown> = Promise.resolve()
  #poison: NotSure | undefined

  constructor(file: ScriptFile) {
    this.#file = file
  }

  /** Writes at once, blocking the thread while others write. */
  throughSync<T>(variable: string, write: () => T): T {
    const until = performance.now() + patience
    for (;;) {
      const result = this.#try(variable, write)
      if (result !== taken) return result
      Atomics.wait(cell, 0, 0, this.#pause(until))
    }
  }

  /** As `throughSync`, of what can be done once only. */
  onceSync<T>(write: () => T): T {
    let ended: { readonly error: unknown } | undefined
    return this.throughSync('', () => {
      if (ended) throw ended.error
      try {
        return write()
      } catch (error) {
        ended = { error }
        throw error instanceof Moved ? busy(this.#file.path, this.#file.lock) : error
      }
    })
  }

  /** Writes behind what was asked for before, in the order of the calls; the thread is free meanwhile. */
  async through<T>(variable: string, write: () => T): Promise<T> {
    const result = this.#writes.then(() => this.#later(variable, write))
    this.#writes = result.catch(() => undefined)
    return result
  }

  /** Waits for the writes that were asked for before. */
  async idle(): Promise<void> {
    await this.#writes
  }

  async #later<T>(variable: string, write: () => T): Promise<T> {
    const until = performance.now() + patience
    for (;;) {
      const result = this.#try(variable, write)
      if (result !== taken) return result
      await new Promise(resolve => setTimeout(resolve, this.#pause(until)))
    }
  }

  #pause(until: number): number {
    if (performance.now() > until) throw busy(this.#file.path, this.#file.lock)
    return shortest + Math.random() * (longest - shortest)
  }

  #try<T>(variable: string, write: () => T): T | typeof taken {
    if (this.#poison) throw notDurable(this.#file.path, variable, this.#poison.cause)
    try {
      const done = this.#file.locked(write)
      return done ? done.result : taken
    } catch (error) {
      // What an editor has written meanwhile is read, and what is ours written into that.
      if (error instanceof Moved) return taken
      if (!(error instanceof NotSure)) throw error
      this.#poison = error
      throw notDurable(this.#file.path, variable, error.cause)
    }
  }
}
