import { applyKept } from '../value/apply.ts'
import type { Kept } from '../value/kept.ts'
import type { Patches } from '../value/path.ts'
import { Checkouts, type Checkout } from './checkouts.ts'
import { copyCost } from './copy-cost.ts'
import type { Entry } from './entry.ts'
import { forgotten } from './forgotten.ts'
import type { Rows } from './rows.ts'

/**
 * Places that may be copied for each revision and still be kept as an old value: about what its patches take anyway.
 * A dearer value is kept once per cost / 64 revisions, so memory per revision stays bounded and so does replay.
 */
const placesPerRevision = 64

/** The old values of a timeline: made again from the nearest one at hand, some of which are kept. */
export class Replay {
  readonly #name: string
  readonly #rows: Rows
  readonly #checkouts = new Checkouts()
  #credit = 0
  #recent: Checkout | undefined

  constructor(name: string, rows: Rows) {
    this.#name = name
    this.#rows = rows
  }

  /** Takes a value that spares the replay of what lies before it. */
  add(checkout: Checkout): void {
    this.#checkouts.add(checkout)
  }

  /** The head is kept before it is left, if that is cheap, or due. */
  leave(head: Kept, next: Entry): void {
    if (next.index === 0 || 'whole' in next.change) return
    this.#credit += placesPerRevision
    if (this.#credit < copyCost(head, next.change.patches)) return
    this.#credit = 0
    this.#checkouts.add({ index: next.index - 1, value: head })
  }

  truncate(length: number): void {
    this.#checkouts.truncate(length)
    this.#recent = undefined
  }

  /** Drops the values that lie in gaps. */
  forget(): void {
    this.#checkouts.keep(({ index }) => !this.#rows.gaps.has(index))
    this.#recent = undefined
  }

  valueAt(index: number): Kept {
    if (this.#recent?.index === index) return this.#recent.value
    const value = this.make(index)
    this.#recent = { index, value }
    return value
  }

  /** Replays from the nearest whole value, keeping values on the way at the same price as `leave` does. */
  make(index: number): Kept {
    let { index: at, value } = this.#nearest(index)
    let batch: Patches[] = []
    let credit = 0
    while (at < index) {
      const { change } = this.#rows.entry(++at)
      const { patches } = change as { patches: Patches }
      batch.push(patches)
      credit += placesPerRevision
      if (at < index && credit < copyCost(value, patches)) continue
      value = applyKept(value, batch.flat())
      if (at < index) this.#checkouts.add({ index: at, value })
      batch = []
      credit = 0
    }
    return value
  }

  /** Never from before a gap: what comes after it goes on from its base. */
  #nearest(index: number): Checkout {
    const { gaps } = this.#rows
    const gap = gaps.at(index) ?? gaps.endedBy(index)
    if (gap && gap.last > index) throw forgotten(this.#name, index, gap)
    const floor = gap ? gap.last : -1
    let best = this.#checkouts.atOrBefore(index)
    const recent = this.#recent
    if (recent && recent.index <= index && recent.index > (best?.index ?? -1)) best = recent
    if (best && best.index < floor) best = undefined
    for (let at = index; at > Math.max(best?.index ?? -1, floor); at--) {
      const { change } = this.#rows.entry(at)
      if ('whole' in change) return { index: at, value: change.whole }
    }
    return best ?? { index: floor, value: gap?.value }
  }
}
