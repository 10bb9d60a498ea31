import { VarveError } from '../errors.ts'
import { printedAs } from '../history/printed-as.ts'
import { Timeline } from '../history/timeline.ts'
import { nearest } from '../nearest.ts'
import { Track } from '../recorder/track.ts'
import type { Store } from '../store/store.ts'
import { admitObject } from './admit-object.ts'
import type { DraftOf, NextOf } from './types.ts'
import type { HistoryKeeper } from './history-keeper.ts'
import { checkKey } from './key-name.ts'
import { ManagedHistory } from './managed-history.ts'
import { aloneHistory, leaveAlone } from './managed-of.ts'
import { keeperInMemory, type MappingOptions, type OpenOptions } from './mapping-options.ts'
import type { ManagedChange, RevisionManager } from './revision-manager.ts'
import { StoredKeys, type StoredLife } from './stored-keys.ts'

/** The history that a key has now, and how many it had before. */
interface Life<T extends object> {
  readonly manager: ManagedHistory<T>
  readonly generation: number
}

/** Keys → objects, each with the history of its revisions: in memory, or kept in a store. Keys are primitives. */
export class RevisionedMapping<K, T extends object> implements Iterable<[K, T]> {
  /** Of every key that is known, also of deleted ones. */
  readonly #lives = new Map<K, Life<T>>()
  /** What is current, in the order in which it came to be. */
  readonly #current = new Map<K, ManagedHistory<T>>()
  #keeper: HistoryKeeper
  #stored: StoredKeys | undefined

  /**
   * Opens a mapping that is kept in a store, under a name without '/'. `{ of: Class }` says of which class its values are.
   * What is changed is saved as in a repository: at the end of each synchronous run, by `flush()` and by `close()`. Keys come in
   * the order in which they came to be; those of one millisecond, once it is opened anew, by their names. `BAD_NAME`,
   * `BAD_OPTION`; `CORRUPT` for what cannot be read.
   */
  static async open<K, T extends object>(
    store: Store,
    name: string,
    options: OpenOptions<T> = {},
  ): Promise<RevisionedMapping<K, T>> {
    const stored = new StoredKeys(store, name, options as OpenOptions<object>)
    const mapping = new RevisionedMapping<K, T>()
    mapping.#stored = stored
    mapping.#keeper = stored.keeper
    const { begun } = await stored.look(new Map())
    for (const life of begun) mapping.#resume(life)
    stored.opened.begin()
    return mapping
  }

  constructor(entries: Iterable<readonly [K, T]> = [], options: MappingOptions = {}) {
    this.#keeper = keeperInMemory(options)
    for (const [key, value] of entries) this.set(key, value)
  }

