import { decodeValue, encodeValue } from '../value/codec.ts'
import type { Kept } from '../value/kept.ts'
import { decodePatches, encodePatches } from '../value/patch-codec.ts'
import type { Patches } from '../value/path.ts'
import { encodeLine, type Line } from './line.ts'
import type { RevisionKind } from './revision.ts'

/** How a revision's value comes from its parent's: given whole, or by patches. */
export type Change = { readonly whole: Kept } | { readonly patches: Patches }

/** Who, why and for when, as recorded. */
export interface EntryInfo {
  readonly label: string | null
  readonly comment: string | null
  readonly creator: string | null
  /** Milliseconds, like every time below the surface. */
  readonly validFrom: number | null
  readonly validTo: number | null
}

/** What makes an entry. */
export interface EntryFields extends EntryInfo {
  readonly index: number
  readonly kind: RevisionKind
  readonly time: number
  readonly writer: string
  /** Restored (rollback), taken back (undo) or given back (redo); ascending. */
  readonly targets: readonly number[]
  readonly transaction: string | null
  /** Hashes of the gaps that no line named before. */
  readonly namedGaps?: readonly string[]
  readonly change: Change
}

const none: readonly string[] = Object.freeze([])

/** A revision as data: one row of a timeline, made from a change or from a line. */
export class Entry {
  readonly index: number
  readonly kind: RevisionKind
  readonly time: number
  readonly writer: string
  readonly validFrom: number | null
  readonly validTo: number | null
  readonly label: string | null
  readonly comment: string | null
  readonly creator: string | null
  readonly targets: readonly number[]
  readonly transaction: string | null
  readonly namedGaps: readonly string[]
  #change: Change | undefined
  #body: unknown

  constructor(fields: Omit<EntryFields, 'change'> & { readonly change?: Change; readonly body?: unknown }) {
    this.index = fields.index
    this.kind = fields.kind
    this.time = fields.time
    this.writer = fields.writer
    this.validFrom = fields.validFrom
    this.validTo = fields.validTo
    this.label = fields.label
    this.comment = fields.comment
    this.creator = fields.creator
    this.targets = fields.targets
    this.transaction = fields.transaction
    this.namedGaps = fields.namedGaps ?? none
    this.#change = fields.change
    this.#body = fields.body
  }

  /** Decoded when first looked at: most revisions of a long history never are. */
  get change(): Change {
    this.#change ??= decodeChange(this.#body)
    this.#body = undefined
    return this.#change
  }

  toLine(): string {
    const { index: i, kind: k, time: t, writer: w, targets, change } = this
    const header = { i, k, t, w, vf: this.validFrom ?? undefined, vt: this.validTo ?? undefined }
    const info = { l: this.label ?? undefined, c: this.comment ?? undefined, u: this.creator ?? undefined }
    const g = targets.length > 1 ? targets : targets[0]
    const p = this.namedGaps.length > 1 ? this.namedGaps : this.namedGaps[0]
    const body = 'whole' in change ? encodeValue(change.whole) : encodePatches(change.patches)
    return encodeLine({ ...header, ...info, g, x: this.transaction ?? undefined, p }, body)
  }

  static fromLine(line: Line): Entry {
    return new Entry({
      index: line.i,
      kind: line.k,
      time: line.t,
      writer: line.w,
      validFrom: line.vf ?? null,
      validTo: line.vt ?? null,
      label: line.l ?? null,
      comment: line.c ?? null,
      creator: line.u ?? null,
      targets: line.g === undefined ? [] : [line.g].flat(),
      transaction: line.x ?? null,
      namedGaps: line.p === undefined ? none : [line.p].flat(),
      body: line.b,
    })
  }
}

function decodeChange(body: unknown): Change {
  return Array.isArray(body) ? { patches: decodePatches(body) } : { whole: decodeValue(body) }
}
