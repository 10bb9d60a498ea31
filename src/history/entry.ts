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

/** What is recorded of a revision beside its index, its time and its change; revisions share it where it is the same. */
export interface EntryMeta extends EntryInfo {
  readonly kind: RevisionKind
  readonly writer: string
  /** Restored (rollback), taken back (undo) or given back (redo); ascending. */
  readonly targets: readonly number[]
  readonly transaction: string | null
  /** Hashes of the gaps that no line named before. */
  readonly namedGaps: readonly string[]
}

const none: readonly string[] = Object.freeze([])

/** A revision as data, made from the columns of a timeline or from a line. */
export class Entry implements EntryMeta {
  readonly index: number
  readonly time: number
  readonly meta: EntryMeta
  readonly #read: () => Change
  #change: Change | undefined

  constructor(index: number, time: number, meta: EntryMeta, read: () => Change) {
    this.index = index
    this.time = time
    this.meta = meta
    this.#read = read
  }

  get kind(): RevisionKind {
    return this.meta.kind
  }
  get writer(): string {
    return this.meta.writer
  }
  get validFrom(): number | null {
    return this.meta.validFrom
  }
  get validTo(): number | null {
    return this.meta.validTo
  }
  get label(): string | null {
    return this.meta.label
  }
  get comment(): string | null {
    return this.meta.comment
  }
  get creator(): string | null {
    return this.meta.creator
  }
  get targets(): readonly number[] {
    return this.meta.targets
  }
  get transaction(): string | null {
    return this.meta.transaction
  }
  get namedGaps(): readonly string[] {
    return this.meta.namedGaps
  }

  /** Decoded when first looked at: most revisions of a long history never are. */
  get change(): Change {
    return (this.#change ??= this.#read())
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
    const meta = {
      kind: line.k,
      writer: line.w,
      validFrom: line.vf ?? null,
      validTo: line.vt ?? null,
      label: line.l ?? null,
      comment: line.c ?? null,
      creator: line.u ?? null,
      targets: line.g === undefined ? [] : [line.g].flat(),
      transaction: line.x ?? null,
      namedGaps: line.p === undefined ? none : [line.p].flat(),
    }
    return new Entry(line.i, line.t, meta, () => decodeChange(line.b))
  }
}

function decodeChange(body: unknown): Change {
  return Array.isArray(body) ? { patches: decodePatches(body) } : { whole: decodeValue(body) }
}
