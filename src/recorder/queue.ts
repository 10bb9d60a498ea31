import type { Intent } from './intent.ts'
import { headOf, PendingUnit } from './pending-unit.ts'
import type { Track } from './track.ts'
import type { Transaction } from './transaction.ts'

/** What waits for the store, as units in the order in which they were made. */
export class Queue {
  units: PendingUnit[] = []
  /** How many races that has lost which is being made again. */
  losses = 0
  readonly #onQueued: () => void

  constructor(onQueued: () => void) {
    this.#onQueued = onQueued
  }

  /** What is to go to the store; a beginning that waits for the first change is not. */
  get due(): readonly PendingUnit[] {
    return this.units.some(unit => unit.isHeld) ? this.units.filter(unit => !unit.isHeld) : this.units
  }

  /** Keeps the first revision of a variable here until something else of it goes. */
  hold(track: Track, intent: Intent | undefined): void {
    const unit = PendingUnit.of(track, 0, intent)
    unit.isHeld = true
    this.units.push(unit)
  }

  /** What was held of a variable goes with the rest. */
  release(track: Track): void {
    for (const unit of track.units) unit.isHeld = false
  }

  /** Queues the head of a variable; changes of one variable travel together. */
  add(track: Track, intent: Intent | undefined): PendingUnit {
    this.release(track)
    const to = track.timeline.length
    const unit = track.unit?.open ? track.unit : undefined
    const span = unit?.spans.get(track)
    if (!unit || !span) return this.#queue(PendingUnit.of(track, to - 1, intent))
    span.to = to
    unit.intents.push(intent)
    return this.#note(unit)
  }

  addMark(track: Track, name: string, index: number): PendingUnit {
    this.release(track)
    const open = track.unit?.open ? track.unit : undefined
    const unit = open ?? new PendingUnit()
    unit.marks.push({ track, name, ...headOf(track, index) })
    unit.enter()
    return open ? this.#note(unit) : this.#queue(unit)
  }

  addTransaction(transaction: Transaction, whole: Intent): PendingUnit {
    const unit = new PendingUnit()
    unit.open = false
    unit.whole = whole
    for (const [track, { length: from }] of transaction.touched) {
      const to = track.timeline.length
      if (to > from) unit.spans.set(track, { from, to })
    }
    for (const track of transaction.reads)
      if (!unit.spans.has(track) && track.timeline.length > 0)
        unit.reads.set(track, headOf(track, track.timeline.length - 1))
    // Where it was only read, its head must stand too.
    for (const track of [...transaction.touched.keys(), ...transaction.reads]) this.release(track)
    // What it has read must not move on in the same append.
    for (const track of transaction.reads) if (track.unit) track.unit.open = false
    for (const { track, name, index } of transaction.marks)
      unit.marks.push({ track, name, ...headOf(track, index) })
    unit.enter()
    return this.#queue(unit)
  }

  /** What goes next. A mark waits until what it names is acknowledged: the store would keep it, were that to lose. */
  take(): PendingUnit[] {
    const held = this.units.filter(unit => unit.isHeld)
    const due = [...this.due]
    const end = due.findIndex((unit, place) => place > 0 && unit.namesPending)
    const batch = due.splice(0, end < 0 ? due.length : end)
    this.units = [...held, ...due]
    for (const unit of batch) unit.open = false
    return batch
  }

  #queue(unit: PendingUnit): PendingUnit {
    this.units.push(unit)
    return this.#note(unit)
  }

  #note(unit: PendingUnit): PendingUnit {
    unit.losses = Math.max(unit.losses, this.losses)
    this.#onQueued()
    return unit
  }
}
