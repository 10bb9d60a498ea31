import type { BlameEntry, Diff, History, HistoryQuery } from '../history/history.ts'
import type { Ref } from '../history/ref.ts'
import type { Retention } from '../history/retention.ts'
import type { Revision } from '../history/revision.ts'
import type { Verification } from '../history/verify.ts'
import type { AbortSignalLike } from '../abort-signal.ts'
import type { Change, ChangeInfo } from '../recorder/info.ts'
import type { Path, Patches } from '../value/path.ts'
import type { AsyncRecipe, Input, Recipe, Snapshot } from '../value/types.ts'
import type { Validator } from './watch-options.ts'

/** What can be read of a variable. */
export interface Readable<T, S = Snapshot<T>> {
  /** Under which it stands in its registry. */
  readonly name: string
  /** The present value, deeply immutable. */
  get value(): S
  /** As `value`. */
  get(): S
  /** Reads one place without a snapshot of the whole; undefined where there is none. `select` is the typed way. */
  peek(path: Path | string, ref?: Ref): unknown
  /**
   * Returns what `fn` makes of the value, now or as of a ref. Now, what it is given only stands in for the value while it runs:
   * no snapshot of the whole is made, but of what it returns. It may not change the variable (`BAD_RECIPE`).
   */
  select<R>(fn: (value: S) => R, ref?: Ref): R
  /** The value as of a ref; `OUT_OF_RANGE`, `UNKNOWN_REVISION` where there is none. */
  at(ref: Ref): S
  /** The revisions, oldest first, as of now; a query filters, orders and cuts them. Asking costs nothing. */
  history(query?: HistoryQuery): History<T, S>
  /** The latest revision: the head. */
  lastChange(): Revision<T, S>
  /** The revision that a ref means; errors as for `at`. */
  revision(ref: Ref): Revision<T, S>
  /** What each revision changed; with two refs, how these two differ. */
  diff(): Diff<T, S>[]
  diff(from: Ref, to: Ref): Diff<T, S>
  /**
   * The revision that last changed a place, looking through rollback, undo and redo; one that was forgotten is
   * `UNKNOWN_REVISION`. Without a place, of every place whose revision is left.
   */
  blame(): readonly BlameEntry<T, S>[]
  blame(place: Path | string | ((value: S) => unknown), ref?: Ref): Revision<T, S>
  /** The named revisions, in the order in which they were named. */
  marks(): ReadonlyMap<string, Revision<T, S>>
  /** Compares values deeply, with another variable's or with a plain one. */
  equals(other: unknown): boolean
  /** Hears of every change after it was recorded, in order; see `subscribe` for one that can be removed. */
  addListener(fn: (variable: this, revision: Revision<T, S>) => void): this
  /** Calls `fn` now and after each change, with a selector only when what it selects is another value; returns the way to stop. */
  subscribe(fn: (value: S) => void): () => void
  subscribe<R>(select: (value: S) => R, fn: (selected: R) => void): () => void
  /**
   * Checks the history: chain of hashes, lines, values, marks and gaps. It looks at what is stored where the store answers
   * at once, else at what is here; `repository.verify()` looks at everything.
   */
  verify(): Verification
  /** The history as NDJSON, line by line: the very lines that a store keeps, with what is needed to read them. */
  export(): Iterable<string>
  /** The value, for `JSON.stringify`. */
  toJSON(): unknown
  /** Iterates over what is recorded from now on, or from a ref on; ends quietly when the signal aborts. */
  changes(options?: {
    readonly signal?: AbortSignalLike
    readonly from?: Ref
  }): AsyncIterableIterator<Revision<T, S>>
  [Symbol.asyncIterator](): AsyncIterableIterator<Revision<T, S>>
  /** Leaves the registry; listeners and iterators end. */
  [Symbol.dispose](): void
}

/** A named holder of a value and its history. */
export interface Variable<T, In = T> extends Readable<T> {
  get value(): Snapshot<T>
  set value(next: Input<In>)
  /** Records a new value; an equal one too, unless the option `equal` says otherwise. */
  set(value: Input<In>, change?: Change): this
  /** Records what the recipe makes of a draft; when it throws, nothing has happened. */
  update(recipe: Recipe<T, In>, change?: Change): this
  /**
   * Sets a value on top of the newest one that is stored, and settles when that is durable. Asynchronous changes of one
   * variable run one after the other, in the order of the calls; `signal` gives up what is not recorded yet (`ABORTED`).
   */
  setAsync(value: Input<In>, change?: Change): Promise<this>
  /**
   * As `update`, with a recipe that may wait. It sees the newest stored value, and runs again when that moved while it
   * ran; settles when what it made is durable.
   */
  updateAsync(recipe: AsyncRecipe<T, In>, change?: Change): Promise<this>
  /** Records patches as an update; one that does not fit is `BAD_PATCH`. */
  apply(patches: Patches, change?: Change): this
  /** Edits a string, an array or a list in place: one row of history, however long the text. */
  splice(
    place: Path | string,
    start: number,
    deleteCount: number,
    insert: string | readonly unknown[],
    change?: Change,
  ): this
  /** Appends a revision with the value that stood at the ref; label by default `rollback to index N`. */
  rollback(ref: Ref, change?: Change): this
  /** Rolls back to the first value; label by default `reset to initial`. */
  reset(change?: Change): this
  /** Takes back the latest change that stands; does nothing at the end. */
  undo(options?: UndoOptions): this
  /** Gives back what undo took, as long as only undo and redo followed. */
  redo(options?: UndoOptions): this
  /** Whether a change stands that `undo` would take back. */
  readonly canUndo: boolean
  /** Whether something was undone that `redo` would give back. */
  readonly canRedo: boolean
  /** Names a revision for good, by default the head; `DUPLICATE_NAME` if another has that name. */
  mark(name: string, ref?: Ref): this
  /**
   * Forgets what the policy does not keep, by default the variable's own retention; see `Retention` for what stays
   * whatever it says. In a store that answers later, `saved` settles when it is done. Nothing is renumbered.
   */
  prune(policy?: Retention): this
  /** Refuses every change through this handle (`FROZEN`) until `thaw`. */
  freeze(): this
  /** Allows changes again. */
  thaw(): this
  /** Whether this handle refuses changes. */
  readonly isFrozen: boolean
  /** Asks this function too, from the next change on. */
  addValidator(fn: Validator<T>): this
  /** Settled when what has been set so far is durable; rejects with `NOT_DURABLE` or `CONFLICT`. */
  readonly saved: Promise<void>
  /**
   * Takes over what others have stored, once what is pending in the repository is saved; listeners hear of each revision.
   * Fails as `flush` of a repository does.
   */
  refresh(): Promise<void>
}

/** How far undo and redo go; `by` takes only changes of that creator. */
export type UndoOptions = ChangeInfo & { readonly steps?: number; readonly by?: string }
