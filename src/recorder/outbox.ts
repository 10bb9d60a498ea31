import type { Outcome, Store, SyncStore } from '../store/store.ts'
import { conflict, notDurable, type Loss } from './loss.ts'
import { PendingUnit } from './pending-unit.ts'
import { readStored, readStoredSync, takeOver, type Stored } from './stored.ts'
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
  /** Hears of each variable whose pending revisions made way for those of others, and from where these begin. */
  readonly #onTakenOver: (track: Track, from: number) => void
  #units: PendingUnit[] = []
  #scheduled = false
  #sending: Promise<void> | undefined

  constructor(store: Store, onTakenOver: (track: Track, from: number) => void) {
    this.#store = store
    this.#onTakenOver = onTakenOver
  }

  get isEmpty(): boolean {
    return this.#units.length === 0
  }

  /** Queues the head of a variable; changes of one variable travel together. */
  add(track: Track): void {
    const to = track.timeline.length
    const span = track.unit?.open ? track.unit.spans.get(track) : undefined
    if (span) span.to = to
    else this.#openUnit(track).spans.set(track, { from: to - 1, to })
    this.#schedule()
  }

  addMark(track: Track, name: string, index: number): void {
    const unit = track.unit?.open ? track.unit : this.#openUnit(track)
    unit.marks.push({ track, name, index })
    this.#schedule()
  }

  addTransaction(transaction: Transaction): void {
    const unit = new PendingUnit()
    unit.open = false
    for (const [track, { length }] of transaction.touched)
      unit.spans.set(track, { from: length, to: track.timeline.length })
    for (const track of transaction.reads)
      if (!unit.spans.has(track)) unit.reads.set(track, track.timeline.length - 1)
    unit.marks.push(...transaction.marks)
    for (const track of unit.tracks) track.unit = unit
    this.#units.push(unit)
    this.#schedule()
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
    while (this.#units.length > 0) {
      const batch = this.#take()
      const outcomes = this.#trying(batch, tells, () => store.appendSync(batch.map(unit => unit.toUnit())))
      const losses = this.#settle(batch, outcomes)
      const stored = losses.map(({ track }) => readStoredSync(store, track.name, track.timeline.length))
      this.#finish(losses, stored, throwsConflict)
      if (losses.length > 0 && throwsConflict) throw conflict(losses[0]!)
    }
  }

  /** As `flushSync`, but says which variable was not saved: `NOT_DURABLE`, with the store's error as its cause. */
  flushNow(): void {
    this.#naming(() => this.flushSync())
  }

  /** Appends all that waits; `NOT_DURABLE` where the store fails. */
  async flush(): Promise<void> {
    if (this.#store.sync) return this.flushNow()
    try {
      await this.#flushLater()
    } catch (error) {
      this.#told()
      throw error
    }
  }

  /** The last try, at the end of the program. It fails only for what nobody has been told of yet. */
  flushAtExit(): void {
    const isNews = this.#units.some(unit => !unit.isFailureTold)
    try {
      this.#naming(() => this.flushSync({ tells: false }))
    } catch (error) {
      if (isNews) throw error
    }
  }

  async #flushLater(): Promise<void> {
    while (this.#sending) await this.#sending
    if (this.isEmpty) return
    this.#sending = this.#send()
    await this.#sending
  }

  async #send(): Promise<void> {
    try {
      while (this.#units.length > 0) {
        const batch = this.#take()
        const outcomes = await this.#append(batch)
        const losses = this.#settle(batch, outcomes)
        const stored = losses.map(({ track }) => readStored(this.#store, track.name, track.timeline.length))
        this.#finish(losses, await Promise.all(stored))
      }
    } finally {
      this.#sending = undefined
    }
  }

  async #append(batch: PendingUnit[]): Promise<readonly Outcome[]> {
    try {
      return await this.#store.append(batch.map(unit => unit.toUnit()))
    } catch (error) {
      this.#failed(batch, error)
      throw notDurable(firstName(batch), error)
    }
  }

  #trying<R>(batch: PendingUnit[], tells: boolean, append: () => R): R {
    try {
      return append()
    } catch (error) {
      this.#failed(batch, error)
      if (tells) this.#told()
      throw error
    }
  }

  #naming(flush: () => void): void {
    const name = firstName(this.#units)
    try {
      flush()
    } catch (error) {
      throw notDurable(name, error)
    }
  }

  #told(): void {
    for (const unit of this.#units) unit.isFailureTold = true
  }

  /** What failed stays queued, before what came since. */
  #failed(batch: PendingUnit[], cause: unknown): void {
    this.#units = [...batch, ...this.#units]
    for (const unit of batch) {
      const [track] = unit.tracks
      unit.reject(notDurable(track!.name, cause))
    }
  }

  #take(): PendingUnit[] {
    const batch = this.#units
    this.#units = []
    for (const unit of batch) unit.open = false
    return batch
  }

  #openUnit(track: Track): PendingUnit {
    const unit = new PendingUnit()
    track.unit = unit
    this.#units.push(unit)
    return unit
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

  /** Books what won; takes out of the timelines what lost, with all that was queued on top of it. */
  #settle(batch: readonly PendingUnit[], outcomes: readonly Outcome[]): Loss[] {
    const losing = batch.filter((unit, place) => outcomes[place]?.ok !== true)
    for (const unit of batch) if (!losing.includes(unit)) won(unit)
    const tracks = new Set(losing.flatMap(unit => [...unit.tracks]))
    for (const unit of this.#units) {
      if (!unit.touches(tracks)) continue
      losing.push(unit)
      for (const track of unit.tracks) tracks.add(track)
    }
    this.#units = this.#units.filter(unit => !losing.includes(unit))
    return [...tracks].map(track => withdraw(track, losing))
  }

  #finish(losses: readonly Loss[], stored: readonly (Stored | undefined)[], isThrown = false): void {
    losses.forEach(({ track }, place) => {
      const from = track.timeline.length
      track.unit = undefined
      if (stored[place]) takeOver(track, stored[place])
      this.#onTakenOver(track, from)
    })
    for (const unit of new Set(losses.flatMap(loss => loss.units))) {
      const loss = losses.find(({ units }) => units.includes(unit))!
      const error = conflict(loss)
      if (!unit.reject(error) && !isThrown)
        loss.track.report(error, loss.track.timeline.revision(loss.track.timeline.length - 1))
    }
  }
}

function withdraw(track: Track, losing: readonly PendingUnit[]): Loss {
  const { timeline } = track
  const base = Math.min(timeline.savedLength, timeline.length)
  const withdrawn = Array.from({ length: timeline.length - base }, (_, place) =>
    timeline.revision(base + place),
  )
  const expected = base > 0 ? timeline.revision(base - 1) : withdrawn[0]!
  timeline.truncate(base)
  return { track, withdrawn, expected, units: losing.filter(unit => unit.tracks.has(track)) }
}

function firstName(units: readonly PendingUnit[]): string {
  return [...(units[0]?.tracks ?? [])][0]?.name ?? ''
}

function won(unit: PendingUnit): void {
  for (const [{ timeline }, { from, to }] of unit.spans) {
    timeline.savedLength = Math.max(timeline.savedLength, to)
    timeline.forgetLines(from, to)
  }
  for (const track of unit.tracks) if (track.unit === unit) track.unit = undefined
  unit.resolve()
}
