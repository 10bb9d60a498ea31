import type { EntryInfo } from '../history/entry.ts'
import { redoStep, undoStep, type Step } from '../history/undo-step.ts'
import { milliseconds } from '../history/span.ts'
import { badOption } from '../options.ts'
import { ambientInfo, entryInfo, infoFields } from '../recorder/info.ts'
import type { Intent } from '../recorder/intent.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { Track } from '../recorder/track.ts'
import type { Again } from './again.ts'
import type { Attempt } from './attempt.ts'
import type { Changer } from './changer.ts'
import { aimOf } from './step-aim.ts'
import type { UndoOptions } from './variable.ts'
import type { WatchOptions } from './watch-options.ts'

const stepFields = [...infoFields, 'steps', 'by']

/** Undo and redo of one variable. */
export class Stepper {
  readonly #track: Track
  readonly #recorder: Recorder
  readonly #changer: Changer
  readonly #isUndoable: boolean
  readonly #within: number | undefined
  readonly #again: Again | undefined

  constructor(
    track: Track,
    recorder: Recorder,
    changer: Changer,
    undoable: WatchOptions<unknown>['undoable'],
    again: Again | undefined,
  ) {
    this.#track = track
    this.#recorder = recorder
    this.#changer = changer
    this.#again = again
    this.#isUndoable = undoable !== false
    if (typeof undoable === 'object')
      this.#within = milliseconds(track.name, 'undoable.within', undoable.within)
  }

  get canUndo(): boolean {
    this.#recorder.noteRead(this.#track)
    return this.#isUndoable && this.#track.timeline.undoLog.canUndo
  }

  get canRedo(): boolean {
    this.#recorder.noteRead(this.#track)
    return this.#isUndoable && this.#track.timeline.undoLog.canRedo
  }

  undo(options: UndoOptions | undefined): void {
    const { timeline } = this.#track
    this.#steps('undo', options, by => undoStep(timeline, { by, within: this.#within }))
  }

  redo(options: UndoOptions | undefined): void {
    const { timeline } = this.#track
    this.#steps('redo', options, by => redoStep(timeline, { by }))
  }

  #steps(
    kind: 'undo' | 'redo',
    options: UndoOptions | undefined,
    next: (by?: string) => Step | undefined,
  ): void {
    // The usual step: to look through options that are not there would cost as much as the step.
    if (options === undefined)
      return void this.#one(
        kind,
        () => ambientInfo(),
        () => next(),
      )
    const where = `${this.#track.name}: ${kind}`
    if (options === null || (typeof options !== 'object' && typeof options !== 'string'))
      throw badOption(where, 'options', 'is neither a label nor an object like { steps: 2 }')
    const {
      steps = 1,
      by,
      ...rest
    } = typeof options === 'string' ? { label: options as string } : (options ?? {})
    if (!Number.isInteger(steps) || steps < 0)
      throw badOption(where, 'steps', `is ${steps}: give a whole number`)
    if (by !== undefined && typeof by !== 'string') throw badOption(where, 'by', 'is no creator')
    const one = () =>
      this.#one(
        kind,
        () => entryInfo(where, rest, undefined, stepFields),
        () => next(by),
      )
    if (steps === 1) one()
    else this.#together(steps, one)
  }

  #one(kind: 'undo' | 'redo', infoOf: () => EntryInfo, next: () => Step | undefined): boolean {
    const prepare = (): Attempt | undefined => {
      const info = infoOf()
      this.#recorder.noteRead(this.#track)
      const step = this.#isUndoable ? next() : undefined
      return step && { kind, info, to: aimOf(this.#track.timeline, step), targets: step.targets }
    }
    return this.#changer.change(kind, undefined, prepare, this.#again)
  }

  /** Several steps as one transaction; when it loses a race, the same changes are taken, not the latest. */
  #together(steps: number, one: () => boolean): void {
    let taken: readonly Intent[] = []
    // Listeners come afterwards: what they change is their own.
    const together = (act: () => void) =>
      this.#recorder.transaction(() => void (taken = this.#changer.collect(act)), whole)
    const whole: Intent = {
      again: places => {
        const before = taken
        together(() => before.forEach(intent => intent.again(places)))
        return true
      },
    }
    together(() => {
      for (let step = 0; step < steps && one(); step++);
    })
  }
}
