import { VarveError } from '../errors.ts'
import { Entry, type Change, type EntryInfo } from '../history/entry.ts'
import type { RevisionKind } from '../history/revision.ts'
import { badOption } from '../options.ts'
import type { Store } from '../store/store.ts'
import type { Kept } from '../value/kept.ts'
import { Outbox } from './outbox.ts'
import type { Fallen } from './race.ts'
import { Transaction, type Event } from './transaction.ts'
import type { Track } from './track.ts'

/** Tells the time in milliseconds since 1970. */
export interface Clock {
  now(): number
}

/** A change that passed every check and is to become a revision. */
export interface Recording {
  readonly kind: RevisionKind
  readonly change: Change
  readonly value: Kept
  readonly info: EntryInfo
  readonly targets?: readonly number[]
  readonly clock?: Clock | undefined
}

/** What a recorder is made with. */
export interface RecorderOptions {
  readonly clock: Clock
  readonly ids: () => string
  readonly store?: Store
  readonly durable?: 'tick' | 'each'
}

const none: readonly number[] = Object.freeze([])

/** The transaction that is running; transactions are synchronous, so there is one at most in the whole program. */
let running: Transaction | undefined

/** Turns changes into revisions: gives them time and writer, groups transactions, tells listeners, feeds the store. */
export class Recorder {
  readonly writer: string
  readonly outbox: Outbox | undefined
  readonly #options: RecorderOptions
  readonly #events: Event[] = []
  /** How many of the events are delivered or being delivered. */
  #delivered = 0
  #delivering = false
  #lastTime = -8.64e15
  #closed = false

  constructor(options: RecorderOptions) {
    this.#options = options
    this.writer = this.#id()
    if (options.store) this.outbox = new Outbox(options.store, fallen => this.#fallen(fallen))
  }

  get durable(): 'tick' | 'each' {
    return this.#options.durable ?? 'tick'
  }

  /** Appends the revision and tells everybody; with `durable: 'each'` it is in the store when this returns. */
  record(track: Track, recording: Recording): void {
    const transaction = this.#checkRunning(track.name)
    transaction?.touch(track)
    const events = transaction ? transaction.events : this.#events
    const { timeline } = track
    timeline.append(this.#entry(track, recording, transaction), recording.value)
    if (recording.kind !== 'initial') tell(events, track, timeline.length - 1)
    if (transaction) return
    this.outbox?.add(track)
    this.#publish()
  }

  mark(track: Track, name: string, index: number): void {
    const transaction = this.#checkRunning(track.name)
    track.marks.set(name, index)
    if (transaction) {
      transaction.onRollback(() => track.marks.delete(name))
      if (this.outbox) transaction.marks.push({ track, name, index })
    } else if (this.outbox) {
      this.outbox.addMark(track, name, index)
      this.#publish()
    }
  }

  /** Settles when what was set so far is durable; what a transaction changes is queued when it ends. */
  saved(track: Track): Promise<void> {
    const { outbox, inTransaction } = this
    if (!outbox) return Promise.resolve()
    if (!inTransaction) return outbox.saved(track)
    return new Promise((resolve, reject) =>
      inTransaction.onEnd(() => void outbox.saved(track).then(resolve, reject)),
    )
  }

  /** Notes that a transaction has seen this variable, so that its head is expected to stand. */
  noteRead(track: Track): void {
    if (running?.owner === this) running.reads.add(track)
  }

  /** The transaction of this recorder that is running. */
  get inTransaction(): Transaction | undefined {
    return running?.owner === this ? running : undefined
  }

  /** Refuses to go to the store inside a transaction: what that rests on could be withdrawn under it. */
  refuseInTransaction(method: string): void {
    if (!this.inTransaction) return
    const message = `${method}() inside a transaction; call it when the transaction has ended`
    throw new VarveError('REFUSED', message, {})
  }

  /** Runs `fn`; its changes are recorded together when it returns, and none of them when it throws. */
  transaction<R>(fn: () => R): R {
    const outer = this.#checkRunning(null)
    const transaction = new Transaction(this, outer?.id ?? this.#id())
    running = transaction
    let result: R
    try {
      result = fn()
      refusePromise(result)
    } catch (error) {
      transaction.rollback(outer)
      throw error
    } finally {
      running = outer
    }
    if (outer) transaction.joinInto(outer)
    else this.#commit(transaction)
    return result
  }

  /** After this every change is refused. */
  close(): void {
    this.#closed = true
  }

  #commit(transaction: Transaction): void {
    if (transaction.touched.size > 0 || transaction.marks.length > 0) this.outbox?.addTransaction(transaction)
    for (const event of transaction.events) this.#events.push(event)
    transaction.end()
    this.#publish()
  }

  #publish(): void {
    try {
      if (this.durable === 'each') this.outbox?.flushSync({ throwsConflict: true })
    } finally {
      this.#deliver()
    }
  }

  /** One after the other, so that every listener hears re-entrant changes in the order in which they happened. */
  #deliver(): void {
    if (this.#delivering) return
    this.#delivering = true
    try {
      while (this.#delivered < this.#events.length) {
        const { index, tell } = this.#events[this.#delivered++]!
        tell(index)
      }
    } finally {
      this.#events.length = this.#delivered = 0
      this.#delivering = false
    }
  }

  #fallen({ track, from, withdrew }: Fallen): void {
    const { length } = track.timeline
    // Nobody hears of what was withdrawn before its turn came.
    const waiting = this.#events.splice(this.#delivered)
    for (const event of waiting) if (event.track !== track || event.index < from) this.#events.push(event)
    // Where nothing foreign follows, the head is told all the same: the value fell back to it.
    const first = withdrew && from === length ? length - 1 : from
    for (let index = first; index < length; index++) tell(this.#events, track, index)
    this.#deliver()
  }

  #entry(track: Track, recording: Recording, transaction: Transaction | undefined): Entry {
    const { kind, change, info, targets = none } = recording
    const index = track.timeline.length
    const time = this.#time(track, recording.clock ?? this.#options.clock)
    return new Entry({
      index,
      kind,
      time,
      writer: this.writer,
      validFrom: info.validFrom,
      validTo: info.validTo,
      label: info.label,
      comment: info.comment,
      creator: info.creator,
      targets,
      transaction: transaction?.id ?? null,
      namedGaps: track.timeline.unnamedGaps(),
      change,
    })
  }

