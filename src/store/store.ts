/** Where revisions are kept: one interface. How to add a store stands in `docs/adding-a-store.md`. */

import type { AbortSignalLike } from '../abort-signal.ts'
import type { SealedLines } from '../history/sealed-lines.ts'

export type { SealedLines } from '../history/sealed-lines.ts'

/** How safe an acknowledged append is: gone with the process, with the machine, or not at all. */
export type Durability = 'memory' | 'flushed' | 'fsync' | 'quorum'

/** The last revision of a branch, by index (from 0) and hash (64 hexadecimal digits). */
export interface Head {
  readonly index: number
  readonly hash: string
}

/** A full value beside the lines, which bounds replay; it may be dropped at any time. */
export interface Keyframe {
  readonly index: number
  /** Hash of the revision at `index`; a keyframe whose hash is not that revision's is ignored. */
  readonly hash: string
  /** The encoded value, as `encodeValue` gives it. */
  readonly value: string
}

/** A name given to a revision for good. */
export interface Mark {
  readonly variable: string
  readonly name: string
  readonly index: number
  readonly hash: string
}

/**
 * The lines that one append gives one variable: consecutive revisions on one branch. One that holds no lines, or whose head
 * is not as many lines behind `expected`, is refused: see `append`.
 */
export interface Run {
  readonly variable: string
  readonly branch: string
  /** The head that must stand before this run; null where the branch must not exist yet. */
  readonly expected: Head | null
  /** At least one line; the first has index `expected.index + 1`, or 0. */
  readonly lines: readonly string[]
  /** The head afterwards: index and hash of the last line. */
  readonly head: Head
  /** The value at `head`, where the recorder chose to keep it. */
  readonly keyframe?: string
}

/** All or none: a transaction, or the changes of one variable. */
export interface Unit {
  /** A (variable, branch) at most once; a unit in which one comes twice is refused: see `append`. */
  readonly runs: readonly Run[]
  /** Heads that were read, not written, and must stand. */
  readonly reads?: readonly {
    readonly variable: string
    readonly branch: string
    readonly expected: Head | null
  }[]
  /**
   * Marks set in the same breath; each names a revision that is stored or in this unit. A mark names no branch: where no
   * branch of the variable has its index after this unit, be it behind every head or in a gap, the unit is lost as one
   * that lost to the head of `main`. One that stands already is not looked at again.
   */
  readonly marks?: readonly Mark[]
  /** What collections show of its variables from then on; a store that is not `Querying` passes it over. */
  readonly shown?: readonly Shown[]
}

/** What has become of a version: it is current, was followed, was deleted while it was current, or was skipped by a rollback. */
export type ShownState = 'locked' | 'retired' | 'deleted' | 'dropped'

/** What a collection shows of a variable, as it stands behind a unit. Texts are in the form that every database can hold. */
export interface Shown {
  readonly variable: string
  /** The head of `main` behind the unit. */
  readonly head: Head
  readonly collection: string
  /** Under which it is found; one variable at a time. */
  readonly key: string
  /** The newest version in effect, and whether it is current: after a delete nothing is. */
  readonly version: number
  readonly isCurrent: boolean
  /** The value of that version, as JSON in the form of queries. */
  readonly value: string
  /** Revisions that are new, or of which something else is to be said. */
  readonly revisions: readonly ShownRevision[]
}

/** What is shown of a revision. */
export interface ShownRevision {
  readonly index: number
  /** Its own index; of a rollback or delete, that of the version which it restored or took away. */
  readonly version: number
  readonly kind: string
  /** Null for a rollback or delete, which bears no value. */
  readonly state: ShownState | null
  /** Milliseconds; `end` is null as long as nothing has followed. */
  readonly start: number
  readonly end: number | null
  readonly label: string | null
  readonly comment: string | null
  readonly creator: string | null
}

/**
 * What became of a unit. A lost race is a result, not an error: `actual` is the head found where another was expected,
 * `mark` the one that has the name already, for another revision.
 * `repeated` tells that these very lines were stored before: the unit is answered as the first time.
 */
export type Outcome =
  | { readonly ok: true; readonly repeated: boolean }
  | { readonly ok: false; readonly variable: string; readonly branch: string; readonly actual: Head | null }
  | { readonly ok: false; readonly variable: string; readonly mark: Mark }

