import type { EntryInfo } from '../history/entry.ts'
import type { RevisionKind } from '../history/revision.ts'
import type { Kept } from '../value/kept.ts'
import type { Patches } from '../value/path.ts'

/** What becomes a revision, once it is checked. */
export interface Attempt {
  readonly kind: RevisionKind
  readonly value: Kept
  readonly info: EntryInfo
  /** Where they are known already; else they are found by comparing. */
  readonly patches?: Patches
  readonly targets?: readonly number[]
}
