import { VarveError } from '../errors.ts'
import { reportUncaught } from '#platform'
import type { Verification } from '../history/verify.ts'
import type { Store, SyncStore } from '../store/store.ts'
import { Delivery, type FlushOptions } from './delivery.ts'
import type { Hearers } from './hearers.ts'
import type { Intent } from './intent.ts'
import type { PendingUnit } from './pending-unit.ts'
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
  /** Saved at once, and perhaps longer than is to be kept. */
  readonly #saved = new Set<Track>()
  #isScheduled = false
  #sending: Promise<unknown> | undefined

  constructor(store: Store, host: SettleHost) {
    this.#store = store
    this.#host = host
    this.#delivery = new Delivery(store, this.#queue, host)
    this.#pruner = new Pruner(store)
  }

  /** Who waits for everything. */
  get hearers(): Hearers {
    return this.#delivery.hearers
  }

  /** Whether nothing waits and nothing is on its way. */
  get isIdle(): boolean {
    if (this.isSettling || this.#sending) return false
    return this.#queue.due.length === 0 && this.#prunings.size === 0
  }

  /** Whether what lost a race is being made again: it goes to the store when all of it is. */
  get isSettling(): boolean {
    return this.#delivery.isSettling
  }

  add(track: Track, intent: Intent | undefined): PendingUnit {
    return this.#queue.add(track, intent)
  }

  /** Keeps a first revision here until the variable is changed. */
  hold(track: Track, intent: Intent | undefined): void {
    this.#queue.hold(track, intent)
  }

  addMark(track: Track, name: string, index: number): PendingUnit {
    return this.#queue.addMark(track, name, index)
  }

  addTransaction(transaction: Transaction, whole: Intent): PendingUnit {
    return this.#queue.addTransaction(transaction, whole)
  }

  /** Settles when what is queued of the variable by now is durable; what failed before is tried again. */
  async saved(track: Track): Promise<void> {
    const errors = await this.outcomes(track)
    if (errors.length > 0) throw errors[0]
  }

  /** As `saved`, but tells all that went wrong. */
  async outcomes(track: Track): Promise<readonly unknown[]> {
    const { pruning } = track
    const units = track.units.filter(unit => !unit.isHeld)
    if (units.length > 0) this.#schedule()
    if (pruning) pruning.isAwaited = true
    const waited = await Promise.allSettled([...units.map(unit => unit.settled()), pruning?.done])
    return waited.flatMap(each => (each.status === 'rejected' ? [each.reason as unknown] : []))
  }

  /** Checks what is stored of a variable, where the store answers at once. */
  verify(track: Track): Verification | undefined {
    return this.#store.sync ? verifyVariable(this.#store as SyncStore, track) : undefined
  }

  /** Appends all that waits, for a store that answers at once; throws what the store throws. */
  flushSync(options: FlushOptions = {}): void {
    if (this.#queue.due.length === 0) return
    const saved = this.#delivery.sendSync(options)
    for (const track of saved) this.#saved.add(track)
    this.forgetSync()
  }

  /** Forgets by the way what policies do not keep of what was saved. What is told later must still be there then. */
  forgetSync(): void {
    if (this.#saved.size === 0 || !this.#host.events.isIdle) return
    const saved = new Set(this.#saved)
    this.#saved.clear()
    this.#pruner.byTheWaySync(saved, track => this.refreshSync([track]))
  }

  /** Appends all that waits; throws what became of this one unit, if it is not saved now. */
  sendNow(unit: PendingUnit): void {
    let failure: { readonly error: unknown } | undefined
    unit.wait({ resolve() {}, reject: error => (failure = { error }) })
    this.flushSync()
    if (failure) throw failure.error
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
    const isNews = this.#queue.due.some(unit => !unit.isFailureTold)
    try {
      // No tick is left in which anybody could be told.
      this.#naming(() => this.flushSync({ tells: false, onConflict: reportUncaught }))
    } catch (error) {
      if (isNews) throw error
    }
  }

  /** Takes over what others have stored of these variables, once what waits is saved; for a store that answers at once. */
  refreshSync(tracks: readonly Track[]): void {
    this.refuseSettling('refresh')
    const store = this.#store as SyncStore
    let left = tracks
    while (left.length > 0) {
      this.flushNow()
      // What a listener has changed meanwhile is asked for again.
      left = left.filter(track => !this.#takeIn(track, readTailSync(store, track)))
    }
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
    this.refuseSettling('prune')
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
    if (this.#queue.due.length === 0) return
    const sent = this.#delivery.send().finally(() => (this.#sending = undefined))
    this.#sending = sent
    const saved = await sent
    if (saved.size > 0 && this.#host.events.isIdle)
      await this.#pruner.byTheWay(saved, track => this.refresh([track]))
  }

  #naming(flush: () => void): void {
    const name = firstName(this.#queue.due)
    try {
      flush()
    } catch (error) {
      throw notDurable(name, error)
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

  /** Refuses what cannot be done in a recipe that is made again: that rests on what the store had when it began. */
  refuseSettling(method: string): void {
    if (!this.isSettling) return
    const message = `${method}() in what is being made again after a lost race; do it afterwards`
    throw new VarveError('REFUSED', message, {})
  }

  /** Takes over a tail, and lets listeners hear of it; false where it is not one any more. */
  #takeIn(track: Track, tail: Tail | undefined): boolean {
    if (!tail) return true
    const { timeline } = track
    const { length } = timeline
    if (tail.from !== length) {
      // Somebody else began it: what is held here gives way, as one that lost a race.
      this.#queue.release(track)
      return false
    }
    const { events } = this.#host
    events.hold(() => {
      takeOver(track, tail)
      for (const index of timeline.indexes(length)) events.tell(track, index)
    })
    return true
  }
}