/** What a store has of a branch, all of it at one instant. */
export interface StoredBranch {
  readonly head: Head
  /** What is left of the lines from the index on that was asked for, in order. */
  readonly lines: readonly string[]
  readonly keyframe: Keyframe | undefined
  /** All marks of the variable, as `marks` gives them. */
  readonly marks: readonly Mark[]
  /** All gaps of the branch, also those before the first of `lines`; none where the store cannot forget. */
  readonly gaps: readonly Gap[]
}

/** A variable's branch and where it stands. */
export interface NamedHead extends Head {
  readonly variable: string
  readonly branch: string
}

/**
 * A place where revisions are kept.
 *
 * - `append` is one write and, where the store is durable, one fsync. Units are taken in order; each is all or none;
 *   a lost one does not touch the others. When it resolves, what it acknowledged is kept at the level of `durability`.
 *   When it rejects with a VarveError, nothing of it was kept; with `NOT_DURABLE` the disk failed while it was being
 *   kept, so what became of it shows after reopening, and until then every further append fails the same way.
 *   Any other error leaves open what was kept: the same units may be sent again.
 *   Units that make no sense are refused with `REFUSED`, and with them the whole append, before anything of it is kept.
 * - Of any number of writers that expect the same head, exactly one wins.
 * - The same lines sent again are answered `{ ok: true, repeated: true }`, however much was appended since.
 * - `read` gives the lines `from`…`to` (both included, clipped to what there is, without those that were forgotten) in
 *   order, byte for byte as appended; an unknown variable or branch gives none. The store does not parse lines and does
 *   not check the chain; the reader does.
 * - What several calls give may be of different states, since others write meanwhile. `load` gives all of a branch in one:
 *   the lines and gaps lead to the head, and the marks name what is there.
 * - After `close`, every call fails with `STORE_CLOSED`; closing twice is harmless.
 */
export interface Store {
  readonly durability: Durability
  readonly sync: boolean
  append(units: readonly Unit[]): Promise<readonly Outcome[]>
  /** The head of a branch; undefined where there is none. */
  head(variable: string, branch: string): Promise<Head | undefined>
  /** Every head, ordered by variable name (code units), then branch. */
  heads(): Promise<readonly NamedHead[]>
  read(variable: string, branch: string, from: number, to: number): Promise<readonly string[]>
  /** The newest keyframe of a branch that is still kept. */
  keyframe(variable: string, branch: string): Promise<Keyframe | undefined>
  /** The marks of a variable in the order of their names (code units). */
  marks(variable: string): Promise<readonly Mark[]>
  /** Everything of a branch, with the lines from an index on; undefined where it has no head. */
  load(variable: string, branch: string, from: number): Promise<StoredBranch | undefined>
  close(): Promise<void>
}

/** A store that answers at once; every call has a twin with `Sync`, with the same contract. */
export interface SyncStore extends Store {
  readonly sync: true
  appendSync(units: readonly Unit[]): readonly Outcome[]
  headSync(variable: string, branch: string): Head | undefined
  headsSync(): readonly NamedHead[]
  readSync(variable: string, branch: string, from: number, to: number): readonly string[]
  keyframeSync(variable: string, branch: string): Keyframe | undefined
  marksSync(variable: string): readonly Mark[]
  loadSync(variable: string, branch: string, from: number): StoredBranch | undefined
  closeSync(): void
}

/** What is left of consecutive lines that were forgotten. The store keeps it, and looks only at its bounds. */
export interface Gap {
  /** Index of the first line that is gone. */
  readonly first: number
  /** Index of the last line that is gone. */
  readonly last: number
  /** One line of canonical JSON: `docs/format.md` has its fields. */
  readonly record: string
  /** The encoded value after `last`, from which the next line goes on. */
  readonly base: string
}

/** What is to be forgotten of a branch. */
export interface Forgetting {
  readonly variable: string
  readonly branch: string
  /** The head that must stand. */
  readonly expected: Head
  /** All gaps that the branch has afterwards, in order; no two overlap or touch. */
  readonly gaps: readonly Gap[]
}

/**
 * A store that can forget lines.
 *
 * `forget` puts `gaps` in the place of those that the branch has, and takes away every line in them, and a keyframe, in
 * one act that is as durable as an append. It is taken only while `expected` is the head, every gap of before lies within
 * one of `gaps`, no mark of the variable has an index in one, and the head is in none; otherwise it is lost, as an append
 * would be, and nothing changes. Forgetting what is forgotten already, the same gaps again, is answered
 * `{ ok: true, repeated: true }`, also where the head has moved since.
 * A run that is sent again after some of its lines were forgotten is answered as a repeat where the lines that are left
 * are the same, and as one that lost to the head where none is left.
 */
