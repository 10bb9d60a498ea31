import { later, pause } from '#platform'
import { isExclusive } from '../store/capabilities.ts'
import type { Outcome, Store, SyncExclusive, SyncStore } from '../store/store.ts'
import { backOff } from './back-off.ts'
import { firstName, notDurable } from './loss.ts'
import type { PendingUnit } from './pending-unit.ts'
import type { Queue } from './queue.ts'
import { Race } from './race.ts'
import { settle, type SettleHost } from './settle.ts'
import { readTail, readTailSync, type Tail } from './stored.ts'
import type { Track } from './track.ts'

/** How what waits is brought to a store that answers at once. */
export interface FlushOptions {
  /** Whether a lost race is thrown here, not reported elsewhere. */
  readonly throwsConflict?: boolean
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
  sendSync({ throwsConflict = false, tells = true }: FlushOptions): ReadonlySet<Track> {
    const store = this.#store as SyncStore
    const conflicts: unknown[] = []
    const onConflict = throwsConflict ? (error: unknown) => conflicts.push(error) : undefined
    const saved = new Set<Track>()
    let sent: Sent | undefined
    while (sent || this.#queue.units.length > 0) {
      const { batch, outcomes } = sent ?? this.#appendSync(store, tells)
      sent = undefined
      const race = book(batch, outcomes, saved)
      if (!race) continue
      if (race.losses > patience && isExclusive(store))
        sent = this.#exclusively(store, race, tells, onConflict)
      else {
        pause(backOff(race.losses))
        const tails = this.#trying(
          () => race.units,
          tells,
          () => tailsOf(store, race),
        )
        this.#settle(race, tails, onConflict)
      }
    }
    if (conflicts.length > 0) throw conflicts[0]
    return saved
  }

  /** As `sendSync`, to any store; a failure is `NOT_DURABLE`. */
  async send(): Promise<ReadonlySet<Track>> {
    const saved = new Set<Track>()
    while (this.#queue.units.length > 0) {
      const batch = this.#queue.take()
      const append = async () => this.#store.append(batch.map(unit => unit.toUnit()))
      const race = book(batch, await this.#waiting(batch, append), saved)
      if (!race) continue
      // Before what won is read, not after: what is made again must not be old when it is sent.
      if (race.losses > 1) await later(backOff(race.losses))
      const read = async (track: Track) => [track, await readTail(this.#store, track)] as const
      const tails = await this.#waiting(race.units, () => Promise.all(race.tracks.map(read)))
      this.#settle(race, new Map(tails))
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

  #appendSync(store: SyncStore, tells: boolean): Sent {
    const batch = this.#queue.take()
    const append = () => store.appendSync(batch.map(unit => unit.toUnit()))
    return { batch, outcomes: this.#trying(() => batch, tells, append) }
  }

  /** Reads what won, makes again what lost and sends it, while nobody else can write: so it does not lose once more. */
  #exclusively(
    store: SyncStore & SyncExclusive,
    race: Race,
    tells: boolean,
    onConflict: ((error: unknown) => void) | undefined,
  ): Sent {
    let batch = race.units
    const act = (): Sent => {
      this.#settle(race, tailsOf(store, race), onConflict)
      batch = this.#queue.take()
      return { batch, outcomes: store.appendSync(batch.map(unit => unit.toUnit())) }
    }
    // Listeners hear of it when it is kept, and others can write again.
    const sent = () => this.#host.events.hold(() => store.exclusivelySync(act))
    return this.#trying(() => batch, tells, sent)
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

  /** What failed stays queued, before what came since. */
  #failed(units: readonly PendingUnit[], cause: unknown): void {
    this.#queue.units = [...units, ...this.#queue.units]
    for (const unit of units) unit.reject(notDurable(firstName([unit]), cause))
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
  saved: Set<Track>,
): Race | undefined {
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
  return new Map(tracks.map(track => [track, readTailSync(store, track)]))
}
