import type { HistoryQuery } from '../history/history.ts'
import type { Change, ChangeInfo } from '../recorder/info.ts'
import type { Resolve } from '../value/merge/conflict.ts'

/** What has become of a locked object that has a history. */
export type RevisionState = 'locked' | 'retired' | 'deleted'

/** What is known of the revision for which an object stands, as of the moment of asking. */
export interface RevisionInfo<T> {
  /** Its number in its history, from 0. */
  readonly version: number
  readonly start: Date
  /** When something else took its place, or it was deleted; null while it is current. */
  readonly end: Date | null
  readonly creator: string | null
  readonly comment: string | null
  readonly label: string | null
  /** `locked` while it is current, `deleted` where its key was deleted while it was, else `retired`. */
  readonly state: RevisionState
  readonly manager: RevisionManager<T>
}

/**
 * Which revisions to show: all that is given must hold; then the order; then the batch. `dropped: true` shows, instead of
 * those in effect, what rollbacks skipped.
 */
export type ManagerQuery = Omit<HistoryQuery, 'path' | 'branch' | 'kind' | 'label'> & {
  readonly dropped?: boolean
}

/**
 * What a change takes beside the value: with `merge`, what was changed meanwhile is merged, else it is a `CONFLICT`; with
 * `equal: true`, an update that changes nothing makes no revision.
 */
export type ManagedChange =
  Change | (Exclude<Change, string> & { readonly merge?: Resolve; readonly equal?: boolean })

/** Who rolls back and why; with `activate: false` (default `true`) nothing is current afterwards. */
export type RollbackOptions = ChangeInfo & { readonly activate?: boolean }

/**
 * The history of one object: its revisions in effect, from the first to the current one, less what rollbacks skipped.
 * Versions are numbered from 0 and never anew; a rollback or delete takes a number as well, and is no version.
 */
export interface RevisionManager<T> {
  /** The revision in effect; undefined after a delete. */
  getCurrentRevision(): T | undefined
  /** How many revisions there are from the first to the current one, or to the last before a delete. */
  getNumberOfRevisions(): number
  /** The revision of a version, also one that was dropped; undefined where there is none. */
  getRevision(version: number): T | undefined
  /** The revisions as of now; each is made when it is looked at. `BAD_OPTION` for what makes no sense. */
  getRevisionHistory(query?: ManagerQuery): Iterable<T>
  /** Records an object as the next revision; `OUTDATED` where `old` is given and is not current. */
  addRevision(next: T, old?: T, change?: ManagedChange): void
  /**
   * Makes an earlier revision current again, under its own version; what came after it is dropped. `UNKNOWN_REVISION` for one
   * that is not of this history.
   */
  rollbackToRevision(revision: T | number, options?: RollbackOptions): void
}
