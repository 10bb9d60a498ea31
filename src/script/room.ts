import type { ScriptStore } from '../store/script/script-store.ts'
import type { SyncRepository } from '../variable/repository.ts'

/** So many bytes of values may follow a program, before the oldest of their past goes. */
const most = 65_536

/** Keeps what follows a program short: it is written whole at each change, and looked through by people. */
export class Room {
  readonly #store: ScriptStore
  readonly #repository: SyncRepository
  /** Where it is full. Values that are large by themselves, or named by marks, stay. */
  #limit = most
  #isBusy = false

  constructor(store: ScriptStore, repository: SyncRepository) {
    this.#store = store
    this.#repository = repository
  }

  /** Forgets the oldest past of all values but these, where there is no more room. */
  make(but: ReadonlySet<string>): void {
    if (this.#isBusy || this.#store.valueBytes <= this.#limit) return
    this.#isBusy = true
    try {
      const variables = [...this.#repository.all()].filter(([name]) => !but.has(name))
      const bytes = Math.max(Math.floor(most / 2 / variables.length), 1)
      // In one rewrite, however many they are.
      this.#store.exclusivelySync(() => {
        for (const [, variable] of variables) variable.prune({ bytes })
      })
      this.#limit = Math.max(most, Math.ceil(this.#store.valueBytes * 1.25))
    } catch {
      // Others write, or the disk is full: it is tried again at the next change.
    } finally {
      this.#isBusy = false
    }
  }
}