  /** Never before the parent's, nor backwards for this writer, whatever the clock does. */
  #time({ timeline }: Track, clock: Clock): number {
    const now = Math.floor(Number(clock.now()))
    if (!(Math.abs(now) <= 8.64e15))
      throw badOption('clock', 'now()', `gave ${now}: it must give milliseconds since 1970`)
    const parent = timeline.length > 0 ? timeline.last.time : now
    return (this.#lastTime = Math.max(now, parent, this.#lastTime))
  }

  #id(): string {
    const id: unknown = this.#options.ids()
    if (typeof id === 'string' && id !== '') return id
    throw badOption('ids', 'ids()', `gave ${typeof id}: it must give texts`)
  }

  #checkRunning(variable: string | null): Transaction | undefined {
    if (this.#closed) {
      const what = variable === null ? 'the repository is closed' : `${variable}: its repository is closed`
      throw new VarveError('STORE_CLOSED', `${what}; open it again to change anything`, {})
    }
    if (running && running.owner !== this) {
      const what = variable === null ? 'another registry' : `'${variable}' of another registry`
      throw new VarveError(
        'REFUSED',
        `a transaction changes variables of one registry, and ${what} was about to join; use a transaction of its own`,
        {},
      )
    }
    return running
  }
}

/** Notes who is to hear of a revision: those who listen now, not those who come while it waits its turn. */
function tell(events: Event[], track: Track, index: number): void {
  const audience = track.audience()
  if (audience) events.push({ track, index, tell: audience })
}

function refusePromise(result: unknown): void {
  if (typeof (result as { then?: unknown } | null | undefined)?.then !== 'function') return
  void Promise.resolve(result).catch(() => {})
  const message =
    'transaction: its function returned a promise; a transaction is synchronous: await first, then change'
  throw new VarveError('BAD_RECIPE', message, { variable: null })
}
