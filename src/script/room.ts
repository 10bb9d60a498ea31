import { statSync } from 'node:fs'
import type { SyncRepository } from '../variable/repository.ts'

/** So many bytes of values may follow a program, before the oldest of their past goes. */
const most = 65_536

/** Keeps what follows a program short: it is written whole at each change, and looked through by people. */
export class Room {
  readonly #file: string
  readonly #repository: SyncRepository
  readonly #programBytes: number
  /** Where it is full. Values that are large by themselves, or named by marks, stay. */
  #limit = most
  #isBusy = false

  constructor(file: string, repository: SyncRepository, programBytes: number) {
    this.#file = file
    this.#repository = repository
    this.#programBytes = programBytes
  }

  /** Forgets the oldest past of all values but these, where there is no more room. */
  make(but: ReadonlySet<string>): void {
    if (this.#isBusy || this.#bytes() <= this.#limit) return
    this.#isBusy = true
    try {
      const variables = [...this.#repository.all()].filter(([name]) => !but.has(name))
      const bytes = Math.max(Math.floor(most / 2 / variables.length), 1)
      for (const [, variable] of variables) variable.prune({ bytes })
      this.#limit = Math.max(most, Math.ceil(this.#bytes() * 1.25))
    } catch {
      // Others write, or the disk is full: it is tried again at the next change.
    } finally {
      this.#isBusy = false
    }
  }

  #bytes(): number {
    return (statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0) - this.#programBytes
  }
}
