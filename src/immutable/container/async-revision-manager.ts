import type { ManagerQuery, RollbackOptions } from '../revision-manager.ts'

/**
 * The history of one key of a container, as a `RevisionManager`, with answers that come later. `UNKNOWN_VARIABLE` where there never
 * was anything under the key.
 */
export interface AsyncRevisionManager<T> {
  /** The revision in effect; undefined after a delete. */
  getCurrentRevision(): Promise<T | undefined>
  /** How many revisions there are from the first to the current one, or to the last before a delete. */
  getNumberOfRevisions(): Promise<number>
  /** The revision of a version, also one that was dropped; undefined where there is none. */
  getRevision(version: number): Promise<T | undefined>
  /** The revisions as of now; the store finds them. `BAD_OPTION` for what makes no sense. */
  getRevisionHistory(query?: ManagerQuery): Promise<readonly T[]>
  /** As that of a `RevisionManager`, durable when the promise is fulfilled. */
  rollbackToRevision(revision: T | number, options?: RollbackOptions): Promise<void>
}
