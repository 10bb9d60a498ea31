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

  /** Queues the head of a variable; changes of one variable travel together. */
  add(track: Track, intent: Intent | undefined): PendingUnit {
    const to = track.timeline.length
    const unit = track.unit?.open ? track.unit : undefined
    const span = unit?.spans.get(track)
    if (!unit || !span) return this.#queue(PendingUnit.of(track, to - 1, intent))
    span.to = to
    unit.intents.push(intent)
    return this.#note(unit)
  }

  addMark(track: Track, name: string, index: number): PendingUnit {
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
    // What it has read must not move on in the same append.
    for (const track of transaction.reads) if (track.unit) track.unit.open = false
    for (const { track, name, index } of transaction.marks)
      unit.marks.push({ track, name, ...headOf(track, index) })
    unit.enter()
    return this.#queue(unit)
  }

  /** What goes next. A mark waits until what it names is acknowledged: the store would keep it, were that to lose. */
  take(): PendingUnit[] {
    const end = this.units.findIndex((unit, place) => place > 0 && unit.namesPending)
    const batch = this.units.splice(0, end < 0 ? this.units.length : end)
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
