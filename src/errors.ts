import type { AnyRevision, Conflict } from './history/revision.ts'
import type { JsonPatchOperation } from './value/json-patch/operation.ts'
import type { Patch, Path } from './value/path.ts'

/** What each error code carries in `details`. */
export interface ErrorDetails {
  FROZEN: { readonly variable: string }
  OUT_OF_RANGE: { readonly variable: string; readonly index: number; readonly length: number }
  UNKNOWN_VARIABLE: { readonly variable: string; readonly nearest: string | null }
  UNKNOWN_REVISION: {
    readonly variable: string
    readonly ref: string
    readonly pruned: { readonly at: Date; readonly policy: string } | null
  }
  BAD_NAME: { readonly name: string }
  UNKNOWN_BRANCH: { readonly variable: string; readonly branch: string }
  DUPLICATE_NAME: { readonly name: string }
  REJECTED: {
    readonly variable: string
    readonly issues: readonly { readonly message: string; readonly path: Path }[]
  }
  NOT_REMEMBERABLE: { readonly path: Path; readonly type: string }
  LOCKED: { readonly method: string }
  NOT_ROOT: {}
  OUTDATED: { readonly version: number; readonly current: number }
  CONFLICT: {
    readonly variable: string
    readonly expected: AnyRevision
    readonly actual: AnyRevision
    readonly withdrawn: readonly AnyRevision[]
  }
  MERGE_CONFLICT: { readonly variable: string; readonly conflicts: readonly Conflict[] }
  BAD_PATCH: { readonly patch: Patch | JsonPatchOperation }
  BAD_RECIPE: { readonly variable: string | null }
  DRAFT_CLOSED: {}
  BUSY: {}
  NOT_OURS: { readonly file: string }
  TOO_NEW: { readonly found: number; readonly known: number }
  DISK_FULL: { readonly file: string }
  ABORTED: {}
  BAD_OPTION: { readonly option: string; readonly nearest: string | null }
  CORRUPT: { readonly file: string | null; readonly offset: number | null }
  STORE_CLOSED: {}
  NOT_DURABLE: { readonly variable: string }
  READ_ONLY: { readonly file: string }
  MISSING_PACKAGE: { readonly name: string }
  UNSUPPORTED_RUNTIME: { readonly needs: string }
  BAD_MESSAGE: {}
  REFUSED: {}
}

/** Names a kind of error; programs compare this, people read the message. */
export type VarveErrorCode = keyof ErrorDetails

/** The one error class of Varve: `code` says what happened, `details` holds the facts, `message` says what to do. */
export class VarveError<C extends VarveErrorCode = VarveErrorCode> extends Error {
  readonly code: C
  readonly details: ErrorDetails[C]

  constructor(code: C, message: string, details: ErrorDetails[C], options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'VarveError'
    this.code = code
    this.details = details
  }
}

type VarveErrorOf<C extends VarveErrorCode> = C extends VarveErrorCode ? VarveError<C> : never

/**
 * Tells whether an error is Varve's and has one of the codes; without codes, any of them.
 * Compares the code, not the class, so that two copies of the package in one program agree.
 */
export function isVarveError<C extends VarveErrorCode = VarveErrorCode>(
  error: unknown,
  ...codes: C[]
): error is VarveErrorOf<C> {
  if (!(error instanceof Error) || error.name !== 'VarveError') return false
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string') return false
  return codes.length === 0 || (codes as string[]).includes(code)
}