export interface Forgetful {
  /** The gaps of a branch, in order. */
  gaps(variable: string, branch: string): Promise<readonly Gap[]>
  forget(forgetting: Forgetting): Promise<Outcome>
}

/** A forgetful store that answers at once. */
export interface SyncForgetful extends Forgetful {
  gapsSync(variable: string, branch: string): readonly Gap[]
  forgetSync(forgetting: Forgetting): Outcome
}

/** What came of sealing. */
export interface Sealed {
  /** How many lines went into segments by this call; those that were in some already count where they were taken again. */
  readonly lines: number
  /** How many segments these are. */
  readonly segments: number
  /** About how many bytes these lines took before, and take now. */
  readonly bytes: { readonly before: number; readonly after: number }
}

/**
 * A store that can seal lines: many of them are kept together, in columns, in a small part of the room.
 *
 * `seal` seals what is worth it of a branch, older than its newest run. For readers nothing changes: every call answers to
 * the letter as before, a line that is sent again is known, what is sealed can be forgotten. So it expects no head, and loses
 * no race: it takes what it finds, of an unknown branch nothing. It goes by slices, each an act of its own that is all or none
 * and as durable as an append, and lets others write between two; when it fails, what was sealed by then stays so, and
 * whoever calls again goes on. A store may leave lines as they are where sealing would gain little.
 * `loadSealed` gives what `load` gives from index 0 on, without making lines that are sealed: who asks for them makes them, at
 * any time, whatever became of the store. Where the hashes around sealed lines are not known, none is given as sealed.
 */
export interface Sealing {
  seal(variable: string, branch: string): Promise<Sealed>
  loadSealed(variable: string, branch: string): Promise<SealedBranch | undefined>
}

/** A sealing store that answers at once. */
export interface SyncSealing extends Sealing {
  sealSync(variable: string, branch: string): Sealed
  loadSealedSync(variable: string, branch: string): SealedBranch | undefined
}

/** What a store has of a branch: its old lines sealed, in their order from index 0 on, and in `lines` those behind them. */
export interface SealedBranch extends StoredBranch {
  readonly sealed: readonly SealedLines[]
}

/** Heads that moved, and where to go on from. */
export interface Moves {
  /** Give it to `watch` to go on behind these moves; a text that only this store understands. */
  readonly cursor: string
  /** Where each branch that moved stands now, ordered as `heads` does; a branch is there once, however often it moved. */
  readonly heads: readonly NamedHead[]
}

/**
 * A store that tells of moves, whoever made them: this handle, another one, another program.
 *
 * `watch` begins behind `cursor`, without one with what moves from now on; its first answer comes at once, also where
 * nothing moved, so that there is a cursor. No move is ever left out; one may be told twice. A cursor outlives its handle
 * and its program wherever the lines do. It ends when the signal aborts or the store is closed; what keeps it from looking
 * any further is thrown by the answer that is awaited.
 */
export interface Watchful {
  watch(options?: { readonly cursor?: string; readonly signal?: AbortSignalLike }): AsyncIterable<Moves>
}

/**
 * A store that can look for damage in its own file or tables, beside the lines: one sentence for each. It looks at one
 * state, so that what others write meanwhile is not taken for damage.
 */
export interface Checkable {
  check(): Promise<readonly string[]>
}

/** A checkable store that answers at once. */
export interface SyncCheckable extends Checkable {
  checkSync(): readonly string[]
}

/**
 * A store that can keep all others from writing for a while. Who looks, decides and appends in three steps may lose time
 * and again to who writes without a pause; who does it in here wins.
 *
 * `exclusivelySync` runs `fn`, once, while nobody else can write. What `fn` reads, appends and forgets through this handle, by
 * the calls with `Sync`, is of one state and is kept when this returns, as one append; what it awaits comes too late. Within
 * `fn` an append is all or none as ever: of one that fails, and whose error is caught, nothing stays, and the rest goes on.
 * When `fn` throws, or the keeping fails, nothing of all of it is kept; what `fn` throws is thrown, as it is. In `fn`
 * another `exclusivelySync` is part of the first.
 */
export interface SyncExclusive {
  exclusivelySync<R>(fn: () => R): R
}
