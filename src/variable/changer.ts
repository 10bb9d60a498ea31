import { VarveError } from '../errors.ts'
import { changeBetween } from '../history/change-between.ts'
import { bodyOf, type Body } from '../history/columns.ts'
import type { EntryInfo } from '../history/entry.ts'
import type { Present } from '../history/present.ts'
import { RecordedRevision } from '../history/recorded-revision.ts'
import type { RevisionKind } from '../history/revision.ts'
import { ambientInfo, captureInfo, entryInfo, type Change } from '../recorder/info.ts'
import type { Intent } from '../recorder/intent.ts'
import type { Recorder, Recording } from '../recorder/recorder.ts'
import type { Track } from '../recorder/track.ts'
import type { Edited } from '../value/draft/edit.ts'
import type { Kept } from '../value/kept.ts'
import type { Path, Patches } from '../value/path.ts'
import type { RowLog } from '../value/working/row-log.ts'
import type { Ran } from '../value/draft/run-recipe.ts'
import { same } from '../value/same.ts'
import { isSealed } from '../value/sealed.ts'
import { show } from '../value/show.ts'
import type { Again, Made } from './again.ts'
import type { Aim, Attempt } from './attempt.ts'
import { checkStanding } from '../recorder/check-standing.ts'
import { Checks } from './checks.ts'
import type { WatchOptions } from './watch-options.ts'

/** What brings a new value, and is done when it returns. */
const cannotWait: readonly string[] = ['set', 'update', 'apply', 'splice']

const none: readonly number[] = Object.freeze([])

/** The way from what somebody wants to a revision: who may, what comes of it, whether it passes, and its recording. */
export class Changer {
  readonly checks: Checks
  isFrozen = false
  isDetached = false
  readonly #track: Track
  readonly #recorder: Recorder
  readonly #options: WatchOptions<unknown>
  /** True while a recipe or check of this variable runs. */
  #busy = false
  #collected: Intent[] | undefined
  #onRecorded: (() => void) | undefined

  constructor(track: Track, recorder: Recorder, sample: unknown, options: WatchOptions<unknown>) {
    this.#track = track
    this.#recorder = recorder
    this.#options = options
    this.checks = new Checks(track.name, sample, options)
  }

  /** Records the first revision; a value that its checks reject is an error here, else `reset` could never work. */
  begin(initial: unknown): void {
    const value = this.admit(initial)
    this.checks.validate(value, undefined, true)
    const info = this.info('watch', { label: 'initial' })
    this.#record({ kind: 'initial', body: { whole: value }, info, clock: this.#options.clock })
  }

  /**
   * Runs what leads to a change: nothing of it may change this variable, and a throw leaves nothing behind. `again` says
   * how it is made when it has lost a race; without it, and where it expected a head, it is withdrawn then.
   */
  change(
    method: string,
    change: Change | undefined,
    prepare: () => Attempt | undefined,
    again?: Again,
    onAppended?: () => void,
  ): boolean {
    this.checkOpen(method)
    this.#checkWaits(method)
    const asks = typeof change === 'object' && change !== null
    if (asks) checkStanding(this.#track, method, change)
    return this.#perform(method, prepare, asks && change.expect !== undefined ? undefined : again, onAppended)
  }

  #checkWaits(method: string): void {
    if (!this.checks.isAsync || !cannotWait.includes(method)) return
    const variable = this.#track.name
    const message = `${variable}: ${method} cannot wait for asyncValidators; use setAsync or updateAsync`
    throw new VarveError('REFUSED', message, {})
  }

  /** Runs what leads to a change up to where it would be recorded; undefined where there is nothing to record. */
  preview(prepare: () => Attempt): Attempt | undefined {
    const { attempt, recording } = this.#attempt(prepare)
    this.#track.timeline.present.discard()
    return recording && attempt
  }

