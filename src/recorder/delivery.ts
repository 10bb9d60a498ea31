import { later, pause } from '#platform'
import { isExclusive } from '../store/capabilities.ts'
import type { Outcome, Store, SyncExclusive, SyncStore } from '../store/store.ts'
import { backOff } from './back-off.ts'
import { Hearers } from './hearers.ts'
import { firstName, notDurable } from './loss.ts'
import type { PendingUnit } from './pending-unit.ts'
import type { Queue } from './queue.ts'
import { Race } from './race.ts'
import { settle, type Settled, type SettleHost } from './settle.ts'
import { readWinner, readWinnerSync, type Tail } from './stored.ts'
import type { Track } from './track.ts'

/** How what waits is brought to a store that answers at once. */
export interface FlushOptions {
  /** Hears of every lost race that could not be made good; by default who waits hears of it, or the listeners' errors do. */
  readonly onConflict?: ((error: unknown) => void) | undefined
  /** Whether the caller hears of a failure. */
  readonly tells?: boolean
}

/** What was sent, and what the store has answered. */
interface Sent {
  readonly batch: readonly PendingUnit[]
  readonly outcomes: readonly Outcome[]
}

/** So many races in a row are lost before others are kept from writing, where the store can do that. */
const patience = 3

/** Brings queued units to the store, batch by batch, until none is left; settles the races that they lose on the way. */
export class Delivery {
  /** Who waits for everything. */
  readonly hearers: Hearers = new Hearers()
  readonly #store: Store
  readonly #queue: Queue
  readonly #host: SettleHost
  #isSettling = false

  constructor(store: Store, queue: Queue, host: SettleHost) {
    this.#store = store
    this.#queue = queue
    this.#host = host
  }

  /** Whether what lost a race is being made again: it goes to the store when all of it is. */
  get isSettling(): boolean {
    return this.#isSettling
  }

  /** To a store that answers at once; throws what the store throws. Gives the variables of which something was saved. */
  sendSync({ tells = true, onConflict }: FlushOptions): ReadonlySet<Track> {
    const store = this.#store as SyncStore
    const saved = new Set<Track>()
    // What is being made again is sent when all of it is.
    while (!this.#isSettling && this.#queue.due.length > 0) {
      let race = this.#append(store, tells, saved)
      while (race && race.losses > patience && isExclusive(store))
        race = this.#exclusively(store, race, { tells, onConflict }, saved)
      if (!race) continue
      pause(backOff(race.losses))
      const lost = race
      const tails = this.#trying(
        () => lost.units,
        tells,
        () => tailsOf(store, lost),
      )
      this.#tell(this.#settle(lost, tails), onConflict)
    }
    return saved
  }

  /** As `sendSync`, to any store; a failure is `NOT_DURABLE`. */
  async send(): Promise<ReadonlySet<Track>> {
    const saved = new Set<Track>()
    while (this.#queue.due.length > 0) {
      const batch = this.#queue.take()
      const append = async () => this.#store.append(batch.map(unit => unit.toUnit()))
      const race = book({ batch, outcomes: await this.#waiting(batch, append) }, saved)
      if (!race) continue
      // Before what won is read, not after: what is made again must not be old when it is sent.
      if (race.losses > 1) await later(backOff(race.losses))
      const read = async (track: Track) => [track, await readWinner(this.#store, track)] as const
      const tails = await this.#waiting(race.units, () => Promise.all(race.tracks.map(read)))
      this.#tell(this.#settle(race, new Map(tails)))
    }
    return saved
  }

  /** Notes that somebody has heard of the failure of all that waits. */
  told(): void {
    for (const unit of this.#queue.units) unit.isFailureTold = true
  }

  async #waiting<R>(units: readonly PendingUnit[], ask: () => Promise<R>): Promise<R> {
    try {
      return await ask()
    } catch (error) {
      this.#failed(units, error)
      throw notDurable(firstName(units), error)
    }
  }

  /** Sends a batch and books it; gives what lost. */
  #append(store: SyncStore, tells: boolean, saved: Set<Track>): Race | undefined {
    const batch = this.#queue.take()
    const append = () => store.appendSync(batch.map(unit => unit.toUnit()))
    return book({ batch, outcomes: this.#trying(() => batch, tells, append) }, saved)
  }

  /** Reads what won, makes again what lost and sends it, while nobody else can write: so it does not lose once more. */
  #exclusively(
    store: SyncStore & SyncExclusive,
    race: Race,
    { tells = true, onConflict }: FlushOptions,
    saved: Set<Track>,
  ): Race | undefined {
    let batch = race.units
    let settled: readonly Settled[] = []
    const act = (): Sent => {
      settled = this.#settle(race, tailsOf(store, race))
      batch = this.#queue.take()
      return { batch, outcomes: store.appendSync(batch.map(unit => unit.toUnit())) }
    }
    // Nobody hears of it before it is kept and booked, and others can write again.
    return this.#host.events.hold(() => {
      try {
        return book(
          this.#trying(
            () => batch,
            tells,
            () => store.exclusivelySync(act),
          ),
          saved,
        )
      } finally {
        this.#tell(settled, onConflict)
      }
    })
  }

  /** `units` says which are sent again when the store fails. */
  #trying<R>(units: () => readonly PendingUnit[], tells: boolean, ask: () => R): R {
    try {
      return ask()
    } catch (error) {
      this.#failed(units(), error)
      if (tells) this.told()
      throw error
    }
  }

  /** What failed stays queued, before what came since; all that waits has to try again. */
  #failed(units: readonly PendingUnit[], cause: unknown): void {
    this.#queue.units = [...units, ...this.#queue.units]
    for (const unit of this.#queue.units) unit.reject(notDurable(firstName([unit]), cause))
  }

  #settle(race: Race, tails: ReadonlyMap<Track, Tail | undefined>): readonly Settled[] {
    return this.#host.events.hold(() => {
      this.#isSettling = true
      try {
        return settle(race, tails, this.#queue, this.#host)
      } finally {
        this.#isSettling = false
      }
    })
  }

  /** Tells who waited; a conflict for which nobody did goes to who waits for everything, or to the variable's listeners' errors. */
  #tell(settled: readonly Settled[], onConflict?: (error: unknown) => void): void {
    for (const { unit, culprit, error } of settled) {
      if (!error) continue
      const isTold = unit.reject(error)
      if (onConflict) onConflict(error)
      else if (!isTold)
        this.hearers.tell({ error, report: () => culprit.track.report(error, culprit.actual) })
    }
  }
}

/** Books what won, and notes of which variables; gives what lost. */
function book({ batch, outcomes }: Sent, saved: Set<Track>): Race | undefined {
  let race: Race | undefined
  batch.forEach((unit, place) => {
    const outcome = outcomes[place]!
    if (outcome.ok) {
      for (const track of unit.spans.keys()) if (track.retained) saved.add(track)
      unit.acknowledge()
    } else (race ??= new Race()).lose(unit, outcome)
  })
  return race
}

/** What others have stored of everything that a race is about. */
function tailsOf(store: SyncStore, { tracks }: Race): ReadonlyMap<Track, Tail | undefined> {
  return new Map(tracks.map(track => [track, readWinnerSync(store, track)]))
}
