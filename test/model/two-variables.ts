import { expect } from 'vitest'
import { memory, openSync, Registry, type RegistryOptions, type SyncRepository } from 'varve'

/** Where two variables live: in a registry, or in a repository that can be left and opened again. */
export interface Home {
  readonly registry: Registry | SyncRepository
  flush(): void
  /** Saves everything, and opens it anew. */
  reopen(): Home
  /** Fails with what listeners have thrown. */
  check(): void
}

export function inRegistry(options: RegistryOptions = {}): Home {
  const failures: unknown[] = []
  const registry = new Registry({ ...options, onListenerError: error => failures.push(error) })
  const home: Home = { registry, flush() {}, reopen: () => home, check: () => expect(failures).toEqual([]) }
  return home
}

export function inRepository(store: ReturnType<typeof memory> = memory()): Home {
  const failures: unknown[] = []
  const registry = openSync(store, { onListenerError: error => failures.push(error) })
  return {
    registry,
    flush: () => registry.flush(),
    reopen() {
      registry.flush()
      return inRepository(store)
    },
    check: () => expect(failures).toEqual([]),
  }
}
