import type { Event } from './events.ts'
import type { Track } from './track.ts'

/** The changes of one synchronous stretch, recorded together or not at all. */
export class Transaction {
  readonly id: string
  /** The recorder it belongs to; others are refused meanwhile. */
  readonly owner: object
  /** In the order in which they were made. */
  readonly events: Event[] = []
  readonly reads: Set<Track> = new Set()
  readonly marks: { readonly track: Track; readonly name: string; readonly index: number }[] = []
  readonly #starts = new Map<Track, { readonly length: number }>()
  readonly #undos: (() => void)[] = []
  readonly #ends: (() => void)[] = []

  constructor(owner: object, id: string) {
    this.owner = owner
    this.id = id
  }

  /** Remembers where a variable stood before its first change here. */
  touch(track: Track): void {
    if (!this.#starts.has(track)) this.#starts.set(track, { length: track.timeline.length })
  }

  /** Notes what else must be taken back if it throws. */
  onRollback(undo: () => void): void {
    this.#undos.push(undo)
  }

  /** Notes what waits for the end, whatever that is. */
  onEnd(fn: () => void): void {
    this.#ends.push(fn)
  }

  end(): void {
    for (const fn of this.#ends) fn()
  }

  get touched(): ReadonlyMap<Track, { readonly length: number }> {
    return this.#starts
  }

  /** Takes everything back; what waits for the end waits for that of the transaction around it. */
  rollback(outer: Transaction | undefined): void {
    for (const [track, { length }] of this.#starts) track.timeline.truncate(length)
    for (const undo of this.#undos.reverse()) undo()
    if (!outer) return this.end()
    // What was read here may have led to what the outer one goes on to do.
    for (const track of this.reads) outer.reads.add(track)
    append(outer.#ends, this.#ends)
  }

  /** Becomes part of the transaction around it. */
  joinInto(outer: Transaction): void {
    for (const [track, start] of this.#starts) if (!outer.#starts.has(track)) outer.#starts.set(track, start)
    append(outer.events, this.events)
    append(outer.marks, this.marks)
    append(outer.#undos, this.#undos)
    append(outer.#ends, this.#ends)
    for (const track of this.reads) outer.reads.add(track)
  }
}

/** As `push(...more)`, which overflows the stack at some hundred thousand. */
function append<T>(list: T[], more: readonly T[]): void {
  for (const item of more) list.push(item)
}
