import { bodyOf } from '../history/columns.ts'
import { checkStanding } from '../recorder/check-standing.ts'
import type { Intent } from '../recorder/intent.ts'
import type { Recording } from '../recorder/recorder.ts'
import type { Track } from '../recorder/track.ts'
import { Agains } from './agains.ts'
import type { Outcome } from './edit-value.ts'
import { notBegun, replaced, withdrawn } from './history-errors.ts'
import type { HistoryKeeper } from './history-keeper.ts'
import { HistoryReader } from './history-reader.ts'
import { askedOf, type Asked } from './managed-change.ts'
import type { ManagedChange } from './revision-manager.ts'

/** What becomes a revision beside its value. */
type Said = Pick<Recording, 'kind' | 'info' | 'targets' | 'time' | 'intent'> & { readonly isAsked?: boolean }

/** Refuses, by throwing, a value on which an act is to be made, or that it would record. */
export type Guard = (value: object) => void

/** What every way on which a history goes on shares: what was asked for, and the step from a value to a revision. */
export class HistoryWriter<T extends object = object> extends HistoryReader<T> {
  readonly #agains: Agains
  #isReplaced = false
  #guard: Guard | undefined

  constructor(track: Track, keeper: HistoryKeeper) {
    super(track, keeper)
    this.#agains = new Agains(track)
  }

  /** Whether its key has another history: then nobody would see what is recorded here, and every change is refused. */
  get isReplaced(): boolean {
    return this.#isReplaced
  }
  set isReplaced(is: boolean) {
    this.#isReplaced = is
  }

  /** Runs an act that records no value but what the guard lets pass; made again after a lost race, it is also made on none other. */
  guarded<R>(guard: Guard, act: () => R): R {
    const around = this.#guard
    this.#guard = guard
    try {
      return act()
    } finally {
      this.#guard = around
    }
  }

  protected get agains(): Agains {
    return this.#agains
  }

  /** Refuses every change once its key has another history (`OUTDATED`). */
  protected mustGoOn(): void {
    if (!this.#isReplaced) return
    const { length } = this.track.timeline
    // Where it has nothing at all, it was to replace another, and that has lost a race.
    if (length === 0) throw withdrawn(this.name, 0, -1)
    throw replaced(this.name, this.versions.line.newest(length - 1))
  }

  /** Reads what was given with a change, and refuses one that rests on what does not stand. */
  protected asked(method: string, change: ManagedChange | undefined): Asked {
    this.mustGoOn()
    const asked = askedOf(`${this.name}: ${method}`, change)
    const { expected } = asked
    if (!expected) return asked
    const { expect } = expected
    const isBegun = this.track.timeline.length > 0
    // A number is a version; a rollback to it stands under an index of its own.
    const at = isBegun && typeof expect === 'number' ? { expect: this.versions.line.lastTaken(expect) } : {}
    if (expect !== undefined && !isBegun) throw notBegun(this.name, method, expect)
    checkStanding(this.track, method, { ...expected, ...at })
    return asked
  }

  /** Records a value, whose object is current from then on. */
  protected record(made: Outcome, said: Said): T {
    this.#guard?.(made.value as object)
    this.append(made, said)
    this.versions.take(made.value as object, said.isAsked === true)
    return made.value as object as T
  }

  /** Records a value, whose object is not to be current. */
  protected append({ value, log, copied }: Outcome, said: Said): void {
    const { present } = this.track.timeline
    const { recorder, clock } = this.keeper
    const body = log && bodyOf(log)
    const isStaged = body !== null && 'rows' in body
    if (isStaged) present.stage(value, body.rows, copied)
    const { isAsked: _, ...recording } = said
    try {
      recorder.record(this.track, { ...recording, clock, body: isStaged ? body : { whole: value } })
    } finally {
      // Where it was refused, what stood before stands again.
      present.discard()
    }
  }

  /** How a change is made again when it loses a race, where it can. */
  protected intent(make: () => Intent | undefined): Intent | undefined {
    const { outbox, inTransaction } = this.keeper.recorder
    const intent = outbox && !inTransaction ? make() : undefined
    return intent && this.guardedIntent(intent)
  }

  /** The guard of an act stays with it, however late it is made again. */
  protected guardedIntent(intent: Intent): Intent {
    const guard = this.#guard
    if (!guard) return intent
    return {
      get isRefused() {
        return intent.isRefused === true
      },
      again: places => {
        const standing = this.getLastRevision()
        if (standing) guard(standing)
        return this.guarded(guard, () => intent.again(places))
      },
    }
  }
}