  #perform(
    method: string,
    prepare: () => Attempt | undefined,
    again: Again | undefined,
    onAppended?: () => void,
  ): boolean {
    const { timeline } = this.#track
    const { generation } = timeline
    const { attempt, recording } = this.#attempt(prepare)
    if (!attempt || !recording) return false
    // What was made from the old head would not lead from the new one to the value that it says.
    if (timeline.generation !== generation) throw this.#moved(method)
    const keeps = again && this.#recorder.outbox && (this.#collected ?? !this.#recorder.inTransaction)
    const intent = keeps ? this.#intent(method, again, attempt) : undefined
    try {
      this.#record(intent || onAppended ? { ...recording, intent, onAppended } : recording)
    } finally {
      // Where it was refused, what was done to the value is taken back.
      timeline.present.discard()
    }
    return true
  }

  #attempt(prepare: () => Attempt | undefined): {
    readonly attempt: Attempt | undefined
    readonly recording: Recording | undefined
  } {
    const wasBusy = this.#busy
    const { present } = this.#track.timeline
    this.#busy = true
    let recording: Recording | undefined
    try {
      const attempt = prepare()
      recording = attempt && this.#checked(attempt)
      return { attempt, recording }
    } finally {
      this.#busy = wasBusy
      if (!recording && !wasBusy) present.discard()
    }
  }

  #intent(method: string, again: Again, attempt: Attempt): Intent {
    const asHere = captureInfo()
    const made = this.#made(method, attempt)
    const intent: Intent = {
      again: places => asHere(() => this.#perform(method, () => again(made, places), again)),
    }
    this.#collected?.push(intent)
    return intent
  }

  /** What it was made of: two revisions, which keep their values when they are withdrawn. */
  #made(method: string, attempt: Attempt): Made {
    const { timeline } = this.#track
    const index = timeline.length
    // A recipe runs again, and a step looks at what stands: neither asks for values.
    const asks = method === 'set' || method === 'setAsync' || method === 'apply' || method === 'splice'
    const revisions = asks ? [timeline.revision(index - 1)] : []
    const wanted = 'value' in attempt.to ? attempt.to : undefined
    const made: Made = {
      attempt,
      before: () => RecordedRevision.keptValue(revisions[0]!),
      after: () => (wanted ? wanted.value : RecordedRevision.keptValue(revisions[1]!)),
    }
    if (asks && !wanted) this.#onRecorded = () => revisions.push(timeline.revision(index))
    return made
  }

  /** Gives what each change in `fn` was meant to do. */
  collect(fn: () => void): readonly Intent[] {
    const collected: Intent[] = []
    this.#collected = collected
    try {
      fn()
    } finally {
      this.#collected = undefined
    }
    return collected
  }

  /** Who and why, with what the method's name says of it for messages. */
  info(method: string, change: Change | undefined, fallback?: string): EntryInfo {
    if (change === undefined && fallback === undefined) return ambientInfo()
    return entryInfo(`${this.#track.name}: ${method}`, change, fallback)
  }

  /** Brings a value in, as `watch` and `set` are given it. */
  admit(value: unknown): Kept {
    return this.checks.admit(value, this.#options.copy !== false)
  }

  /** Sets a primitive where nothing has a say in it; false where something has. */
  setPlain(value: unknown): boolean {
    const type = typeof value
    if (type === 'object' ? value !== null : type === 'function' || type === 'symbol') return false
    const { intercept, clock } = this.#options
    if (intercept || this.checks.hasSay || this.isFrozen || this.isDetached || this.#busy) return false
    if (this.#track.timeline.present.isLent) return false
    return this.#recorder.recordPlain(this.#track, value as Kept, clock)
  }

  /** A set as it is wanted, after intercept and schema. */
  set(wanted: unknown, info: EntryInfo): Attempt {
    return { kind: 'set', info, to: { value: this.admit(this.#intercept(wanted, info)) } }
  }

  /** An update by a recipe, on the value itself; intercept and schema may make something else of it. */
  edit(recipe: (draft: never) => unknown, info: EntryInfo): Attempt {
    let answer: Ran['answer'] = null
    const stage = (present: Present): RowLog => {
      const ran = present.edit(recipe, this.#track.name)
      answer = ran.answer
      return ran.log
    }
    return this.#inPlace(stage, info, () => answer && this.update({ ...answer, isReturned: true }, info))
  }

  /** An update that led to this value; intercept and schema may make something else of it. */
  update(edited: Omit<Edited, 'patches'> & Partial<Edited>, info: EntryInfo): Attempt {
    const { value, patches } = edited
    const passed = this.#passed(edited, info)
    const isAsEdited = passed === value || same(passed, value)
    return { kind: 'update', info, to: isAsEdited && patches ? { value, patches } : { value: passed } }
  }

  /** An update by patches, which are done to the value itself; intercept and schema may make something else of it. */
  apply(patches: Patches, info: EntryInfo): Attempt {
    return this.#inPlace(present => present.apply(patches), info)
  }

  /** An edit of a text: no patch has to be made of it, which costs as much as the edit. */
  editText(place: Path, index: number, remove: number, insert: string, info: EntryInfo): Attempt {
    return this.#inPlace(present => present.editText(place, index, remove, insert), info)
  }

  /** `instead` is what has to be done where nothing was staged. */
  #inPlace(
    stage: (present: Present) => RowLog,
    info: EntryInfo,
    instead: () => Attempt | null = () => null,
  ): Attempt {
    const { present } = this.#track.timeline
    if (this.#looks) void present.head
    const staged = stage(present)
    const other = instead()
    if (other) return other
    if (!this.#options.intercept && !this.checks.hasSchema) return { kind: 'update', info, to: { staged } }
    const value = present.next
    const passed = this.#passed({ value, isReturned: false }, info)
    if (passed === value || same(passed, value)) return { kind: 'update', info, to: { staged } }
    present.discard()
    return { kind: 'update', info, to: { value: passed } }
  }

  /** Whether somebody will look at the value before: then it is handed out before it is worked on. */
  get #looks(): boolean {
    return this.checks.looks || this.#options.intercept !== undefined
  }

  /** What is returned is an input like that of `set`; an edited draft is of the variable's own type already. */
  #passed({ value, isReturned }: Omit<Edited, 'patches'>, info: EntryInfo): Kept {
    const { intercept } = this.#options
    if (!intercept && !this.checks.hasSchema) return value
    const shown = show(value)
    const wanted = this.#intercept(shown, info)
    const isAsEdited = !isReturned && wanted === shown && (!intercept || isSealed(shown))
    return isAsEdited
      ? this.checks.admitEdited(value, this.#track.timeline.head)
      : this.checks.admit(wanted, true)
  }

  #record(recording: Recording): void {
    const onRecorded = this.#onRecorded
    this.#onRecorded = undefined
    this.#recorder.record(this.#track, recording, onRecorded)
  }

  #checked({ kind, to, info, targets = none }: Attempt): Recording | undefined {
    const body = this.#body(kind, to)
    return body && { kind, body, info, targets, clock: this.#options.clock }
  }

  /** What is recorded of an aim; undefined where the option `equal` makes it nothing. */
  #body(kind: RevisionKind, to: Aim): Body | undefined {
    const { present } = this.#track.timeline
    const isStep = kind === 'undo' || kind === 'redo'
    if ('staged' in to) {
      if (this.checks.looks && !this.#admits(present.next, isStep)) return undefined
      return bodyOf(to.staged)
    }
    const previous = present.head
    if (!isStep && this.checks.isUnchanged(to.value, previous)) return undefined
    const change = to.patches
      ? { patches: to.patches }
      : changeBetween(previous, to.value, this.#options.keys)
    if ('whole' in change) {
      this.checks.validate(change.whole, previous)
      return change
    }
    // A set shares with the value before it all that stayed.
    const staged = present.apply(change.patches)
    if (this.checks.looks) this.checks.validate(present.next, previous)
    return bodyOf(staged)
  }

  #admits(next: Kept, isStep: boolean): boolean {
    const { head: previous } = this.#track.timeline
    if (!isStep && this.checks.isUnchanged(next, previous)) return false
    this.checks.validate(next, previous)
    return true
  }

  #intercept(value: unknown, info: EntryInfo): unknown {
    const { intercept } = this.#options
    if (!intercept) return value
    const previous = show(this.#track.timeline.head)
    const { label, comment, creator, validFrom, validTo } = info
    const dates = {
      validFrom: validFrom === null ? null : new Date(validFrom),
      validTo: validTo === null ? null : new Date(validTo),
    }
    return intercept(value, {
      previous,
      info: { label, comment, creator, ...dates },
      variable: this.#track.name,
    })
  }

  /** Refuses what cannot be changed through this handle now. */
  checkOpen(method: string): void {
    const variable = this.#track.name
    if (this.isFrozen)
      throw new VarveError('FROZEN', `${variable}: ${method} on a frozen variable; thaw() it first`, {
        variable,
      })
    if (this.isDetached) {
      const message = `${variable}: another watch() took this name, so this handle is detached; get the new one from the registry`
      throw new VarveError('REFUSED', message, {})
    }
    if (this.#track.timeline.length === 0) {
      const message = `${variable}: the transaction in which it was watched was taken back, so it never began; watch it again`
      throw new VarveError('REFUSED', message, {})
    }
    if (!this.#busy && !this.#track.timeline.present.isLent) return
    const message = `${variable}: ${method} while a recipe, a check or a selector of the same variable runs; do it in the recipe, or afterwards`
    throw new VarveError('BAD_RECIPE', message, { variable })
  }

  #moved(method: string): VarveError<'BAD_RECIPE'> {
    const variable = this.#track.name
    const message = `${variable}: ${method} was overtaken: while its recipe or a check ran, a flush took over what others had stored; flush before or afterwards`
    return new VarveError('BAD_RECIPE', message, { variable })
  }
}
