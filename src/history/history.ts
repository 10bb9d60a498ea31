import type { Path, Patches } from '../value/path.ts'
import type { Snapshot } from '../value/types.ts'
import type { Revision, RevisionKind } from './revision.ts'

/**
 * Which revisions to show. All that is given must hold: creator exact, comment contained, bounds strict; then the
 * order; then the batch. `batchSize: 0` gives nothing.
 */
export interface HistoryQuery {
  /** Exactly this creator. */
  readonly creator?: string
  /** Comments that contain this. */
  readonly comment?: string
  /** Exactly this label. */
  readonly label?: string
  readonly kind?: RevisionKind | readonly RevisionKind[]
  /** Only revisions that changed this place. */
  readonly path?: Path | string
  /** Recorded before this instant, not at it. */
  readonly startBefore?: Date
  /** Recorded after this instant, not at it. */
  readonly startAfter?: Date
  /** Newest first; default `false`. */
  readonly reversed?: boolean
  /** How many of those found to leave out first; default 0. */
  readonly batchStart?: number
  /** How many to show at most; default all. */
  readonly batchSize?: number
  /** Default `main`, the only one so far; `*` for all. */
  readonly branch?: string
}

/** A view of revisions: asking costs nothing, revisions are made when looked at. */
export interface History<T, S = Snapshot<T>> extends Iterable<Revision<T, S>> {
  readonly length: number
  /** The revision at a position; negative positions count from the end. */
  at(position: number): Revision<T, S> | undefined
  filter(test: (revision: Revision<T, S>) => boolean): Revision<T, S>[]
  map<R>(fn: (revision: Revision<T, S>, position: number) => R): R[]
  find(test: (revision: Revision<T, S>) => boolean): Revision<T, S> | undefined
  toArray(): Revision<T, S>[]
}

/** How two revisions of a variable differ. */
export interface Diff<T, S = Snapshot<T>> {
  readonly fromIndex: number
  readonly toIndex: number
  readonly fromValue: S
  readonly toValue: S
  readonly elapsedMs: number
  readonly patches: Patches
}

/** A place in a value and the revision that last changed it. */
export interface BlameEntry<T, S = Snapshot<T>> {
  readonly path: Path
  readonly revision: Revision<T, S>
}
