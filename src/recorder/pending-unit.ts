import type { RecordedRevision } from '../history/recorded-revision.ts'
import type { Head, Run, Unit } from '../store/store.ts'
import type { Intent } from './intent.ts'
import type { Track } from './track.ts'

/** A name for a revision, with its hash: by the time it is sent somebody may have forgotten that. */
export interface PendingMark {
  readonly track: Track
  readonly name: string
  readonly index: number
  readonly hash: string
}

/** Who is told what became of a unit. */
export interface Waiter {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** What waits for the store: revisions of one variable, or of several in a transaction. */
export class PendingUnit {
  /** Per variable the indexes from `from` up to but without `to`. */
  readonly spans: Map<Track, { readonly from: number; to: number }> = new Map()
  /** What each revision of the one variable was meant to do; undefined for one that is not made again. */
  readonly intents: (Intent | undefined)[] = []
  /** What all of it was meant to do, where that is a transaction. */
  whole: Intent | undefined
  /** How many races it has lost already, under whatever indexes. */
  losses = 0
  /** Heads that were read. */
  readonly reads: Map<Track, Head> = new Map()
  readonly marks: PendingMark[] = []
  /** True while further changes of its one variable may join. */
  open = true
  /** True while it is a beginning that waits for the first change: nobody has set anything yet. */
  isHeld = false
  /** True once somebody was told that it could not be saved. */
  isFailureTold = false
  readonly #waiters: Waiter[] = []
  #made: Unit | undefined

  /** Settles when the store has answered; each call gives a promise of its own. */
  settled(): Promise<void> {
    return new Promise((resolve, reject) => this.wait({ resolve, reject }))
  }

  /** As `settled`, told at once. */
  wait(waiter: Waiter): void {
    this.#waiters.push(waiter)
  }

  /** Books that the store has it. */
  acknowledge(): void {
    for (const [{ timeline }, { from, to }] of this.spans) {
      timeline.savedLength = Math.max(timeline.savedLength, to)
      timeline.forgetLines(from, to)
    }
    this.leave()
    this.resolve()
  }

  /** Its variables wait for it. */
  enter(): void {
    for (const { units } of this.tracks) if (units.at(-1) !== this) units.push(this)
  }

  /** Its variables wait for it no longer. */
  leave(): void {
    for (const { units } of this.tracks) {
      const place = units.indexOf(this)
      if (place >= 0) units.splice(place, 1)
    }
  }

  resolve(): void {
    for (const waiter of this.#waiters.splice(0)) waiter.resolve()
  }

  /** Lets those who wait for this one wait for another, which has its place. */
  handOver(other: PendingUnit): void {
    other.#waiters.push(...this.#waiters.splice(0))
  }

  /** Tells whether somebody was waiting. */
  reject(error: unknown): boolean {
    const waiters = this.#waiters.splice(0)
    for (const waiter of waiters) waiter.reject(error)
    if (waiters.length > 0) this.isFailureTold = true
    return waiters.length > 0
  }

  get tracks(): Set<Track> {
    return new Set([...this.spans.keys(), ...this.marks.map(mark => mark.track)])
  }

  /** What it would record, as long as it was not withdrawn. */
  get revisions(): readonly RecordedRevision[] {
    return [...this.spans].flatMap(([{ timeline }, { from, to }]) =>
      Array.from({ length: to - from }, (_, place) => timeline.revision(from + place)),
    )
  }

  /** Whether it names a revision that was neither acknowledged nor is its own. */
  get namesPending(): boolean {
    return this.marks.some(
      ({ track, index }) =>
        index >= track.timeline.savedLength && !(index >= (this.spans.get(track)?.from ?? Infinity)),
    )
  }

  /** Finds a variable of which it changes, names or has read what goes, from an index on. */
  restsOn(falls: ReadonlyMap<Track, { readonly from: number }>): Track | undefined {
    const goes = (track: Track, index: number) => index >= (falls.get(track)?.from ?? Infinity)
    for (const [track, { from }] of this.spans) if (goes(track, from)) return track
    for (const [track, { index }] of this.reads) if (goes(track, index)) return track
    return this.marks.find(({ track, index }) => goes(track, index))?.track
  }

  /** One that holds one revision of a variable. */
  static of(track: Track, index: number, intent?: Intent): PendingUnit {
    const unit = new PendingUnit()
    unit.spans.set(track, { from: index, to: index + 1 })
    unit.intents.push(intent)
    unit.enter()
    return unit
  }

  /** The same each time: what is sent again after a failure has to be the very lines that may have arrived. */
  toUnit(): Unit {
    return (this.#made ??= this.#make())
  }

  #make(): Unit {
    const runs: Run[] = []
    for (const [track, { from, to }] of this.spans) runs.push(runOf(track, from, to))
    const reads = [...this.reads].map(([track, expected]) => ({ ...placeOf(track), expected }))
    const marks = this.marks.map(({ track, name, index, hash }) => ({
      variable: track.name,
      name,
      index,
      hash,
    }))
    const shown = [...this.spans].flatMap(([{ shows }, { from, to }]) => shows?.(from, to) ?? [])
    return {
      runs,
      ...(reads.length > 0 && { reads }),
      ...(marks.length > 0 && { marks }),
      ...(shown.length > 0 && { shown }),
    }
  }
}

function runOf(track: Track, from: number, to: number): Run {
  const { timeline, keyframes } = track
  const lines: string[] = []
  let written = 0
  for (let index = from; index < to; index++) {
    const line = timeline.line(index)
    written += line.length
    lines.push(line)
  }
  const keyframe = to === timeline.length ? keyframes.due(timeline, written) : undefined
  const run = {
    ...placeOf(track),
    expected: from > 0 ? headOf(track, from - 1) : null,
    lines,
    head: headOf(track, to - 1),
  }
  return keyframe === undefined ? run : { ...run, keyframe }
}

function placeOf({ timeline }: Track): { readonly variable: string; readonly branch: string } {
  return { variable: timeline.name, branch: timeline.branch }
}

/** The head that a variable has, or had, at an index. */
export function headOf({ timeline }: Track, index: number): Head {
  return { index, hash: timeline.hash(index) }
}
