import type { RevisionKind } from '../../history/revision.ts'
import { textOf } from '../../store/querying/storable-text.ts'
import type { ShownRevisionOf } from '../../store/querying/querying.ts'
import { revisionOf } from '../revision-of.ts'
import type { ManagerQuery, RevisionInfo } from '../revision-manager.ts'
import { findRevisions, searchOf } from './find-revisions.ts'
import type { Members } from './members.ts'
import type { Scope } from './scope.ts'

/** One thing that happened to a member of a container. */
export interface ContainerChange<T> {
  readonly key: string
  /** What was done. */
  readonly kind: RevisionKind
  /** The object of the version; of a rollback the one that it restored, of a delete the one that it took away. */
  readonly value: T
  /** What was current before; undefined where nothing was. */
  readonly before: T | undefined
  /** Which version that is; `start`, `end`, who and why are those of what was done. */
  readonly revision: RevisionInfo<T>
}

/** Tells what happened in a scope; what was forgotten since is left out. */
export async function* changesIn<T extends object>(
  members: Members<T>,
  scope: Scope,
  query: ManagerQuery,
): AsyncGenerator<ContainerChange<T>, undefined> {
  const search = searchOf(`${members.name}: changes`, scope, query)
  for await (const row of findRevisions(members.store, search)) {
    const key = members.keyIn(row.variable)
    const history = await members.find(key)
    const value = history?.getRevision(row.version)
    if (!value) continue
    const before = history!.getCurrentAt(row.index - 1)
    yield {
      key,
      kind: row.kind as RevisionKind,
      value,
      before,
      revision: revisionFor(row, revisionOf(value)),
    }
  }
}

/** An act has a time and an author of its own. */
function revisionFor<T>(row: ShownRevisionOf, version: RevisionInfo<T>): RevisionInfo<T> {
  if (row.state !== null) return version
  const text = (stored: string | null) => (stored === null ? null : textOf(stored))
  return Object.freeze({
    ...version,
    start: new Date(row.start),
    end: row.end === null ? null : new Date(row.end),
    label: text(row.label),
    comment: text(row.comment),
    creator: text(row.creator),
  })
}
