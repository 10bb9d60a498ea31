import type { RecordedRevision } from '../history/recorded-revision.ts'
import type { Mark, Outcome } from '../store/store.ts'
import type { Intent } from './intent.ts'
import { takenAway } from './loss.ts'
import { PendingUnit } from './pending-unit.ts'
import { takeMarks, takeOver, type Tail } from './stored.ts'
import type { Track } from './track.ts'

/** A variable after a lost race: what it has is new from `from` on, and `withdrew` tells whether anything went. */
export interface Fallen {
  readonly track: Track
  readonly from: number
  readonly withdrew: boolean
}

/** The variable at which a unit lost: what it was built on, what is there now, or the mark that is taken. */
export interface Culprit {
  readonly track: Track
  readonly expected: RecordedRevision
  readonly actual: RecordedRevision
  readonly mark: Mark | undefined
}

/** A unit that lost, why, and what it had recorded. */
export interface Loss {
  readonly unit: PendingUnit
  readonly culprit: Culprit
  /** Its revisions, in the order of its spans. */
  readonly withdrawn: readonly RecordedRevision[]
  /** Why it cannot be made again at all: what others have stored cannot be read, or it was taken away. */
  readonly damage: unknown
}

type Lost = Extract<Outcome, { readonly ok: false }>
type Suspect = Omit<Culprit, 'actual'>

/** Units that lost a race, with all that rests on them. */
export class Race {
  readonly #suspects = new Map<PendingUnit, Suspect>()
  /** From which index on a variable's revisions go, and for whose sake. */
  readonly #falls = new Map<Track, { readonly from: number; readonly suspect: Suspect }>()

  lose(unit: PendingUnit, { variable, ...outcome }: Lost): void {
    const marked = 'mark' in outcome ? unit.marks.find(({ track }) => track.name === variable) : undefined
    const all = [...unit.tracks, ...unit.reads.keys()]
    const track = marked?.track ?? all.find(({ name }) => name === variable) ?? all[0]!
    this.#add(unit, suspectOf(track, 'mark' in outcome ? outcome.mark : undefined))
    // Somebody moved what was only read: what waits for it rests on nothing any more.
    if (!marked) this.#fall(track, track.timeline.savedLength, this.#suspects.get(unit)!)
  }

  get units(): readonly PendingUnit[] {
    return [...this.#suspects.keys()]
  }

  /** How many races in a row the unluckiest of them has lost. */
  get losses(): number {
    return this.units.reduce((most, { losses }) => Math.max(most, losses + 1), 0)
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
      if (track) this.#add(unit, this.#falls.get(track)!.suspect)
      return !track
    })
  }

  /** Takes the lost revisions out of their timelines and brings in what others have stored. */
  settle(tails: ReadonlyMap<Track, Tail | undefined>): {
    readonly losses: readonly Loss[]
    readonly fallen: readonly Fallen[]
    readonly again: readonly PendingUnit[]
  } {
    const withdrawn = new Map(this.units.map(unit => [unit, unit.revisions]))
    for (const unit of this.units) unit.leave()
    for (const { marks } of this.units) {
      for (const { track, name, index } of marks)
        if (track.marks.get(name) === index) track.marks.delete(name)
    }
    const again: PendingUnit[] = []
    const damages = new Map<Track, unknown>()
    const fallen = Array.from(this.#falls, ([track, fall]) => {
      const { timeline } = track
      const tail = tails.get(track)
      // Somebody may have asked for what is new while this race was being settled.
      const from = Math.max(fall.from, Math.min(timeline.savedLength, timeline.length))
      // Nobody else began it: its first value stays, or the variable would have none.
      const base = from === 0 && !tail && !track.mayVanish ? 1 : from
      const withdrew = timeline.length > base
      if (withdrew) timeline.truncate(base)
      if (base !== from) again.push(PendingUnit.of(track, 0, this.#beginning(track)))
      // What was doomed since was not asked for.
      const isGone = !tail && tails.has(track) && timeline.savedLength > 0
      if (isGone) damages.set(track, takenAway(track.name))
      try {
        if (tail) takeOver(track, tail)
      } catch (error) {
        damages.set(track, error)
      }
      return { track, from: base, withdrew }
    })
    for (const [track, tail] of tails) if (tail && !this.#falls.has(track)) takeMarks(track, tail)
    const losses = Array.from(this.#suspects, ([unit, first]) => {
      const suspect = this.#standing(first)
      return {
        unit,
        culprit: { ...suspect, actual: actualOf(suspect) },
        withdrawn: withdrawn.get(unit)!,
        damage: [suspect.track, ...unit.tracks].map(track => damages.get(track)).find(Boolean),
      }
    })
    return { losses, fallen, again }
  }

  #add(unit: PendingUnit, suspect: Suspect): void {
    this.#suspects.set(unit, suspect)
    for (const [track, { from }] of unit.spans) this.#fall(track, from, suspect)
  }

  /** Of a variable that is gone with all it had, the one is to blame for which it went. */
  #standing(suspect: Suspect): Suspect {
    const { track } = suspect
    if (track.timeline.length > 0) return suspect
    const beginner = this.units.find(unit => unit.spans.get(track)?.from === 0)
    const next = beginner && this.#suspects.get(beginner)
    return next && next.track !== track ? this.#standing(next) : suspect
  }

  /** What the first revision of a variable was meant to do. */
  #beginning(track: Track): Intent | undefined {
    return this.units.find(unit => unit.spans.get(track)?.from === 0)?.intents[0]
  }

  #fall(track: Track, from: number, suspect: Suspect): void {
    const known = this.#falls.get(track)
    if (!known || from < known.from) this.#falls.set(track, { from, suspect: known?.suspect ?? suspect })
  }
}

function suspectOf(track: Track, mark: Mark | undefined): Suspect {
  const { timeline } = track
  return { track, mark, expected: timeline.revision(Math.max(timeline.savedLength - 1, 0)) }
}

function actualOf({ track: { timeline }, mark }: Suspect): RecordedRevision {
  return timeline.revision(Math.min(mark?.index ?? Infinity, timeline.length - 1))
}
