import type { Head, NamedHead, Outcome, ShownState } from '../store.ts'

/** Where a value stands in what a collection shows: the keys that lead to it, as the form of queries has them. */
export type QueryPath = readonly string[]

/**
 * One condition on what a collection shows of a variable's value. Values are JSON texts in the form of queries; null stands for
 * a place that is not there.
 */
export type Condition =
  | {
      /** It is one of these. With `isNot`, it is none of them. */
      readonly test: 'is'
      readonly path: QueryPath
      readonly values: readonly (string | null)[]
      readonly isNot: boolean
    }
  | {
      /** It is a number, or a text, on this side of another. */
      readonly test: '<' | '<=' | '>' | '>='
      readonly path: QueryPath
      readonly value: number | string
    }
  | {
      /** It is a list with this in it. */
      readonly test: 'has'
      readonly path: QueryPath
      readonly value: string
    }

/** Which variables of a collection. */
export interface MembersQuery {
  readonly collection: string
  /** All must hold. */
  readonly where: readonly Condition[]
  /** Whether also those of which nothing is current. */
  readonly isWithDeleted: boolean
  /** Only this one. */
  readonly key?: string | undefined
}

/** A part of an answer. */
export interface Page {
  readonly skip?: number
  readonly limit: number
}

/** A variable of a collection, as it is shown. */
export interface ShownMember {
  readonly key: string
  readonly variable: string
  readonly head: Head
  readonly version: number
  readonly isCurrent: boolean
}

/** Where a revision stands in the order in which revisions are given. */
export interface RevisionPlace {
  readonly start: number
  readonly key: string
  readonly index: number
}

/** Which revisions of which variables; all that is given must hold. */
export interface RevisionsQuery extends MembersQuery {
  /** In which states; null is that of a rollback or delete. */
  readonly states: readonly (ShownState | null)[]
  readonly creator?: string | undefined
  /** What the comment contains. */
  readonly comment?: string | undefined
  /** Milliseconds; the start itself is left out. */
  readonly startAfter?: number | undefined
  readonly startBefore?: number | undefined
  readonly isReversed: boolean
  /** Only those behind this one, in the order asked for. */
  readonly after?: RevisionPlace | undefined
}

/** A revision of a variable of a collection, as it is shown. */
export interface ShownRevisionOf extends RevisionPlace {
  readonly variable: string
  /** The version that is meant: its own, or what a rollback restored or a delete took away. */
  readonly version: number
  readonly kind: string
  readonly state: ShownState | null
  readonly end: number | null
  readonly label: string | null
  readonly comment: string | null
  readonly creator: string | null
}

/**
 * A store that keeps what units show of their variables (`Unit.shown`) in the same act as the lines, and finds variables and
 * revisions by it.
 *
 * Members come in the order of their keys, revisions in that of start, key and index; texts are ordered by code points. What a
 * unit shows of a variable takes the place of what was shown before; of a revision that was shown before, state and end do. Another
 * variable under the same key is shown no longer, with its revisions.
 *
 * `purge` takes away all there is of a variable, all of its branches, marks and what is shown of it, in one act that is as durable
 * as an append; only while `expected` is the head of `main`, else it is lost as an append would be. Nothing of it can be had
 * afterwards, and its name can be begun anew. A watch does not tell of it.
 */
export interface Querying {
  members(
    query: MembersQuery,
    page: Page & { readonly after?: string | undefined },
  ): Promise<readonly ShownMember[]>
  countMembers(query: MembersQuery): Promise<number>
  revisions(query: RevisionsQuery, page: Page): Promise<readonly ShownRevisionOf[]>
  countRevisions(query: RevisionsQuery): Promise<number>
  /** The heads of `main` of variables whose name begins so, and that are not the ones shown in the collection. */
  unshown(collection: string, prefix: string): Promise<readonly NamedHead[]>
  purge(variable: string, expected: Head): Promise<Outcome>
}
