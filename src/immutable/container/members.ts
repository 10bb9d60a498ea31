import { isVarveError, VarveError } from '../../errors.ts'
import { Timeline } from '../../history/timeline.ts'
import { Opened } from '../../recorder/opened.ts'
import { Outbox } from '../../recorder/outbox.ts'
import { mainBranch, readHistory, trackOf } from '../../recorder/stored.ts'
import { Track } from '../../recorder/track.ts'
import { Turns } from '../../recorder/turns.ts'
import type { Querying, ShownMember } from '../../store/querying/querying.ts'
import type { Head, Shown, Store } from '../../store/store.ts'
import type { HistoryKeeper } from '../history-keeper.ts'
import { checkMappingName, keyName, readKeyName } from '../key-name.ts'
import { ManagedHistory } from '../managed-history.ts'
import { keeperInStore, type OpenOptions } from '../mapping-options.ts'
import { shareStore } from './shared-stores.ts'
import { Showing } from './showing.ts'

/** So many histories stay in memory though nobody holds an object of them. */
const mostKept = 1_000

/** A variable, and up to where it is known. */
type Known = Pick<ShownMember, 'variable' | 'head'>

/** The histories of a collection: each is read when somebody asks for its key, and known as long as somebody holds an object of it. */
export class Members<T extends object> {
  readonly name: string
  readonly #store: Store & Querying
  readonly keeper: HistoryKeeper
  readonly opened: Opened
  readonly #known = new Map<string, WeakRef<ManagedHistory<T>>>()
  /** Those asked for last, the newest at the end. */
  readonly #recent = new Map<string, ManagedHistory<T>>()
  readonly #reading = new Map<string, Promise<ManagedHistory<T> | undefined>>()
  readonly #showings = new WeakMap<ManagedHistory<T>, Showing>()
  #leave: (() => Promise<void>) | undefined
  #isClosed = false
  readonly #turns = new Map<string, { readonly turns: Turns; users: number }>()
  readonly #gone = new FinalizationRegistry<string>(key => {
    if (this.#known.get(key)?.deref() === undefined) this.#known.delete(key)
  })

  constructor(store: Store & Querying, name: string, options: OpenOptions<object>) {
    checkMappingName(name)
    this.name = name
    this.#store = store
    this.keeper = keeperInStore('container', 'Container.open', options, host => new Outbox(store, host))
    this.opened = new Opened(store, this.keeper.recorder, () => this.#close())
  }

  /** Where it is kept; `STORE_CLOSED` once this was closed, whoever else has the store open. */
  get store(): Store & Querying {
    if (!this.#isClosed) return this.#store
    throw new VarveError('STORE_CLOSED', `the container ${this.name} is closed; open it again`, {})
  }

  /** Called once it is open. */
  begin(): void {
    this.#leave = shareStore(this.#store)
    this.opened.begin()
  }

  /** Runs what changes a key alone: what was asked for before has ended, and what comes after waits. */
  async inTurn<R>(key: string, act: () => Promise<R>): Promise<R> {
    const entry = this.#turns.get(key) ?? { turns: new Turns(), users: 0 }
    this.#turns.set(key, entry)
    entry.users++
    const leave = await entry.turns.enter()
    try {
      return await act()
    } finally {
      leave()
      if (--entry.users === 0) this.#turns.delete(key)
    }
  }

  /** The history of a key as the store has it; undefined where there is none. `shown` is what it was found by. */
  async find(key: string, shown?: ShownMember): Promise<ManagedHistory<T> | undefined> {
    const member = shown ?? (await this.#member(key))
    const head = member ?? (await this.#unshown(key))
    if (!head) return this.drop(key)
    const history = await this.#upToDate(key, head)
    if (history && member) this.#showings.get(history)!.found(member.head)
    return history
  }

  /** All that a collection shows of a variable; undefined where it is not there. */
  async whole(key: string, variable: string): Promise<Shown | undefined> {
    const { timeline, shows } = (await this.#read(key, variable))?.track ?? {}
    return timeline && shows!(0, timeline.length)
  }

  /** Which life of a key is shown; undefined where none is. */
  async generationOf(key: string): Promise<number | undefined> {
    const member = await this.#member(key)
    return member && readKeyName(this.name, member.variable)!.generation
  }

  /** An empty history, to be begun; `enter` makes it known. */
  newHistory(key: string): ManagedHistory<T> {
    const track = new Track(new Timeline(keyName(this.name, { key, generation: 0 })))
    track.timeline.savedLength = 0
    return this.#managed(key, track)
  }

  /** Makes a history known as that of its key. */
  enter(key: string, history: ManagedHistory<T>): ManagedHistory<T> {
    if (this.#known.get(key)?.deref() !== history) {
      this.#known.set(key, new WeakRef(history))
      this.#gone.register(history, key)
    }
    this.#recent.delete(key)
    this.#recent.set(key, history)
    if (this.#recent.size > mostKept) this.#recent.delete(this.#recent.keys().next().value!)
    return history
  }

  /** Forgets what is known of a key: it is read when it is asked for again. */
  drop(key: string): undefined {
    this.#known.delete(key)
    this.#recent.delete(key)
  }

  /** Settles when what was changed of a history is durable; `CONFLICT` where somebody was quicker. */
  saved(history: ManagedHistory<T>): Promise<void> {
    return this.keeper.recorder.saved(history.track)
  }

  async #member(key: string): Promise<ShownMember | undefined> {
    const query = { collection: this.name, where: [], isWithDeleted: true, key: this.keyOf(key) }
    const [member] = await this.store.members(query, { limit: 1 })
    return member
  }

  /** What somebody may have begun who shows nothing. */
  async #unshown(key: string): Promise<Known | undefined> {
    const variable = keyName(this.name, { key, generation: 0 })
    const head = await this.store.head(variable, mainBranch)
    return head && { variable, head }
  }

  /** One history for all who ask at the same time. */
  async #upToDate(key: string, { variable, head }: Known): Promise<ManagedHistory<T> | undefined> {
    const known = this.#known.get(key)?.deref()
    if (known?.track.name === variable && (await this.#isUpToDate(known, head))) return this.enter(key, known)
    const [reading, now] = [this.#reading.get(key), this.#known.get(key)?.deref()]
    // Somebody else has asked meanwhile.
    if (reading || (now && now !== known))
      return (reading ?? Promise.resolve()).then(() => this.#upToDate(key, { variable, head }))
    const read = this.#read(key, variable).finally(() => this.#reading.delete(key))
    this.#reading.set(key, read)
    return read
  }

  /** The key for which a variable stands. */
  readonly keyIn = (variable: string): string => readKeyName(this.name, variable)!.key as string

  /** A key as it stands in names, and in what is shown. */
  readonly keyOf = (key: string): string => {
    return keyName(this.name, { key, generation: 0 }).slice(this.name.length + 1)
  }

  async #isUpToDate({ track }: ManagedHistory<T>, { index, hash }: Head): Promise<boolean> {
    const { timeline } = track
    const isThere = () => index < timeline.savedLength && timeline.hash(index) === hash
    if (isThere()) return true
    try {
      await this.opened.refresh(() => [track])
    } catch (error) {
      // It may have been purged and begun anew, so that nothing follows on what is known: what is read says which.
      if (!isVarveError(error, 'CORRUPT')) throw error
      return false
    }
    return isThere()
  }

  async #read(key: string, variable: string): Promise<ManagedHistory<T> | undefined> {
    const stored = await readHistory(this.store, variable)
    if (!stored) return this.drop(key)
    return this.enter(key, this.#managed(key, trackOf(variable, stored)))
  }

  async #close(): Promise<void> {
    this.#isClosed = true
    await this.#leave?.()
  }

  #managed(key: string, track: Track): ManagedHistory<T> {
    const history = new ManagedHistory<T>(track, this.keeper)
    const { timeline } = track
    const showing = new Showing(timeline, { collection: this.name, key: this.keyOf(key) })
    this.#showings.set(history, showing)
    track.shows = (from, to) => showing.tell(from, to)
    if (this.keeper.report) track.report = this.keeper.report
    history.title = `${this.name}/${key}`
    return history
  }
}
