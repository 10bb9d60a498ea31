import { VarveError } from '../errors.ts'
import { checkName } from '../history/name.ts'
import type { Ref } from '../history/ref.ts'
import { policyOf, type Retention } from '../history/retention.ts'
import { redoStep, undoStep, type Step } from '../history/undo-step.ts'
import { badOption } from '../options.ts'
import { entryInfo, infoFields, type Change } from '../recorder/info.ts'
import type { Intent } from '../recorder/intent.ts'
import type { Clock } from '../recorder/recorder.ts'
import { Retained } from '../recorder/retained.ts'
import type { Track } from '../recorder/track.ts'
import { applyKept } from '../value/apply.ts'
import { edit } from '../value/draft/edit.ts'
import { keepPatches } from '../value/keep-patches.ts'
import type { Kept } from '../value/kept.ts'
import { toPath } from '../value/parse-path.ts'
import type { Path, Patches } from '../value/path.ts'
import type { AsyncRecipe, Input, Recipe, Snapshot } from '../value/types.ts'
import { mergeAgain, overwriteAgain, restoreAgain, setAgain, stepAgain, type Again } from './again.ts'
import { AsyncChanger } from './async-changer.ts'
import type { Attempt } from './attempt.ts'
import { Changer } from './changer.ts'
import type { ConflictPolicy } from './conflict-policy.ts'
import { Reader, type ReaderContext } from './reader.ts'
import { milliseconds } from '../history/span.ts'
import { splicePatch } from './splice-patch.ts'
import type { UndoOptions, Variable } from './variable.ts'
import type { Validator, WatchOptions } from './watch-options.ts'

/** What a variable needs of its registry beside what reading needs. */
export interface WatchedContext extends ReaderContext {
  /** Takes the variable out of its registry. */
  leave(variable: object): void
  /** What happens to a set that lost a race, where the variable does not say. */
  readonly conflict: ConflictPolicy
  /** What is forgotten as changes come in, where the variable does not say. */
  readonly retention: Retention | undefined
}

/** A variable in a registry or repository: what is read comes from the reader, what is changed goes by the changer. */
export class Watched<T, In = T> extends Reader<T> implements Variable<T, In> {
  readonly #changer: Changer
  readonly #undoable: boolean
  readonly #within: number | undefined
  readonly #leave: (variable: object) => void
  readonly #clock: Clock | undefined
  readonly #async: AsyncChanger
  readonly #setAgain: Again | undefined
  readonly #mergeAgain: Again

  /** `sample` is the initial value as it stands in code, also where the variable is resumed. */
  constructor(track: Track, context: WatchedContext, sample: unknown, options: WatchOptions<T, In>) {
    super(track, context)
    this.#leave = context.leave
    this.#changer = new Changer(track, context.recorder, sample, options as unknown as WatchOptions<unknown>)
    this.#async = new AsyncChanger(track, context.recorder, this.#changer)
    const { undoable = true, onChange = [], conflict = context.conflict, keys, clock } = options
    const { retention = context.retention } = options
    this.#clock = clock
    if (retention) {
      const policy = policyOf(`${track.name}: retention`, retention)
      track.retained = new Retained(policy, () => context.recorder.now(clock))
    }
    this.#setAgain = setAgain(track, conflict, keys)
    this.#mergeAgain = mergeAgain(track, keys)
    this.#undoable = undoable !== false
    if (typeof undoable === 'object')
      this.#within = milliseconds(track.name, 'undoable.within', undoable.within)
    for (const listener of [onChange].flat()) this.addListener(listener as never)
    track.report = (error, revision) => this.reportError(error, revision)
  }

  /** Records the first revision. */
  begin(initial: unknown): void {
    this.#changer.begin(initial)
  }

  override get value(): Snapshot<T> {
    return super.value
  }
  override set value(next: Input<In>) {
    this.set(next)
  }

  set(value: Input<In>, change?: Change): this {
    const prepare = () => this.#changer.set(value, this.#changer.info('set', change))
    this.#changer.change('set', change, prepare, this.#setAgain)
    return this
  }

  update(recipe: Recipe<T, In>, change?: Change): this {
    const prepare = () => {
      const info = this.#changer.info('update', change)
      return this.#changer.update(edit(this.seen().head, recipe as never, { name: this.name }), info)
    }
    // The recipe runs again.
    this.#changer.change('update', change, prepare, prepare)
    return this
  }

  async setAsync(value: Input<In>, change?: Change): Promise<this> {
    await this.#async.set(value, change, this.#setAgain ?? overwriteAgain)
    return this
  }

  async updateAsync(recipe: AsyncRecipe<T, In>, change?: Change): Promise<this> {
    await this.#async.update(recipe as never, change)
    return this
  }

  apply(patches: Patches, change?: Change): this {
    return this.#apply('apply', change, () => patches)
  }

