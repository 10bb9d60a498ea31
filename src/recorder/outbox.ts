import { isVarveError } from '../errors.ts'
import type { Outcome, Store, SyncStore } from '../store/store.ts'
import { conflict, notDurable } from './loss.ts'
import { PendingUnit } from './pending-unit.ts'
import { Race, type Fallen } from './race.ts'
import { readTail, readTailSync, type Tail } from './stored.ts'
import type { Track } from './track.ts'
import type { Transaction } from './transaction.ts'

interface FlushOptions {
  /** Whether a lost race is thrown here, not reported elsewhere. */
  readonly throwsConflict?: boolean
  /** Whether the caller hears of a failure. */
  readonly tells?: boolean
}

/** What waits for the store, and its way there: one append for each synchronous run. */
export class Outbox {
  readonly #store: Store
  /** Hears of each variable whose pending revisions made way for those of others. */
  readonly #onFallen: (fallen: Fallen) => void
  #units: PendingUnit[] = []
  #scheduled = false
  #sending: Promise<void> | undefined

  constructor(store: Store, onFallen: (fallen: Fallen) => void) {
    this.#store = store
    this.#onFallen = onFallen
  }

  /** Whether nothing waits and nothing is on its way. */
  get isIdle(): boolean {
    return this.#units.length === 0 && !this.#sending
  }

  /** Queues the head of a variable; changes of one variable travel together. */
  add(track: Track): void {
    const to = track.timeline.length
    const span = track.unit?.open ? track.unit.spans.get(track) : undefined
    if (!span) return this.#queue(PendingUnit.of(track, to - 1, to))
    span.to = to
    this.#schedule()
  }

  addMark(track: Track, name: string, index: number): void {
    const isOpen = track.unit?.open === true
    const unit = isOpen ? track.unit! : new PendingUnit()
    unit.marks.push({ track, name, index })
    track.unit = unit
    if (!isOpen) this.#queue(unit)
  }

  addTransaction(transaction: Transaction): void {
    const unit = new PendingUnit()
    unit.open = false
    for (const [track, { length: from }] of transaction.touched) {
      const to = track.timeline.length
      if (to > from) unit.spans.set(track, { from, to })
    }
    for (const track of transaction.reads)
      if (!unit.spans.has(track) && track.timeline.length > 0)
        unit.reads.set(track, track.timeline.length - 1)
    for (const mark of transaction.marks) unit.marks.push(mark)
    for (const track of unit.tracks) track.unit = unit
    this.#queue(unit)
  }

  /** Settles when what is queued of the variable by now is durable; what failed before is tried again. */
  saved(track: Track): Promise<void> {
    if (!track.unit) return Promise.resolve()
    this.#schedule()
    return track.unit.settled()
  }

  /** Appends all that waits, for a store that answers at once; throws what the store throws, and a lost race if told to. */
  flushSync({ throwsConflict = false, tells = true }: FlushOptions = {}): void {
    const store = this.#store as SyncStore
    const conflicts: unknown[] = []
    while (this.#units.length > 0) {
      const batch = this.#take()
      const outcomes = this.#trying(batch, tells, () => store.appendSync(batch.map(unit => unit.toUnit())))
      const race = book(batch, outcomes)
      if (!race) continue
      const read = () => new Map(race.tracks.map(track => [track, readTailSync(store, track)]))
      const tails = this.#trying(race.units, tells, read)
      this.#settle(race, tails, throwsConflict ? error => conflicts.push(error) : undefined)
    }
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
    const isNews = this.#units.some(unit => !unit.isFailureTold)
    try {
      this.#naming(() => this.flushSync({ tells: false, throwsConflict: true }))
    } catch (error) {
      if (isNews || isVarveError(error, 'CONFLICT')) throw error
    }
  }

  async #flushLater(): Promise<void> {
    while (this.#sending) await this.#sending
    if (this.#units.length === 0) return
    this.#sending = this.#send()
    await this.#sending
  }

  async #send(): Promise<void> {
    try {
      while (this.#units.length > 0) {
        const batch = this.#take()
        const outcomes = await this.#waiting(batch, async () =>
          this.#store.append(batch.map(unit => unit.toUnit())),
        )
        const race = book(batch, outcomes)
        if (!race) continue
        const read = async (track: Track) => [track, await readTail(this.#store, track)] as const
        const tails = await this.#waiting(race.units, () => Promise.all(race.tracks.map(read)))
        this.#settle(race, new Map(tails))
      }
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
    const name = firstName(this.#units)
    try {
      flush()
    } catch (error) {
      throw isVarveError(error, 'CONFLICT') ? error : notDurable(name, error)
    }
  }

  #told(): void {
    for (const unit of this.#units) unit.isFailureTold = true
  }

  /** What failed stays queued, before what came since. */
  #failed(units: readonly PendingUnit[], cause: unknown): void {
    this.#units = [...units, ...this.#units]
    for (const unit of units) unit.reject(notDurable(firstName([unit]), cause))
  }

  /** What goes next. A mark waits until what it names is acknowledged: the store would keep it, were that to lose. */
  #take(): PendingUnit[] {
    const end = this.#units.findIndex((unit, place) => place > 0 && unit.namesPending)
    const batch = this.#units.splice(0, end < 0 ? this.#units.length : end)
    for (const unit of batch) unit.open = false
    return batch
  }

  #queue(unit: PendingUnit): void {
    this.#units.push(unit)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    void Promise.resolve().then(() => this.#flushQuietly())
  }

  /** A failure here is told by `saved`, `flush`, `close` or at the program's end, where it is tried again. */
  async #flushQuietly(): Promise<void> {
    this.#scheduled = false
    try {
      if (this.#store.sync) this.flushSync({ tells: false })
      else await this.#flushLater()
    } catch {
      // Kept, and tried again.
    }
  }

  /** Takes back what lost, and tells everybody; a conflict for which nobody waits goes to `onConflict`, else is reported. */
  #settle(race: Race, tails: Tails, onConflict?: (error: unknown) => void): void {
    this.#units = race.doom(this.#units)
    const { losses, fallen, again } = race.settle(tails)
    this.#units = [...again, ...this.#units]
    for (const track of race.tracks) track.unit = this.#units.findLast(unit => unit.tracks.has(track))
    const told = losses.map(({ unit, culprit, withdrawn }) => ({
      unit,
      track: culprit.track,
      error: unit.isOnlyBeginning ? undefined : conflict(culprit, withdrawn),
    }))
    for (const each of fallen) this.#onFallen(each)
    for (const { unit, track, error } of told) {
      if (!error) unit.resolve()
      else if (onConflict) {
        unit.reject(error)
        onConflict(error)
      } else if (!unit.reject(error)) track.report(error, track.timeline.revision(track.timeline.length - 1))
    }
  }
}

type Tails = ReadonlyMap<Track, Tail | undefined>

/** Books what won; gives what lost. */
function book(batch: readonly PendingUnit[], outcomes: readonly Outcome[]): Race | undefined {
  let race: Race | undefined
  batch.forEach((unit, place) => {
    const outcome = outcomes[place]!
    if (outcome.ok) unit.acknowledge()
    else (race ??= new Race()).lose(unit, outcome)
  })
  return race
}

function firstName(units: readonly PendingUnit[]): string {
  return [...(units[0]?.tracks ?? [])][0]?.name ?? ''
}
