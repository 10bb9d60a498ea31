import { isVarveError } from '../errors.ts'
import type { Verification } from '../history/verify.ts'
import type { Store, SyncStore } from '../store/store.ts'
import { Delivery, type FlushOptions } from './delivery.ts'
import type { Intent } from './intent.ts'
import { firstName, notDurable } from './loss.ts'
import { Pruner, type Pruning } from './pruner.ts'
import { Queue } from './queue.ts'
import type { SettleHost } from './settle.ts'
import { readTail, readTailSync, takeOver, type Tail } from './stored.ts'
import type { Track } from './track.ts'
import type { Transaction } from './transaction.ts'
import { verifyVariable } from './verifying.ts'

/** What waits for the store, and its way there: one append for each synchronous run. */
export class Outbox {
  readonly #store: Store
  readonly #host: SettleHost
  readonly #queue: Queue = new Queue(() => this.#schedule())
  readonly #delivery: Delivery
  readonly #pruner: Pruner
  readonly #prunings = new Set<Promise<void>>()
  #isScheduled = false
  #sending: Promise<void> | undefined

  constructor(store: Store, host: SettleHost) {
    this.#store = store
    this.#host = host
    this.#delivery = new Delivery(store, this.#queue, host)
    this.#pruner = new Pruner(store)
  }

  /** Whether nothing waits and nothing is on its way. */
  get isIdle(): boolean {
    return this.#queue.units.length === 0 && !this.#sending && this.#prunings.size === 0
  }

  /** Whether what lost a race is being made again: it goes to the store when all of it is. */
  get isSettling(): boolean {
    return this.#delivery.isSettling
  }

  add(track: Track, intent: Intent | undefined): void {
    this.#queue.add(track, intent)
  }

  addMark(track: Track, name: string, index: number): void {
    this.#queue.addMark(track, name, index)
  }

  addTransaction(transaction: Transaction, whole: Intent): void {
    this.#queue.addTransaction(transaction, whole)
  }

  /** Settles when what is queued of the variable by now is durable; what failed before is tried again. */
  async saved(track: Track): Promise<void> {
    const { unit, pruning } = track
    if (unit) this.#schedule()
    if (pruning) pruning.isAwaited = true
    await Promise.all([unit?.settled(), pruning?.done])
  }

  /** Checks what is stored of a variable, where the store answers at once. */
  verify(track: Track): Verification | undefined {
    return this.#store.sync ? verifyVariable(this.#store as SyncStore, track) : undefined
  }

  /** Appends all that waits, for a store that answers at once; throws what the store throws, and a lost race if told to. */
  flushSync(options: FlushOptions = {}): void {
    if (this.#queue.units.length === 0) return
    const saved = this.#delivery.sendSync(options)
    // What is told later must still be there then.
    if (saved.size > 0 && this.#host.events.isIdle) this.#pruner.byTheWaySync(saved)
  }

  /** As `flushSync`, but says which variable was not saved: `NOT_DURABLE`, with the store's error as its cause. */
  flushNow(): void {
    this.#naming(() => this.flushSync())
  }

  /** Appends all that waits; `NOT_DURABLE` where the store fails. */
  async flush(): Promise<void> {
    if (this.#store.sync) return this.flushNow()
    // What is on its way already has an outcome of its own; this is a try more.
    await this.#sending?.catch(() => {})
    try {
      await this.#flushLater()
    } catch (error) {
      this.#delivery.told()
      throw error
    }
  }

  /** The last try, at the end of the program. It fails for a lost race, and for what nobody has been told of yet. */
  flushAtExit(): void {
    const isNews = this.#queue.units.some(unit => !unit.isFailureTold)
    try {
      this.#naming(() => this.flushSync({ tells: false, throwsConflict: true }))
    } catch (error) {
      if (isNews || isVarveError(error, 'CONFLICT')) throw error
    }
  }

  /** Takes over what others have stored of these variables, once what waits is saved; for a store that answers at once. */
  refreshSync(tracks: readonly Track[]): void {
    const store = this.#store as SyncStore
    this.flushNow()
    for (const track of tracks) this.#takeIn(track, readTailSync(store, track))
  }

  /** As `refreshSync`, of any store. */
  async refresh(tracks: readonly Track[]): Promise<void> {
    if (this.#store.sync) return this.refreshSync(tracks)
    let left = tracks
    while (left.length > 0) {
      await this.flush()
      const tails = await Promise.all(
        left.map(async track => [track, await readTail(this.#store, track)] as const),
      )
      // What was changed or saved while this waited is asked for again.
      left = tails.filter(([track, tail]) => !this.#takeIn(track, tail)).map(([track]) => track)
    }
  }

  /** Forgets what a policy does not keep, here and in the store; settles with `saved` where the store answers later. */
  prune(pruning: Pruning): void {
    const { track } = pruning
    if (this.#store.sync) return this.#pruner.pruneSync(pruning, () => this.refreshSync([track]))
    const before = track.pruning?.done.catch(() => {}) ?? Promise.resolve()
    const done = before.then(() => this.#pruner.prune(pruning, () => this.refresh([track])))
    const mine = { done, isAwaited: false }
    track.pruning = mine
    const ended = done
      .catch((error: unknown) => {
        if (!mine.isAwaited) track.report(error, track.timeline.revision(track.timeline.length - 1))
      })
      .then(() => {
        this.#prunings.delete(ended)
        if (track.pruning === mine) track.pruning = undefined
      })
    this.#prunings.add(ended)
  }

  /** Settles when nothing waits any more and nothing is on its way. */
  async idle(): Promise<void> {
    // Somebody may change something while this waits.
    while (!this.isIdle) {
      await this.flush()
      await Promise.all(this.#prunings)
    }
  }

  async #flushLater(): Promise<void> {
    while (this.#sending) await this.#sending
    if (this.#queue.units.length === 0) return
    this.#sending = this.#send()
    await this.#sending
  }

  async #send(): Promise<void> {
    try {
      const saved = await this.#delivery.send()
      if (saved.size > 0 && this.#host.events.isIdle) await this.#pruner.byTheWay(saved)
    } finally {
      this.#sending = undefined
    }
  }

  #naming(flush: () => void): void {
    const name = firstName(this.#queue.units)
    try {
      flush()
    } catch (error) {
      throw isVarveError(error, 'CONFLICT') ? error : notDurable(name, error)
    }
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    void Promise.resolve().then(() => this.#flushQuietly())
  }

  /** A failure here is told by `saved`, `flush`, `close` or at the program's end, where it is tried again. */
  async #flushQuietly(): Promise<void> {
    this.#isScheduled = false
    try {
      if (this.#store.sync) this.flushSync({ tells: false })
      else await this.#flushLater()
    } catch {
      // Kept, and tried again.
    }
  }

  /** Takes over a tail, and lets listeners hear of it; false where it is not one any more. */
  #takeIn(track: Track, tail: Tail | undefined): boolean {
    if (!tail) return true
    const { timeline } = track
    const { length } = timeline
    if (tail.from !== length) return false
    const { events } = this.#host
    events.hold(() => {
      takeOver(track, tail)
      for (const index of timeline.indexes(length)) events.tell(track, index)
    })
    return true
  }
}
