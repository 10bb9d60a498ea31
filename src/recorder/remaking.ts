import { VarveError } from '../errors.ts'
import type { RecordedRevision } from '../history/recorded-revision.ts'
import type { Intent, Places } from './intent.ts'
import { conflict } from './loss.ts'
import type { PendingUnit } from './pending-unit.ts'
import type { Fallen, Loss } from './race.ts'
import type { Track } from './track.ts'

/**
 * So many races in a row, with pauses between, and it is told: somebody else writes without a pause. Of eight that are equally
 * quick one loses 64 in a row once in 5,000 changes, where no lock can be had; 256 never.
 */
const mostLosses = 256

/** Sets the mark of a revision that was made again. */
export type MarkAgain = (track: Track, name: string, index: number) => void

/** What lost a race is made again, in the order in which it was made first; what cannot be is a conflict. */
export class Remaking implements Places {
  readonly #falls: ReadonlyMap<Track, number>
  readonly #moved = new Map<Track, Map<number, number>>()
  readonly #markAgain: MarkAgain

  constructor(fallen: readonly Fallen[], markAgain: MarkAgain) {
    this.#falls = new Map(fallen.map(({ track, from }) => [track, from]))
    this.#markAgain = markAgain
  }

  now(track: Track, index: number): number | undefined {
    return index < (this.#falls.get(track) ?? Infinity) ? index : this.#moved.get(track)?.get(index)
  }

  /** Makes a lost unit again; gives the conflict where something of it had to be withdrawn. */
  remake(loss: Loss): VarveError<'CONFLICT'> | undefined {
    const { unit, culprit, withdrawn, damage } = loss
    if (damage !== undefined) return conflict(culprit, withdrawn, damage)
    if (unit.whole) {
      const cause = this.#remakeWhole(unit, unit.whole)
      return cause === undefined ? undefined : conflict(culprit, withdrawn, cause.error)
    }
    const { refused, cause } = this.#remakeEach(loss)
    const nameless = unit.marks.filter(mark => !this.#nameAgain(loss, mark))
    return refused.length + nameless.length > 0 ? conflict(culprit, refused, cause) : undefined
  }

  /** All or none, as the first time. A variable that began in it has a handle that no second run could make. */
  #remakeWhole(unit: PendingUnit, whole: Intent): { readonly error: unknown } | undefined {
    const spans = [...unit.spans]
    const hasBegun = spans.some(([track, { from }]) => from === 0 && !track.mayVanish)
    if (hasBegun || whole.isRefused) return { error: undefined }
    const starts = spans.map(([track]) => track.timeline.length)
    try {
      if (unit.losses >= mostLosses) throw exhausted()
      whole.again(this)
    } catch (error) {
      return { error }
    }
    spans.forEach(([track, { from, to }], place) => {
      const { length } = track.timeline
      const start = starts[place]!
      for (let i = 0; i < Math.min(to - from, length - start); i++) this.#move(track, from + i, start + i)
    })
    return undefined
  }

  #remakeEach({ unit, withdrawn }: Loss): { readonly refused: RecordedRevision[]; readonly cause: unknown } {
    const refused: RecordedRevision[] = []
    let cause: unknown
    let place = 0
    for (const [track, { from, to }] of unit.spans) {
      for (let index = from; index < to; index++, place++) {
        try {
          if (this.#again(track, index, unit.intents[place], unit.losses)) continue
        } catch (error) {
          cause ??= error
        }
        refused.push(withdrawn[place]!)
      }
    }
    return { refused, cause }
  }

  /** False where it is not to be made again. */
  #again(track: Track, index: number, intent: Intent | undefined, losses: number): boolean {
    // Its first value stays, or gives way to that of who began the variable.
    if (index === 0 && (!intent || this.now(track, 0) === 0)) {
      this.#move(track, 0, 0)
      return true
    }
    if (!intent || intent.isRefused) return false
    if (losses >= mostLosses) throw exhausted()
    if (intent.again(this)) this.#move(track, index, track.timeline.length - 1)
    return true
  }

  /** False where the mark has no revision any more, or somebody else has given the name away. */
  #nameAgain({ culprit }: Loss, { track, name, index }: PendingUnit['marks'][number]): boolean {
    const now = this.now(track, index)
    const known = track.marks.get(name)
    if (now === undefined || track.timeline.gaps.has(now)) return false
    if (culprit.track === track && culprit.mark?.name === name) return false
    if (known !== undefined) return known === now
    try {
      this.#markAgain(track, name, now)
      return true
    } catch {
      return false
    }
  }

  #move(track: Track, from: number, to: number): void {
    const moved = this.#moved.get(track) ?? new Map<number, number>()
    this.#moved.set(track, moved.set(from, to))
  }
}

function exhausted(): VarveError<'BUSY'> {
  const message = `it lost ${mostLosses} races in a row`
  return new VarveError('BUSY', message, {})
}
