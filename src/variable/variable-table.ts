import { isVarveError, VarveError } from '../errors.ts'
import { checkName } from '../history/name.ts'
import { printedAs } from '../history/printed-as.ts'
import type { Ref } from '../history/ref.ts'
import type { AnyRevision } from '../history/revision.ts'
import { nearest } from '../nearest.ts'
import { badOption } from '../options.ts'
import { withInfo, type Info } from '../recorder/info.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { Track } from '../recorder/track.ts'
import { keep } from '../value/keep.ts'
import type { Snapshot } from '../value/types.ts'
import type { AgainFor } from './again.ts'
import { checkWatchOptions } from './check-watch-options.ts'
import { Listeners, type OnListenerError } from './listeners.ts'
import type { Names, RegistryCommon } from './registry-common.ts'
import type { RegistryOptions } from './registry-options.ts'
import type { Readable, Variable } from './variable.ts'
import type { WatchOptions } from './watch-options.ts'
import { Watched, type WatchedContext } from './watched.ts'

/** Names → variables: the part that registries and repositories share. */
export class VariableTable<V extends Names> implements RegistryCommon<V> {
  protected readonly recorder: Recorder
  readonly #variables = new Map<string, Watched<unknown>>()
  readonly #everybody = new Listeners()
  readonly #context: WatchedContext
  readonly #isParanoid: boolean

  constructor(
    recorder: Recorder,
    { onListenerError, conflict = 'refuse', retention, paranoid = false }: RegistryOptions,
    againFor?: AgainFor,
  ) {
    this.recorder = recorder
    this.#isParanoid = paranoid
    this.#context = {
      recorder,
      onListenerError: onListenerError as OnListenerError | undefined,
      everybody: this.#everybody,
      leave: variable => this.#leave(variable),
      conflict,
      retention,
      againFor,
    }
  }

  static {
    printedAs(VariableTable, self => {
      const { size } = self.#variables
      return `${self.kind} (${size} ${size === 1 ? 'variable' : 'variables'})`
    })
  }

  /** What it is called when it is printed. */
  protected get kind(): string {
    return 'Registry'
  }

  get<K extends keyof V & string>(name: K): Variable<V[K]> {
    return this.#known(name) as unknown as Variable<V[K]>
  }

  has(name: string): boolean {
    return this.#variables.has(name)
  }

  all(): ReadonlyMap<string, Variable<unknown>> {
    return new Map(this.#variables)
  }

  snapshot(asOf?: Ref): { readonly [K in keyof V]: Snapshot<V[K]> } {
    const values: Record<string, unknown> = {}
    for (const [name, variable] of this.#variables) {
      const found = readKept(variable, asOf)
      // A name like __proto__ is data too.
      if (found)
        Object.defineProperty(values, name, {
          value: found.value,
          writable: true,
          enumerable: true,
          configurable: true,
        })
    }
    return keep(values, { name: 'snapshot' }) as unknown as { readonly [K in keyof V]: Snapshot<V[K]> }
  }

  unregister(name: string): void {
    const variable = this.#known(name)
    this.#variables.delete(name)
    this.left(variable)
    this.recorder.inTransaction?.onRollback(() => this.#variables.set(name, variable))
  }

  transaction<R>(fn: () => R, info?: Info): R {
    if (typeof fn !== 'function') throw badOption('transaction', 'fn', 'is no function')
    const run = () => this.recorder.transaction(fn)
    return info === undefined ? run() : withInfo(info, run)
  }

  withInfo<R>(info: Info, fn: () => R): R {
    return withInfo(info, fn)
  }

  subscribe(fn: (variable: Readable<unknown>, revision: AnyRevision) => void): () => void {
    return this.#everybody.add(fn as never)
  }

  /** The tracks of what is watched: of all, or of these names as far as they are. */
  protected tracks(names: Iterable<string> = this.#variables.keys()): readonly Track[] {
    return [...names].flatMap(name => this.#variables.get(name)?.ownTrack ?? [])
  }

  /** Refuses a bad name, unknown options, and a name that is taken unless it may be overwritten. */
  protected checkWatch(name: string, options: WatchOptions<never>): void {
    checkName(name, 'variable')
    checkWatchOptions(`watch('${name}')`, options)
    if (!this.has(name) || options.overwrite) return
    throw new VarveError('DUPLICATE_NAME', `'${name}' is watched already; ${this.duplicateHint(name)}`, {
      name,
    })
  }

  protected duplicateHint(name: string): string {
    return `get('${name}') gives it, watch('${name}', …, { overwrite: true }) replaces it`
  }

  /** Makes the variable of a track known; an empty track begins with the initial value. */
  protected enter(track: Track, initial: unknown, options: WatchOptions<never>): Watched<unknown> {
    const { name } = track
    track.timeline.isParanoid = this.#isParanoid
    const before = this.#variables.get(name)
    const variable = new Watched<unknown>(
      track,
      this.#context,
      initial,
      options as unknown as WatchOptions<unknown>,
    )
    const leave = () => {
      this.#variables.delete(name)
      if (before) this.#variables.set(name, before)
    }
    this.#variables.set(name, variable)
    try {
      if (track.timeline.length === 0) variable.begin(initial)
    } catch (error) {
      // Once recorded it exists, even if saving it failed.
      if (track.timeline.length === 0) leave()
      throw error
    }
    this.recorder.inTransaction?.onRollback(leave)
    if (before) {
      before.detached = true
      this.recorder.inTransaction?.onRollback(() => {
        before.detached = false
      })
    }
    return variable
  }

  /** Told of each handle whose name is given free while it goes on by itself. */
  protected left(_variable: Watched<unknown>): void {}

  #known(name: string): Watched<unknown> {
    const variable = this.#variables.get(name)
    if (variable) return variable
    const near = nearest(name, this.#variables.keys())
    const hint = near ? `did you mean '${near}'?` : `watch('${name}', …) makes one`
    throw new VarveError('UNKNOWN_VARIABLE', `there is no variable '${name}'; ${hint}`, {
      variable: name,
      nearest: near,
    })
  }

  #leave(variable: object): void {
    for (const [name, known] of this.#variables) {
      if (known !== variable) continue
      this.#variables.delete(name)
      this.left(known)
    }
  }
}

function readKept(
  variable: Watched<unknown>,
  asOf: Ref | undefined,
): ReturnType<Watched<unknown>['keptValue']> | undefined {
  try {
    return variable.keptValue(asOf)
  } catch (error) {
    if (isVarveError(error, 'UNKNOWN_REVISION') && typeof asOf === 'object') return undefined
    throw error
  }
}
