import type { Patches } from '../value/path.ts'
import type { Snapshot } from '../value/types.ts'

export type { Conflict } from '../value/merge/conflict.ts'

/** How a revision came to be. */
export type RevisionKind =
  'initial' | 'set' | 'update' | 'rollback' | 'undo' | 'redo' | 'merge' | 'delete' | 'revive'

/** A revision whatever the type of its value: who, when, why, and how it differs from its parents. */
export interface AnyRevision {
  readonly index: number
  readonly kind: RevisionKind
  readonly timestamp: Date
  /** When the next revision of its branch was recorded; null for the head. */
  readonly end: Date | null
  readonly validFrom: Date | null
  readonly validTo: Date | null
  readonly label: string | null
  readonly comment: string | null
  readonly creator: string | null
  readonly variable: string
  readonly branch: string
  readonly parents: readonly AnyRevision[]
  /** What was restored (rollback), taken back (undo) or given back (redo). */
  readonly target: AnyRevision | null
  readonly transaction: string | null
  readonly patches: Patches
  readonly origin: Origin | null
  readonly hash: string
  /** The registry or repository that recorded it: a random id, new at each opening. */
  readonly writer: string
  /** False while it is visible here but not yet acknowledged by the store. */
  readonly saved: boolean
  /** The snapshot that was recorded. */
  readonly value: unknown
}

/** One recorded state of one variable. */
export interface Revision<T, S = Snapshot<T>> extends AnyRevision {
  readonly value: S
}

/** The call site of a change, and the revisions it was made from. */
export interface Origin {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly inputs: readonly AnyRevision[]
}
