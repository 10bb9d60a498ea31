import { badOption } from '../options.ts'
import { onExit } from '#platform'
import { follow, type Follower } from '../recorder/follow.ts'
import { Timeline } from '../history/timeline.ts'
import type { Verification } from '../history/verify.ts'
import { Outbox } from '../recorder/outbox.ts'
import type { SettleHost } from '../recorder/settle.ts'
import { readStored, readStoredSync, trackOf, type Stored } from '../recorder/stored.ts'
import { Track } from '../recorder/track.ts'
import { verifyStore, verifyStoreSync, type Trusted } from '../recorder/verifying.ts'
import { isForgetful, isWatchful } from '../store/capabilities.ts'
import type { Store, SyncStore } from '../store/store.ts'
import { againFor } from './again.ts'
import type { Names, RegistryCommon } from './registry-common.ts'
import { recorderOf, type RegistryOptions } from './registry-options.ts'
import { VariableTable } from './variable-table.ts'
import type { Watched } from './watched.ts'
import type { AsyncWatch, Watch, WatchOptions } from './watch-options.ts'

/** Heads that were noted elsewhere: by variable, the hash of a revision that was its head then. */
export interface TrustedHeads {
  readonly heads: Readonly<Record<string, string>>
}

/** Names → variables, kept in a store. */
export interface Repository<V extends Names = Names> extends RegistryCommon<V> {
  /** Resumes a stored variable with its whole history, or begins it with `initial`. */
  readonly watch: AsyncWatch
  /** Settles when all that was changed is durable; `NOT_DURABLE` with the cause where it can't be. */
  flush(): Promise<void>
  /** Takes over what others have stored of every watched variable, once what is pending here is saved. */
  refresh(): Promise<void>
  /**
   * Checks all that is stored: the chains, lines, values, keyframes, marks and gaps of every variable, and the store's own
   * file or tables. Heads that were noted elsewhere must still be there: without one, whoever can write the store can
   * also write another history.
   */
  verify(trusted?: TrustedHeads): Promise<Verification>
  /** Flushes, then closes the store; changes are refused afterwards. Closing twice is harmless. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A repository on a store that answers at once. */
export interface SyncRepository<V extends Names = Names> extends RegistryCommon<V> {
  /** Resumes a stored variable with its whole history, or begins it with `initial`. */
  readonly watch: Watch
  /** Makes all that was changed durable; `NOT_DURABLE` with the cause where it can't be. */
  flush(): void
  /** Takes over what others have stored of every watched variable, once what is pending here is saved. */
  refresh(): void
  /** As `verify` of a `Repository`, without waiting. */
  verify(trusted?: TrustedHeads): Verification
  /** Flushes, then closes the store; changes are refused afterwards. Closing twice is harmless. */
  close(): void
  [Symbol.dispose](): void
}

/** How a repository behaves. */
export interface RepositoryOptions extends RegistryOptions {
  /**
   * `true` takes over what others record as they record it, and keeps the program alive until `close`. Default `false`:
   * it comes with `refresh`, with asynchronous changes and where a race is lost.
   */
  readonly follow?: boolean
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

abstract class StoreTable<V extends Names> extends VariableTable<V> {
  protected readonly outbox: Outbox
  readonly #kept: Store
  readonly #follows: boolean
  readonly #canForget: boolean
  /** Handles whose names were given free: two that write one name would write two histories. */
  readonly #former = new Map<string, WeakRef<Watched<unknown>>>()
  #stops: (() => void)[] = []

  constructor(where: string, store: Store, options: RepositoryOptions) {
    const outbox = (host: SettleHost) => new Outbox(store, host)
    const recorder = recorderOf(where, options, { store, outbox })
    const { follow: follows = false } = options
    if (typeof follows !== 'boolean') throw badOption(where, 'follow', 'is neither true nor false')
    if (options.retention && !isForgetful(store))
      throw badOption(where, 'retention', 'needs a store that can forget')
    if (follows && !isWatchful(store)) throw badOption(where, 'follow', 'needs a store that tells of moves')
    super(recorder, options, againFor)
    this.#canForget = isForgetful(store)
    this.outbox = recorder.outbox!
    this.#kept = store
    this.#follows = follows
  }

