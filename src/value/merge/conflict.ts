import type { Path } from '../path.ts'

/** A place that two sides changed differently; `undefined` also where there is nothing, as on the side that removed it. */
export interface Conflict {
  readonly path: Path
  readonly base: unknown
  readonly ours: unknown
  readonly theirs: unknown
}

/** Answers the value to keep; `undefined` leaves the conflict open, `nothing` removes what one side removed. */
export type Resolver = (conflict: Conflict) => unknown
/** Whose value is kept at a conflict, or who decides it. */
export type Resolve = 'ours' | 'theirs' | Resolver
