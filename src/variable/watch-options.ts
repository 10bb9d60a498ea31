import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Retention } from '../history/retention.ts'
import type { OwnAbortSignal } from '../abort-signal.ts'
import type { Revision } from '../history/revision.ts'
import type { Span } from '../history/span.ts'
import type { ChangeInfo } from '../recorder/info.ts'
import type { Clock } from '../recorder/times.ts'
import type { Path } from '../value/path.ts'
import type { Input, Snapshot } from '../value/types.ts'
import type { ConflictPolicy } from '../recorder/conflict-policy.ts'
import type { Variable } from './variable.ts'

/** Judges the snapshot that would be stored: throws, or returns `false` or a message, to refuse it. */
export type Validator<T> = (next: Snapshot<T>, previous: Snapshot<T> | undefined) => boolean | string | void
/** As `Validator`, for `setAsync` and `updateAsync`; the signal aborts when nobody waits for the verdict any more. */
export type AsyncValidator<T> = (
  next: Snapshot<T>,
  previous: Snapshot<T> | undefined,
  context: { readonly signal: OwnAbortSignal },
) => Promise<boolean | string | void>
/** Hears of a revision after it was recorded. */
export type Listener<T> = (variable: Variable<T>, revision: Revision<T>) => void

/** How a variable behaves. */
export interface WatchOptions<T, In = T> {
  /** `false` hands the value over instead of copying it in: it is frozen where it stands. Default `true`. */
  readonly copy?: boolean
  /** Asked at every change, and for the initial value, in this order. */
  readonly validators?: readonly Validator<T>[]
  /**
   * Asked after the others by `setAsync` and `updateAsync`, one after the other. `set`, `update`, `apply` and `splice`, which
   * cannot wait for them, are `REFUSED` then. Not asked about the initial value and what ways back restore.
   */
  readonly asyncValidators?: readonly AsyncValidator<T>[]
  /** Hears of every change after it was recorded; not of the initial value. */
  readonly onChange?: Listener<T> | readonly Listener<T>[]
  /** Sees what `set` and `update` bring before anything else does, and returns what to take instead. */
  readonly intercept?: (
    value: Input<T>,
    context: {
      readonly previous: Snapshot<T> | undefined
      readonly info: ChangeInfo
      readonly variable: string
    },
  ) => Input<T>
  /** Takes the name of a watched variable; its old handle is detached. Not in a repository. */
  readonly overwrite?: boolean
  /** Default: the registry's. */
  readonly clock?: Clock
  /** `true`, or the test: an equal value is not recorded. Default `false`. */
  readonly equal?: boolean | ((a: Snapshot<T>, b: Snapshot<T>) => boolean)
  /** `false` keeps it out of undo; `{ within }` counts changes closer than that as one step. Default `true`. */
  readonly undoable?: boolean | { readonly within: Span }
  /** What happens to a `set` that lost a race; default: the repository's. */
  readonly conflict?: ConflictPolicy
  /** What of its history is kept as changes come in; default: the registry's, else all of it. */
  readonly retention?: Retention
  /** Keys array elements when diffing and merging. */
  readonly keys?: (element: unknown, path: Path) => unknown
  /** Parses initial values, `set` and recipe results; its output is the variable's type. */
  readonly schema?: StandardSchemaV1<In, T>
}

export const watchOptionNames: readonly string[] = [
  'copy',
  'validators',
  'asyncValidators',
  'onChange',
  'intercept',
  'overwrite',
  'clock',
  'equal',
  'undoable',
  'conflict',
  'retention',
  'keys',
  'schema',
]

type SchemaOptions<S extends StandardSchemaV1> = Omit<
  WatchOptions<StandardSchemaV1.InferOutput<S>, StandardSchemaV1.InferInput<S>>,
  'schema'
> & { readonly schema: S }
type SchemaVariable<S extends StandardSchemaV1> = Variable<
  StandardSchemaV1.InferOutput<S>,
  StandardSchemaV1.InferInput<S>
>
type PlainOptions<T> = WatchOptions<T> & { readonly schema?: undefined }

/** Makes a variable, or takes up the stored one of that name. */
export interface Watch {
  <S extends StandardSchemaV1>(
    name: string,
    initial: StandardSchemaV1.InferInput<S>,
    options: SchemaOptions<S>,
  ): SchemaVariable<S>
  <T>(name: string, initial: T, options?: PlainOptions<NoInfer<T>>): Variable<T>
}

/** As `Watch`, once the store has answered. */
export interface AsyncWatch {
  <S extends StandardSchemaV1>(
    name: string,
    initial: StandardSchemaV1.InferInput<S>,
    options: SchemaOptions<S>,
  ): Promise<SchemaVariable<S>>
  <T>(name: string, initial: T, options?: PlainOptions<NoInfer<T>>): Promise<Variable<T>>
}
