import type { Verification } from '../history/verify.ts'
import { badOption } from '../options.ts'
import { readHistory, readHistorySync } from '../recorder/stored.ts'
import { verifyStore, verifyStoreSync, type Trusted } from '../recorder/verifying.ts'
import { checkStore } from '../recorder/check-store.ts'
import type { Store, SyncStore } from '../store/store.ts'
import type { Names, RegistryCommon } from './registry-common.ts'
import { StoreTable, type RepositoryOptions } from './store-table.ts'
import type { AsyncWatch, Watch, WatchOptions } from './watch-options.ts'

/** Heads that were noted elsewhere: by variable, the hash of a revision that was its head then. */
export interface TrustedHeads {
  readonly heads: Readonly<Record<string, string>>
}

/** Names → variables, kept in a store. */
export interface Repository<V extends Names = Names> extends RegistryCommon<V> {
  /** Resumes a stored variable with its whole history, or begins it with `initial`. */
  readonly watch: AsyncWatch
  /**
   * Settles when all that was changed is durable; `NOT_DURABLE` with the cause where it can't be. `CONFLICT`, after all else
   * is saved, where somebody was quicker, a change could not be made again, and nobody waits for its variable's `saved`.
   */
  flush(): Promise<void>
  /** Takes over what others have stored of every watched variable, once what is pending here is flushed; fails as `flush` does. */
  refresh(): Promise<void>
  /**
   * Checks all that is stored: the chains, lines, values, keyframes, marks and gaps of every variable, and the store's own
   * file or tables. Heads that were noted elsewhere must still be there: without one, whoever can write the store can
   * also write another history.
   */
  verify(trusted?: TrustedHeads): Promise<Verification>
  /** Flushes, then closes the store, also after a `CONFLICT`; changes are refused afterwards. Closing twice is harmless. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A repository on a store that answers at once. */
export interface SyncRepository<V extends Names = Names> extends RegistryCommon<V> {
  /** Resumes a stored variable with its whole history, or begins it with `initial`. */
  readonly watch: Watch
  /** Makes all that was changed durable; `NOT_DURABLE` with the cause where it can't be, `CONFLICT` as `flush` of a `Repository`. */
  flush(): void
  /** Takes over what others have stored of every watched variable, once what is pending here is flushed; fails as `flush` does. */
  refresh(): void
  /** As `verify` of a `Repository`, without waiting. */
  verify(trusted?: TrustedHeads): Verification
  /** Flushes, then closes the store, also after a `CONFLICT`; changes are refused afterwards. Closing twice is harmless. */
  close(): void
  [Symbol.dispose](): void
}

/** Opens a store as a repository. It reads nothing but what shows that the store is ours. */
export async function open<V extends Names = Names>(
  store: Store,
  options: RepositoryOptions = {},
): Promise<Repository<V>> {
  const repository = new StoreRepository<V>(checkStore('open', store), options)
  await store.head(nobody, 'main')
  repository.begin()
  return repository
}

/** Opens a store that answers at once; as `open`, without waiting. */
export function openSync<V extends Names = Names>(
  store: SyncStore,
  options: RepositoryOptions = {},
): SyncRepository<V> {
  if (!checkStore('openSync', store).sync)
    throw badOption('openSync', 'store', 'does not answer at once; use open()')
  const repository = new SyncStoreRepository<V>(store, options)
  store.headSync(nobody, 'main')
  repository.begin()
  return repository
}

/** No variable has this name. */
const nobody = ''

class StoreRepository<V extends Names> extends StoreTable<V> implements Repository<V> {
  readonly #store: Store

  constructor(store: Store, options: RepositoryOptions) {
    super('open', store, options)
    this.#store = store
  }

  readonly watch: AsyncWatch = (async (name: string, initial: unknown, options: WatchOptions<never> = {}) => {
    this.checkStored(name, options)
    if (this.mustFlush(name)) await this.outbox.flush()
    const stored = await readHistory(this.#store, name)
    // Somebody may have watched the same name meanwhile.
    this.checkStored(name, options)
    return this.resume(name, stored, initial, options)
  }) as unknown as AsyncWatch

  flush(): Promise<void> {
    return this.opened.flush()
  }

  refresh(): Promise<void> {
    return this.opened.refresh(() => this.tracks())
  }

  async verify(trusted?: TrustedHeads): Promise<Verification> {
    return verifyStore(this.#store, this.tracks(), checkTrusted(trusted))
  }

  close(): Promise<void> {
    return this.opened.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

class SyncStoreRepository<V extends Names> extends StoreTable<V> implements SyncRepository<V> {
  readonly #store: SyncStore
  #isClosed = false

  constructor(store: SyncStore, options: RepositoryOptions) {
    super('openSync', store, options)
    this.#store = store
  }

  readonly watch: Watch = ((name: string, initial: unknown, options: WatchOptions<never> = {}) => {
    this.checkStored(name, options)
    if (this.mustFlush(name)) this.outbox.flushNow()
    return this.resume(name, readHistorySync(this.#store, name), initial, options)
  }) as unknown as Watch

  flush(): void {
    this.recorder.refuseInTransaction('flush')
    this.outbox.hearers.duringSync(() => this.outbox.flushNow())
  }

  refresh(): void {
    this.recorder.refuseInTransaction('refresh')
    this.outbox.hearers.duringSync(() => this.outbox.refreshSync(this.tracks()))
  }

  verify(trusted?: TrustedHeads): Verification {
    return verifyStoreSync(this.#store, this.tracks(), checkTrusted(trusted))
  }

  close(): void {
    if (this.#isClosed) return
    this.recorder.refuseInTransaction('close')
    this.outbox.refuseSettling('close')
    this.outbox.hearers.duringSync(() => {
      this.outbox.flushNow()
      this.opened.end()
      this.#isClosed = true
      this.#store.closeSync()
    })
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

function checkTrusted(trusted: TrustedHeads | undefined): Trusted {
  if (trusted === undefined) return {}
  const heads: unknown = trusted?.heads
  if (typeof heads !== 'object' || heads === null)
    throw badOption('verify', 'heads', 'are no object: give { heads: { name: hash } }')
  return Object.fromEntries(
    Object.entries(heads).map(([name, hash]: [string, unknown]) => {
      // With '#', as a ref is written.
      const [, digits] = (typeof hash === 'string' && /^#?([0-9a-f]{64})$/.exec(hash)) || []
      if (digits !== undefined) return [name, digits]
      throw badOption('verify', `heads.${name}`, 'is no hash: give all of its 64 hexadecimal digits')
    }),
  )
}
