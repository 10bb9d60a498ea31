import { isVarveError } from '../errors.ts'
import { later, pause } from '#platform'
import type { Verification } from '../history/verify.ts'
import type { Outcome, Store, SyncStore } from '../store/store.ts'
import { backOff } from './back-off.ts'
import type { Intent } from './intent.ts'
import { notDurable } from './loss.ts'
import type { PendingUnit } from './pending-unit.ts'
import { Pruner, type Pruning } from './pruner.ts'
import { Queue } from './queue.ts'
import { Race } from './race.ts'
import { settle, type SettleHost } from './settle.ts'
import { readTail, readTailSync, takeOver, type Tail } from './stored.ts'
import type { Track } from './track.ts'
import type { Transaction } from './transaction.ts'
import { verifyVariable } from './verifying.ts'

interface FlushOptions {
  /** Whether a lost race is thrown here, not reported elsewhere. */
  readonly throwsConflict?: boolean
  /** Whether the caller hears of a failure. */
  readonly tells?: boolean
}

/** What waits for the store, and its way there: one append for each synchronous run. */
export class Outbox {
  readonly #store: Store
  readonly #host: SettleHost
  readonly #queue: Queue = new Queue(() => this.#schedule())
  readonly #pruner: Pruner
  readonly #prunings = new Set<Promise<void>>()
  #isScheduled = false
  #isSettling = false
  #sending: Promise<void> | undefined

  constructor(store: Store, host: SettleHost) {
    this.#store = store
    this.#host = host
    this.#pruner = new Pruner(store)
  }

  /** Whether nothing waits and nothing is on its way. */
  get isIdle(): boolean {
    return this.#queue.units.length === 0 && !this.#sending && this.#prunings.size === 0
  }

  /** Whether what lost a race is being made again: it goes to the store when all of it is. */
  get isSettling(): boolean {
    return this.#isSettling
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
  flushSync({ throwsConflict = false, tells = true }: FlushOptions = {}): void {
    const store = this.#store as SyncStore
    const conflicts: unknown[] = []
    const tracks = new Set<Track>()
    while (this.#queue.units.length > 0) {
      const batch = this.#queue.take()
      const ms = pauseBefore(batch)
      if (ms > 0) pause(ms)
      const outcomes = this.#trying(batch, tells, () => store.appendSync(batch.map(unit => unit.toUnit())))
      const race = book(batch, outcomes, tracks)
      if (!race) continue
      const read = () => new Map(race.tracks.map(track => [track, readTailSync(store, track)]))
      const tails = this.#trying(race.units, tells, read)
      this.#settle(race, tails, throwsConflict ? error => conflicts.push(error) : undefined)
    }
    // What is told later must still be there then.
    if (this.#host.events.isIdle) this.#pruner.byTheWaySync(tracks)
    if (conflicts.length > 0) throw conflicts[0]
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
      this.#told()
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
    const tracks = new Set<Track>()
    try {
      while (this.#queue.units.length > 0) {
        const batch = this.#queue.take()
        const ms = pauseBefore(batch)
        if (ms > 0) await later(ms)
        const outcomes = await this.#waiting(batch, async () =>
          this.#store.append(batch.map(unit => unit.toUnit())),
        )
        const race = book(batch, outcomes, tracks)
        if (!race) continue
        const read = async (track: Track) => [track, await readTail(this.#store, track)] as const
        const tails = await this.#waiting(race.units, () => Promise.all(race.tracks.map(read)))
        this.#settle(race, new Map(tails))
      }
      if (this.#host.events.isIdle) await this.#pruner.byTheWay(tracks)
    } finally {
      this.#sending = undefined
    }
  }

  async #waiting<R>(units: readonly PendingUnit[], ask: () => Promise<R>): Promise<R> {
    try {
      return await ask()
    } catch (error) {
      this.#failed(units, error)
      throw notDurable(firstName(units), error)
    }
  }

  #trying<R>(units: readonly PendingUnit[], tells: boolean, ask: () => R): R {
    try {
      return ask()
    } catch (error) {
      this.#failed(units, error)
      if (tells) this.#told()
      throw error
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

  #told(): void {
    for (const unit of this.#queue.units) unit.isFailureTold = true
  }

  /** What failed stays queued, before what came since. */
  #failed(units: readonly PendingUnit[], cause: unknown): void {
    this.#queue.units = [...units, ...this.#queue.units]
    for (const unit of units) unit.reject(notDurable(firstName([unit]), cause))
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

  /** Settles a race and tells who waited; a conflict for which nobody waits goes to `onConflict`, else is reported. */
  #settle(
    race: Race,
    tails: ReadonlyMap<Track, Tail | undefined>,
    onConflict?: (error: unknown) => void,
  ): void {
    const settled = this.#host.events.hold(() => {
      this.#isSettling = true
      try {
        return settle(race, tails, this.#queue, this.#host)
      } finally {
        this.#isSettling = false
      }
    })
    for (const { unit, culprit, error } of settled) {
      if (!error) continue
      const isTold = unit.reject(error)
      if (onConflict) onConflict(error)
      else if (!isTold) culprit.track.report(error, culprit.actual)
    }
  }
}

/** Books what won, and notes of which variables; gives what lost. */
function book(
  batch: readonly PendingUnit[],
  outcomes: readonly Outcome[],
  tracks: Set<Track>,
): Race | undefined {
  let race: Race | undefined
  batch.forEach((unit, place) => {
    const outcome = outcomes[place]!
    if (outcome.ok) {
      for (const track of unit.spans.keys()) if (track.retained) tracks.add(track)
      unit.acknowledge()
    } else (race ??= new Race()).lose(unit, outcome)
  })
  return race
}

function pauseBefore(batch: readonly PendingUnit[]): number {
  return backOff(batch.reduce((most, { losses }) => Math.max(most, losses), 0))
}

function firstName(units: readonly PendingUnit[]): string {
  return [...(units[0]?.tracks ?? [])][0]?.name ?? ''
}
