import { Timeline } from '../history/timeline.ts'
import { badOption } from '../options.ts'
import { follow, type Follower } from '../recorder/follow.ts'
import { Opened } from '../recorder/opened.ts'
import { Outbox } from '../recorder/outbox.ts'
import type { SettleHost } from '../recorder/settle.ts'
import { trackOf, type Stored } from '../recorder/stored.ts'
import { Track } from '../recorder/track.ts'
import { isForgetful, isWatchful } from '../store/capabilities.ts'
import type { Store } from '../store/store.ts'
import { againFor } from './again.ts'
import type { Names } from './registry-common.ts'
import { recorderOf, type RegistryOptions } from './registry-options.ts'
import { VariableTable } from './variable-table.ts'
import type { Watched } from './watched.ts'
import type { WatchOptions } from './watch-options.ts'

/** How a repository behaves. */
export interface RepositoryOptions extends RegistryOptions {
  /**
   * `true` takes over what others record as they record it, and keeps the program alive until `close`. Default `false`:
   * it comes with `refresh`, with asynchronous changes and where a race is lost.
   */
  readonly follow?: boolean
  /**
   * `true`: the first revision of a variable waits for its first change, so that a program that only reads writes nothing.
   * Default `false`.
   */
  readonly lazy?: boolean
}

/** Names → variables, kept in a store: the part that both kinds of repositories share. */
export abstract class StoreTable<V extends Names> extends VariableTable<V> {
  protected readonly outbox: Outbox
  protected readonly opened: Opened
  readonly #kept: Store
  readonly #follows: boolean
  readonly #canForget: boolean
  /** Handles whose names were given free: two that write one name would write two histories. */
  readonly #former = new Map<string, WeakRef<Watched<unknown>>>()

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
    this.opened = new Opened(store, recorder)
    this.outbox = this.opened.outbox
    this.#kept = store
    this.#follows = follows
  }

  /** Called once the store is known to be ours. */
  begin(): void {
    const store = this.#kept
    this.opened.begin()
    if (this.#follows && isWatchful(store)) this.opened.onEnd(follow(store, this.#follower()))
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
    this.#former.delete(name)
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

  #follower(): Follower {
    return {
      track: name => this.tracks([name])[0],
      refresh: tracks => this.outbox.refresh(tracks),
    }
  }
}