  static {
    printedAs(RevisionedMapping, (self, print) =>
      print(new Map(self.#printable())).replace(/^Map/, 'RevisionedMapping'),
    )
  }

  /** How many keys have a current object. */
  get size(): number {
    return this.#current.size
  }

  get(key: K): T | undefined {
    return this.#lives.get(key)?.manager.getCurrentRevision()
  }

  has(key: K): boolean {
    return this.#lives.get(key)?.manager.isLive ?? false
  }

  /** Records an object as the next revision of a key, also of a deleted one, or begins the history of a new key. */
  set(key: K, value: T, change?: ManagedChange): this {
    checkKey('set', key)
    const life = this.#lives.get(key)
    if (!life) this.#begin(key, value, 0, change)
    else {
      life.manager.set(value, change)
      this.#note(key, life.manager)
    }
    return this
  }

  /** Ends the history of a key, and begins a new one. */
  replace(key: K, value: T, change?: ManagedChange): this {
    checkKey('replace', key)
    const life = this.#lives.get(key)
    if (!life) return this.set(key, value, change)
    const generation = life.generation + 1
    // What is refused must not have ended anything.
    const track = this.#newTrack(key, generation)
    const object = admitObject(value, track.name)
    this.#keeper.check?.(object, track.name)
    life.manager.delete(change)
    this.#begin(key, object as T, generation, change)
    return this
  }

  /** Runs a recipe on the current object of a key, and gives the new one; `UNKNOWN_VARIABLE` where there is none. */
  update(key: K, recipe: (draft: DraftOf<T>) => NextOf<T>, change?: ManagedChange): T {
    const life = this.#lives.get(key)
    if (!life?.manager.isLive) throw this.#unknown(key, [...this.#current.keys()])
    return life.manager.updateCurrent(recipe as (draft: never) => unknown, change)
  }

  /** Records that a key is deleted: its history stays, and may go on. False where it is not there. */
  delete(key: K, change?: ManagedChange): boolean {
    const life = this.#lives.get(key)
    if (!life?.manager.delete(change)) return false
    this.#note(key, life.manager)
    return true
  }

  *keys(): IterableIterator<K> {
    for (const [key, manager] of this.#current) if (manager.isLive) yield key
  }

  *values(): IterableIterator<T> {
    for (const [, value] of this.entries()) yield value
  }

  *entries(): IterableIterator<[K, T]> {
    for (const [key, manager] of this.#current) {
      const value = manager.getCurrentRevision()
      if (value) yield [key, value]
    }
  }

  [Symbol.iterator](): IterableIterator<[K, T]> {
    return this.entries()
  }

  forEach(fn: (value: T, key: K, mapping: this) => void, thisArg?: unknown): void {
    for (const [key, value] of this) fn.call(thisArg, value, key, this)
  }

  /** The history of a key, also of a deleted one; `UNKNOWN_VARIABLE` where there never was one. */
  getRevisionManager(key: K): RevisionManager<T> {
    const life = this.#lives.get(key)
    if (life) return life.manager
    throw this.#unknown(key, [...this.#lives.keys()])
  }

  /** Settles when all that was changed so far is durable; in memory it is so already. */
  get saved(): Promise<void> {
    return this.#stored ? this.#stored.saved([...this.#tracks().values()]) : Promise.resolve()
  }

  /**
   * Settles when all that was changed is durable; `NOT_DURABLE` with the cause where it can't be, `CONFLICT` where somebody was
   * quicker and a change could not be made again.
   */
  async flush(): Promise<void> {
    await this.#stored?.opened.flush()
  }

  /** Takes over what others have stored, also new keys, once what is pending here is flushed. */
  async refresh(): Promise<void> {
    const stored = this.#stored
    if (!stored) return
    await stored.opened.refresh(async () => {
      const { begun, moved } = await stored.look(this.#tracks())
      for (const life of begun) this.#resume(life)
      return moved
    })
  }

  /** Flushes, then closes the store; changes are refused afterwards. Does nothing in memory. */
  async close(): Promise<void> {
    await this.#stored?.opened.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** What cannot be shown must not keep one from looking. */
  *#printable(): Generator<[K, unknown], undefined> {
    for (const [key, manager] of this.#current) {
      let shown: unknown
      try {
        shown = manager.getCurrentRevision()
      } catch (error) {
        shown = `(refused: ${(error as Error).message})`
      }
      if (shown !== undefined) yield [key, shown]
    }
  }

  #begin(key: K, value: T, generation: number, change: ManagedChange | undefined): void {
    const alone = aloneHistory(value)
    if (alone && !this.#stored) {
      alone.keeper = this.#keeper
      return this.#enter(key, { manager: alone as unknown as ManagedHistory<T>, generation })
    }
    const manager = new ManagedHistory<T>(this.#newTrack(key, generation), this.#keeper)
    leaveAlone(alone, value, () => manager.begin(value, change))
    this.#enter(key, { manager, generation })
  }

  /** Takes in a history that was read, unless one as new is known. */
  #resume({ key, generation, track }: StoredLife): void {
    const known = this.#lives.get(key as K)
    if (known && known.generation >= generation) return
    // What may not stand here is refused when somebody asks for it: the other keys can be had.
    this.#enter(key as K, { manager: new ManagedHistory<T>(track, this.#keeper), generation })
  }

  #enter(key: K, life: Life<T>): void {
    const before = this.#lives.get(key)
    if (before) before.manager.track.audience = () => undefined
    this.#lives.set(key, life)
    this.#current.delete(key)
    const { manager } = life
    // One that brought its history is called as its class.
    if (!this.#stored) manager.title = String(key)
    const hear = () => this.#note(key, manager)
    manager.track.audience = () => hear
    const { report } = this.#keeper
    if (report) manager.track.report = report
    this.#note(key, manager)
  }

  /** Notes whether a key has a current object. */
  #note(key: K, manager: ManagedHistory<T>): void {
    if (!manager.isLive) this.#current.delete(key)
    else if (!this.#current.has(key)) this.#current.set(key, manager)
  }

  #newTrack(key: K, generation: number): Track {
    checkKey('set', key)
    return this.#stored?.newTrack({ key, generation }) ?? new Track(new Timeline(String(key)))
  }

  #tracks(): Map<string, Track> {
    return new Map(Array.from(this.#lives.values(), ({ manager: { track } }) => [track.name, track]))
  }

  #unknown(key: K, known: readonly K[]): VarveError<'UNKNOWN_VARIABLE'> {
    const near = nearest(String(key), known.map(String))
    const hint = near === null ? 'set() begins one' : `did you mean '${near}'?`
    return new VarveError('UNKNOWN_VARIABLE', `there is nothing under the key '${String(key)}'; ${hint}`, {
      variable: String(key),
      nearest: near,
    })
  }
}
