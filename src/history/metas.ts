import type { EntryMeta } from './entry.ts'

/** How many of the latest are looked through for an equal one. */
const remembered = 8

/** Lets revisions in a row that say the same of who and why share one object. */
export class Metas {
  readonly #latest: EntryMeta[] = []
  #next = 0
  #last: EntryMeta | undefined

  /** The one that is there already, else this one. */
  intern(meta: EntryMeta): EntryMeta {
    if (meta === this.#last) return meta
    for (const known of this.#latest) if (isSame(known, meta)) return (this.#last = known)
    this.#last = meta
    this.#latest[this.#next] = meta
    this.#next = (this.#next + 1) % remembered
    return meta
  }
}

function isSame(a: EntryMeta, b: EntryMeta): boolean {
  return (
    a.kind === b.kind &&
    a.label === b.label &&
    a.creator === b.creator &&
    a.comment === b.comment &&
    a.transaction === b.transaction &&
    a.writer === b.writer &&
    a.validFrom === b.validFrom &&
    a.validTo === b.validTo &&
    a.targets.length + b.targets.length + a.namedGaps.length + b.namedGaps.length === 0
  )
}
