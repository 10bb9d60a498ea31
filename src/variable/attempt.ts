import type { EntryInfo } from '../history/entry.ts'
import type { RevisionKind } from '../history/revision.ts'
import type { Kept } from '../value/kept.ts'
import type { Patches } from '../value/path.ts'
import type { RowLog } from '../value/working/row-log.ts'

/** What becomes a revision, once it is checked. */
export interface Attempt {
  readonly kind: RevisionKind
  readonly info: EntryInfo
  readonly targets?: readonly number[]
  readonly to: Aim
}

/** What is to come of it: a value, with the patches where they are known; or what was done to the value already. */
export type Aim = { readonly value: Kept; readonly patches?: Patches } | { readonly staged: RowLog }
