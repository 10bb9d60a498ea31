import type { RecordedRevision } from '../history/recorded-revision.ts'
import type { Mark, Outcome } from '../store/store.ts'
import type { Culprit } from './loss.ts'
import { PendingUnit } from './pending-unit.ts'
import { takeMarks, takeOver, type Tail } from './stored.ts'
import type { Track } from './track.ts'

/** A variable after a lost race: what it has is new from `from` on, and `withdrew` tells whether anything went. */
export interface Fallen {
  readonly track: Track
  readonly from: number
  readonly withdrew: boolean
}

/** A unit that lost, why, and what it had recorded. */
interface Loss {
  readonly unit: PendingUnit
  readonly culprit: Culprit
  readonly withdrawn: readonly RecordedRevision[]
}

type Lost = Extract<Outcome, { readonly ok: false }>

/** Units that lost a race, with all that rests on them. */
export class Race {
  readonly #culprits = new Map<PendingUnit, Culprit>()
  /** From which index on a variable's revisions go, and for whose sake. */
  readonly #falls = new Map<Track, { readonly from: number; readonly culprit: Culprit }>()

  lose(unit: PendingUnit, { variable, ...outcome }: Lost): void {
    const marked = 'mark' in outcome ? unit.marks.find(({ track }) => track.name === variable) : undefined
    const all = [...unit.tracks, ...unit.reads.keys()]
    const track = marked?.track ?? all.find(({ name }) => name === variable) ?? all[0]!
    this.#add(unit, culpritOf(track, 'mark' in outcome ? outcome.mark : undefined))
    // Somebody moved what was only read: what waits for it rests on nothing any more.
    if (!marked) this.#fall(track, track.timeline.savedLength, this.#culprits.get(unit)!)
  }

  get units(): readonly PendingUnit[] {
    return [...this.#culprits.keys()]
  }

  /** The variables that may have moved in the store. */
  get tracks(): readonly Track[] {
    const asked = this.units.flatMap(unit => [...unit.tracks])
    return [...new Set([...this.#falls.keys(), ...asked])]
  }

  /** Takes in what was queued on top meanwhile; gives back what is not concerned. */
  doom(queued: readonly PendingUnit[]): PendingUnit[] {
    return queued.filter(unit => {
      const track = unit.restsOn(this.#falls)
      if (track) this.#add(unit, this.#falls.get(track)!.culprit)
      return !track
    })
  }

  /** Takes the lost revisions out of their timelines and brings in what others have stored. */
  settle(tails: ReadonlyMap<Track, Tail | undefined>): {
    readonly losses: readonly Loss[]
    readonly fallen: readonly Fallen[]
    readonly again: readonly PendingUnit[]
  } {
    const losses = Array.from(this.#culprits, ([unit, culprit]) => ({
      unit,
      culprit,
      withdrawn: unit.revisions,
    }))
    for (const { marks } of this.units) {
      for (const { track, name, index } of marks)
        if (track.marks.get(name) === index) track.marks.delete(name)
    }
    const again: PendingUnit[] = []
    const fallen = Array.from(this.#falls, ([track, { from }]) => {
      const { timeline } = track
      const tail = tails.get(track)
      // Nobody else began it: its first value stays, or the variable would have none.
      const base = from === 0 && !tail ? 1 : from
      const withdrew = timeline.length > base
      if (withdrew) timeline.truncate(base)
      if (base !== from) again.push(PendingUnit.of(track, 0, 1))
      if (tail) takeOver(track, tail)
      return { track, from: base, withdrew }
    })
    for (const [track, tail] of tails) if (tail && !this.#falls.has(track)) takeMarks(track, tail)
    return { losses, fallen, again }
  }

  #add(unit: PendingUnit, culprit: Culprit): void {
    this.#culprits.set(unit, culprit)
    for (const [track, { from }] of unit.spans) this.#fall(track, from, culprit)
  }

  #fall(track: Track, from: number, culprit: Culprit): void {
    const known = this.#falls.get(track)
    if (!known || from < known.from) this.#falls.set(track, { from, culprit: known?.culprit ?? culprit })
  }
}

function culpritOf(track: Track, mark: Mark | undefined): Culprit {
  const { timeline } = track
  return { track, mark, expected: timeline.revision(Math.max(timeline.savedLength - 1, 0)) }
}
