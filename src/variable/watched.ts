import { VarveError } from '../errors.ts'
import { checkName } from '../history/name.ts'
import type { Ref } from '../history/ref.ts'
import { policyOf, type Retention } from '../history/retention.ts'
import { badOption } from '../options.ts'
import type { Change } from '../recorder/info.ts'
import type { Clock } from '../recorder/times.ts'
import { Retained } from '../recorder/retained.ts'
import type { Track } from '../recorder/track.ts'
import { keepPatches } from '../value/keep-patches.ts'
import type { Kept } from '../value/kept.ts'
import { toPath } from '../value/parse-path.ts'
import type { Path, Patches } from '../value/path.ts'
import type { AsyncRecipe, Input, Recipe, Snapshot } from '../value/types.ts'
import type { AgainFor } from './again.ts'
import { AsyncChanger } from './async-changer.ts'
import type { Attempt } from './attempt.ts'
import { Changer } from './changer.ts'
import type { ConflictPolicy } from '../recorder/conflict-policy.ts'
import { Reader, type ReaderContext } from './reader.ts'
import { splicePatch } from './splice-patch.ts'
import { Stepper } from './stepper.ts'
import type { UndoOptions, Variable } from './variable.ts'
import type { Validator, WatchOptions } from './watch-options.ts'

/** What a variable needs of its registry beside what reading needs. */
export interface WatchedContext extends ReaderContext {
  /** Takes the variable out of its registry. */
  leave(variable: object): void
  /** What happens to a set that lost a race, where the variable does not say. */
  readonly conflict: ConflictPolicy
  /** How changes are made again that lost a race; undefined where nobody else writes. */
  readonly againFor: AgainFor | undefined
  /** What is forgotten as changes come in, where the variable does not say. */
  readonly retention: Retention | undefined
}

/** A variable in a registry or repository: what is read comes from the reader, what is changed goes by the changer. */
export class Watched<T, In = T> extends Reader<T> implements Variable<T, In> {
  readonly #changer: Changer
  readonly #stepper: Stepper
  readonly #leave: (variable: object) => void
  readonly #clock: Clock | undefined
  readonly #async: AsyncChanger
  readonly #again: ReturnType<AgainFor> | undefined

  /** `sample` is the initial value as it stands in code, also where the variable is resumed. */
  constructor(track: Track, context: WatchedContext, sample: unknown, options: WatchOptions<T, In>) {
    super(track, context)
    this.#leave = context.leave
    this.#changer = new Changer(track, context.recorder, sample, options as unknown as WatchOptions<unknown>)
    this.#async = new AsyncChanger(track, context.recorder, this.#changer)
    const { undoable, onChange = [], conflict = context.conflict, keys, clock } = options
    const { retention = context.retention } = options
    this.#clock = clock
    if (retention) {
      const policy = policyOf(`${track.name}: retention`, retention)
      track.retained = new Retained(policy, () => context.recorder.now(clock))
    }
    this.#again = context.againFor?.(track, conflict, keys)
    this.#stepper = new Stepper(track, context.recorder, this.#changer, undoable, this.#again?.step)
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
    if (change === undefined && this.#changer.setPlain(value)) return this
    const prepare = () => this.#changer.set(value, this.#changer.info('set', change))
    this.#changer.change('set', change, prepare, this.#again?.set)
    return this
  }

  update(recipe: Recipe<T, In>, change?: Change): this {
    const prepare = () => {
      const info = this.#changer.info('update', change)
      this.context.recorder.noteRead(this.track)
      return this.#changer.edit(recipe as never, info)
    }
    // The recipe runs again.
    this.#changer.change('update', change, prepare, prepare)
    return this
  }

  async setAsync(value: Input<In>, change?: Change): Promise<this> {
    await this.#async.set(value, change, this.#again?.setAsync)
    return this
  }

  async updateAsync(recipe: AsyncRecipe<T, In>, change?: Change): Promise<this> {
    await this.#async.update(recipe as never, change)
    return this
  }

  apply(patches: Patches, change?: Change): this {
    const prepare = () => {
      this.context.recorder.noteRead(this.track)
      return this.#changer.apply(keepPatches(patches, this.name), this.#changer.info('apply', change))
    }
    // Positions are those of the value for which the patches were made.
    this.#changer.change('apply', change, prepare, this.#again?.patches)
    return this
  }

  splice(
    place: Path | string,
    start: number,
    deleteCount: number,
    insert: string | readonly unknown[],
    change?: Change,
  ): this {
    const path = toPath(place)
    const prepare = (): Attempt => {
      const { present } = this.seen()
      const patch = splicePatch(present, path, start, deleteCount, insert, this.name)
      const info = this.#changer.info('splice', change)
      if (patch.op === 'text')
        return this.#changer.editText(path, patch.index, patch.remove, patch.insert, info)
      return this.#changer.apply(keepPatches([patch], this.name), info)
    }
    this.#changer.change('splice', change, prepare, this.#again?.patches)
    return this
  }

  rollback(ref: Ref, change?: Change): this {
    return this.#restore('rollback', ref, change, index => `rollback to index ${index}`)
  }

  reset(change?: Change): this {
    return this.#restore('reset', 0, change, () => 'reset to initial')
  }

  undo(options?: UndoOptions): this {
    this.#stepper.undo(options)
    return this
  }

  redo(options?: UndoOptions): this {
    this.#stepper.redo(options)
    return this
  }

  get canUndo(): boolean {
    return this.#stepper.canUndo
  }

  get canRedo(): boolean {
    return this.#stepper.canRedo
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
      throw badOption(
        where,
        'retention',
        'is missing, and the variable has none of its own: give one like { last: 100 }',
      )
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
    const { recorder } = this.context
    await recorder.outbox?.hearers.during(() => recorder.refresh([this.track]))
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

  #restore(method: string, ref: Ref, change: Change | undefined, label: (index: number) => string): this {
    const prepare = (): Attempt => {
      const index = this.indexOf(ref)
      const info = this.#changer.info(method, change, label(index))
      return { kind: 'rollback', info, to: { value: this.track.timeline.valueAt(index) }, targets: [index] }
    }
    this.#changer.change(method, change, prepare, this.#again?.restore)
    return this
  }
}
