import type { Kept } from '../value/kept.ts'
import type { Track } from './track.ts'

/** The changes of one synchronous stretch, recorded together or not at all. */
export class Transaction {
  readonly id: string
  /** The recorder it belongs to; others are refused meanwhile. */
  readonly owner: object
  /** In the order in which they were made. */
  readonly events: { readonly track: Track; readonly index: number }[] = []
  readonly reads: Set<Track> = new Set()
  readonly marks: { readonly track: Track; readonly name: string; readonly index: number }[] = []
  readonly #starts = new Map<Track, { readonly length: number; readonly head: Kept }>()
  readonly #undos: (() => void)[] = []

  constructor(owner: object, id: string) {
    this.owner = owner
    this.id = id
  }

  /** Remembers where a variable stood before its first change here. */
  touch(track: Track): void {
    const { length, head } = track.timeline
    if (!this.#starts.has(track)) this.#starts.set(track, { length, head })
  }

  /** Notes what else must be taken back if it throws. */
  onRollback(undo: () => void): void {
    this.#undos.push(undo)
  }

  get touched(): ReadonlyMap<Track, { readonly length: number }> {
    return this.#starts
  }

  rollback(): void {
    for (const [track, { length, head }] of this.#starts) track.timeline.truncate(length, head)
    for (const undo of this.#undos.reverse()) undo()
  }

  /** Becomes part of the transaction around it. */
  joinInto(outer: Transaction): void {
    for (const [track, start] of this.#starts) if (!outer.#starts.has(track)) outer.#starts.set(track, start)
    outer.events.push(...this.events)
    outer.marks.push(...this.marks)
    outer.#undos.push(...this.#undos)
    for (const track of this.reads) outer.reads.add(track)
  }
}
