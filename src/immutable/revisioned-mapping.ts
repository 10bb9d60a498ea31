import { VarveError } from '../errors.ts'
import { printedAs } from '../history/printed-as.ts'
import { Timeline } from '../history/timeline.ts'
import { nearest } from '../nearest.ts'
import { Track } from '../recorder/track.ts'
import type { Store } from '../store/store.ts'
import type { HistoryKeeper } from './history-keeper.ts'
import { Lives, type Life } from './lives.ts'
import { checkAbsent } from './managed-change.ts'
import { checkKey } from './key-name.ts'
import { ManagedHistory } from './managed-history.ts'
import { aloneHistory, leaveAlone } from './managed-of.ts'
import { checkEntries, keeperInMemory, type MappingOptions, type OpenOptions } from './mapping-options.ts'
import type { ManagedChange, RevisionManager } from './revision-manager.ts'
import { StoredKeys, type StoredLife } from './stored-keys.ts'
import type { DraftOf, NextOf } from './types.ts'

/** Keys → objects, each with the history of its revisions: in memory, or kept in a store. Keys are primitives. */
export class RevisionedMapping<K, T extends object> implements Iterable<[K, T]> {
  readonly #lives = new Lives<K, T>()
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
    for (const [key, value] of checkEntries(entries)) this.set(key, value)
  }

  static {
    printedAs(RevisionedMapping, (self, print) =>
      print(new Map(self.#printable())).replace(/^Map/, 'RevisionedMapping'),
    )
  }

  /** How many keys have a current object. */
  get size(): number {
    return this.#lives.current.size
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
    if (!life) this.#begin(key, value, change)
    else {
      life.manager.set(value, change)
      this.#lives.note(key, life.manager)
    }
    return this
  }

  /** Ends the history of a key, and begins a new one: both, or none. The one that was can only be read then. */
  replace(key: K, value: T, change?: ManagedChange): this {
    checkKey('replace', key)
    const before = this.#lives.get(key)
    if (!before) return this.set(key, value, change)
    const generation = before.generation + 1
    const alone = aloneHistory(value)
    if (alone && !this.#stored) {
      before.manager.endBefore(change)
      this.#adopt(key, alone, generation)
      return this
    }
    const manager = new ManagedHistory<T>(this.#newTrack(key, generation), this.#keeper)
    leaveAlone(alone, value, () => before.manager.replaceBy(manager, value, change))
    this.#enter(key, { manager, generation, before: this.#stored && before })
    return this
  }

  /** Runs a recipe on the current object of a key, and gives the new one; `UNKNOWN_VARIABLE` where there is none. */
  update(key: K, recipe: (draft: DraftOf<T>) => NextOf<T>, change?: ManagedChange): T {
    checkKey('update', key)
    const life = this.#lives.get(key)
    if (!life?.manager.isLive) throw this.#unknown(key, [...this.#lives.current.keys()])
    return life.manager.updateCurrent(recipe as (draft: never) => unknown, change)
  }

  /** Records that a key is deleted: its history stays, and may go on. False where it is not there. */
  delete(key: K, change?: ManagedChange): boolean {
    checkKey('delete', key)
    const life = this.#lives.get(key)
    if (!life) checkAbsent(String(key), 'delete', change)
    if (!life?.manager.delete(change)) return false
    this.#lives.note(key, life.manager)
    return true
  }

  *keys(): IterableIterator<K> {
    for (const [key, manager] of this.#lives.current) if (manager.isLive) yield key
  }

  *values(): IterableIterator<T> {
    for (const [, value] of this.entries()) yield value
  }

  *entries(): IterableIterator<[K, T]> {
    for (const [key, manager] of this.#lives.current) {
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
    checkKey('getRevisionManager', key)
    const life = this.#lives.get(key)
    if (life) return life.manager
    throw this.#unknown(key, this.#lives.keys)
  }

  /** Settles when all that was changed so far is durable; in memory it is so already. */
  get saved(): Promise<void> {
    return this.#stored ? this.#stored.saved([...this.#lives.tracks.values()]) : Promise.resolve()
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
      const { begun, moved } = await stored.look(this.#lives.tracks)
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
    for (const [key, manager] of this.#lives.current) {
      let shown: unknown
      try {
        shown = manager.getCurrentRevision()
      } catch (error) {
        shown = `(refused: ${(error as Error).message})`
      }
      if (shown !== undefined) yield [key, shown]
    }
  }

  #begin(key: K, value: T, change: ManagedChange | undefined): void {
    const alone = aloneHistory(value)
    if (alone && !this.#stored) {
      checkAbsent(String(key), 'set', change)
      return this.#adopt(key, alone, 0)
    }
    const manager = new ManagedHistory<T>(this.#newTrack(key, 0), this.#keeper)
    leaveAlone(alone, value, () => manager.begin(value, change))
    this.#enter(key, { manager, generation: 0 })
  }

  /** An object that stood alone brings its history along. */
  #adopt(key: K, alone: ManagedHistory, generation: number): void {
    alone.keeper = this.#keeper
    this.#enter(key, { manager: alone as unknown as ManagedHistory<T>, generation })
  }

  /** Takes in a history that was read, unless one as new is known. */
  #resume({ key, generation, track }: StoredLife): void {
    const known = this.#lives.get(key as K)
    if (known && known.generation >= generation) return
    // What may not stand here is refused when somebody asks for it: the other keys can be had.
    this.#enter(key as K, { manager: new ManagedHistory<T>(track, this.#keeper), generation })
  }

  #enter(key: K, life: Life<T>): void {
    // One that brought its history is called as its class.
    if (!this.#stored) life.manager.title = String(key)
    this.#lives.enter(key, life, this.#keeper)
  }

  #newTrack(key: K, generation: number): Track {
    checkKey('set', key)
    return this.#stored?.newTrack({ key, generation }) ?? new Track(new Timeline(String(key)))
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