  /** Called once the store is known to be ours. */
  begin(): void {
    const store = this.#kept
    if (store.sync) this.#stops.push(onExit(() => this.outbox.flushAtExit()))
    if (this.#follows && isWatchful(store)) this.#stops.push(follow(store, this.#follower()))
  }

  protected checkStored(name: string, options: WatchOptions<never>): void {
    if (options.overwrite)
      throw badOption(
        `watch('${name}')`,
        'overwrite',
        'is not for repositories: what is stored stays; use set() or another name',
      )
    this.checkWatch(name, options)
    if (options.retention && !this.#canForget)
      throw badOption(`watch('${name}')`, 'retention', 'needs a store that can forget')
  }

  protected resume(
    name: string,
    stored: Stored | undefined,
    initial: unknown,
    options: WatchOptions<never>,
  ): object {
    const track = stored ? trackOf(name, stored) : new Track(new Timeline(name))
    if (!stored) track.timeline.savedLength = 0
    const former = this.former(name)
    const variable = this.enter(track, initial, options)
    if (former) former.detached = true
    // What moved while the store was asked was nobody's yet.
    if (this.#follows) void this.outbox.refresh([track]).catch(() => {})
    return variable
  }

  /** The handle that had this name before, as long as somebody holds it. */
  protected former(name: string): Watched<unknown> | undefined {
    return this.#former.get(name)?.deref()
  }

  /** Whether what the former handle has changed must be saved before the name is taken up again. */
  protected mustFlush(name: string): boolean {
    const { timeline } = this.former(name)?.ownTrack ?? {}
    if (!timeline || timeline.savedLength >= timeline.length) return false
    this.recorder.refuseInTransaction('watch')
    return true
  }

  protected override left(variable: Watched<unknown>): void {
    this.#former.set(variable.name, new WeakRef(variable))
  }

  protected override get kind(): string {
    return 'Repository'
  }

  protected override duplicateHint(name: string): string {
    return `get('${name}') gives it`
  }

  protected ended(): void {
    for (const stop of this.#stops.splice(0)) stop()
    this.recorder.close()
  }

  #follower(): Follower {
    return {
      track: name => this.tracks([name])[0],
      refresh: tracks => this.outbox.refresh(tracks),
    }
  }
}

class StoreRepository<V extends Names> extends StoreTable<V> implements Repository<V> {
  readonly #store: Store
  #closing: Promise<void> | undefined

  constructor(store: Store, options: RepositoryOptions) {
    super('open', store, options)
    this.#store = store
  }

  readonly watch: AsyncWatch = (async (name: string, initial: unknown, options: WatchOptions<never> = {}) => {
    this.checkStored(name, options)
    if (this.mustFlush(name)) await this.outbox.flush()
    const stored = await readStored(this.#store, name)
    // Somebody may have watched the same name meanwhile.
    this.checkStored(name, options)
    return this.resume(name, stored, initial, options)
  }) as unknown as AsyncWatch

  async flush(): Promise<void> {
    this.recorder.refuseInTransaction('flush')
    return this.outbox.flush()
  }

  async refresh(): Promise<void> {
    this.recorder.refuseInTransaction('refresh')
    return this.outbox.refresh(this.tracks())
  }

  async verify(trusted?: TrustedHeads): Promise<Verification> {
    return verifyStore(this.#store, this.tracks(), checkTrusted(trusted))
  }

  close(): Promise<void> {
    this.#closing ??= this.#close().catch((error: unknown) => {
      this.#closing = undefined
      throw error
    })
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    this.recorder.refuseInTransaction('close')
    this.outbox.refuseSettling('close')
    // Between the last look and the end nothing may come.
    do await this.outbox.idle()
    while (!this.outbox.isIdle)
    this.ended()
    await this.#store.close()
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
    return this.resume(name, readStoredSync(this.#store, name), initial, options)
  }) as unknown as Watch

  flush(): void {
    this.recorder.refuseInTransaction('flush')
    this.outbox.flushNow()
  }

  refresh(): void {
    this.recorder.refuseInTransaction('refresh')
    this.outbox.refreshSync(this.tracks())
  }

  verify(trusted?: TrustedHeads): Verification {
    return verifyStoreSync(this.#store, this.tracks(), checkTrusted(trusted))
  }

  close(): void {
    if (this.#isClosed) return
    this.recorder.refuseInTransaction('close')
    this.outbox.refuseSettling('close')
    this.outbox.flushNow()
    this.ended()
    this.#isClosed = true
    this.#store.closeSync()
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
  for (const [name, hash] of Object.entries(heads))
    if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash))
      throw badOption('verify', `heads.${name}`, 'is no hash: give all of its 64 hexadecimal digits')
  return heads as Trusted
}

function checkStore<S extends Store>(where: string, store: S): S {
  if (typeof store?.append === 'function' && typeof store.head === 'function') return store
  throw badOption(where, 'store', "is no store; give one like memory() or sqlite('file.db')")
}