  splice(
    place: Path | string,
    start: number,
    deleteCount: number,
    insert: string | readonly unknown[],
    change?: Change,
  ): this {
    const path = toPath(place)
    return this.#apply('splice', change, head => [
      splicePatch(head, path, start, deleteCount, insert, this.name),
    ])
  }

  rollback(ref: Ref, change?: Change): this {
    return this.#restore('rollback', ref, change, index => `rollback to index ${index}`)
  }

  reset(change?: Change): this {
    return this.#restore('reset', 0, change, () => 'reset to initial')
  }

  undo(options?: UndoOptions): this {
    return this.#steps('undo', options, by => undoStep(this.seen(), { by, within: this.#within }))
  }

  redo(options?: UndoOptions): this {
    return this.#steps('redo', options, by => redoStep(this.seen(), { by }))
  }

  get canUndo(): boolean {
    return this.#undoable && this.seen().undoLog.canUndo
  }

  get canRedo(): boolean {
    return this.#undoable && this.seen().undoLog.canRedo
  }

  mark(name: string, ref?: Ref): this {
    checkName(name, 'mark')
    const { timeline, marks } = this.track
    const index = this.indexOf(ref ?? timeline.length - 1)
    const known = marks.get(name)
    if (known === index) return this
    if (known !== undefined || name === timeline.branch) {
      const what = known === undefined ? 'is the name of a branch' : `names ${this.name}@${known} already`
      throw new VarveError(
        'DUPLICATE_NAME',
        `${this.name}: the mark '${name}' ${what}; a mark is for good, take another name`,
        { name },
      )
    }
    this.context.recorder.mark(this.track, name, index)
    return this
  }

  prune(policy?: Retention): this {
    const where = `${this.name}: prune`
    this.#changer.checkOpen('prune')
    const retention = policy ? policyOf(where, policy) : this.track.retained?.policy
    if (!retention)
      throw badOption(where, 'policy', 'is missing, and the variable has no retention of its own')
    this.context.recorder.prune(this.track, retention, this.#clock)
    return this
  }

  freeze(): this {
    this.#changer.isFrozen = true
    return this
  }

  thaw(): this {
    this.#changer.isFrozen = false
    return this
  }

  get isFrozen(): boolean {
    return this.#changer.isFrozen
  }

  addValidator(fn: Validator<T>): this {
    this.#changer.checks.add(fn as Validator<unknown>)
    return this
  }

  get saved(): Promise<void> {
    return this.context.recorder.saved(this.track)
  }

  async refresh(): Promise<void> {
    this.context.recorder.refuseInTransaction('refresh')
    await this.context.recorder.refresh([this.track])
  }

  /** Whether another variable took the name: then reading goes on and changing is refused. */
  set detached(isDetached: boolean) {
    this.#changer.isDetached = isDetached
  }

  /** What the recorder knows of it. */
  get ownTrack(): Track {
    return this.track
  }

  /** The value in the form in which it is kept. */
  keptValue(ref: Ref | undefined): { readonly value: Kept } {
    return { value: this.keptAt(ref) }
  }

  override [Symbol.dispose](): void {
    super[Symbol.dispose]()
    this.#leave(this)
  }

  protected override inspectedState(): string {
    const { isFrozen, isDetached } = this.#changer
    return (isFrozen ? ' [frozen]' : '') + (isDetached ? ' [detached]' : '')
  }

  #apply(method: string, change: Change | undefined, patches: (head: Kept) => Patches): this {
    const prepare = () => {
      const { head } = this.seen()
      const kept = keepPatches(patches(head), this.name)
      const edited = { value: applyKept(head, kept), patches: kept, isReturned: false }
      return this.#changer.update(edited, this.#changer.info(method, change))
    }
    // Positions are those of the value for which the patches were made.
    this.#changer.change(method, change, prepare, this.#mergeAgain)
    return this
  }

  #restore(method: string, ref: Ref, change: Change | undefined, label: (index: number) => string): this {
    const prepare = (): Attempt => {
      const index = this.indexOf(ref)
      const info = this.#changer.info(method, change, label(index))
      return { kind: 'rollback', value: this.track.timeline.valueAt(index), info, targets: [index] }
    }
    this.#changer.change(method, change, prepare, restoreAgain(this.track))
    return this
  }

  #steps(
    kind: 'undo' | 'redo',
    options: UndoOptions | undefined,
    next: (by?: string) => Step | undefined,
  ): this {
    const where = `${this.name}: ${kind}`
    const {
      steps = 1,
      by,
      ...rest
    } = typeof options === 'string' ? { label: options as string } : (options ?? {})
    if (!Number.isInteger(steps) || steps < 0)
      throw badOption(where, 'steps', `is ${steps}: give a whole number`)
    if (by !== undefined && typeof by !== 'string') throw badOption(where, 'by', 'is no creator')
    const one = (): boolean =>
      this.#changer.change(
        kind,
        undefined,
        () => {
          const info = entryInfo(where, rest, undefined, infoFields)
          const step = this.#undoable ? next(by) : undefined
          return step && { kind, value: step.value, info, targets: step.targets }
        },
        stepAgain(this.track),
      )
    if (steps === 1) one()
    else this.#together(steps, one)
    return this
  }

  /** Several steps as one transaction; when it loses a race, the same changes are taken, not the latest. */
  #together(steps: number, one: () => boolean): void {
    const { recorder } = this.context
    let taken: readonly Intent[] = []
    const whole: Intent = {
      again: places => {
        const before = taken
        taken = this.#changer.collect(() =>
          recorder.transaction(() => before.forEach(intent => intent.again(places)), whole),
        )
        return true
      },
    }
    taken = this.#changer.collect(() =>
      recorder.transaction(() => {
        for (let step = 0; step < steps && one(); step++);
      }, whole),
    )
  }
}
