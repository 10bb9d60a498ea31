import { isVarveError } from '../errors.ts'
import { keep } from '../value/keep.ts'
import type { Kept } from '../value/kept.ts'
import { same } from '../value/same.ts'

/** What a selector gave, held so that a later one can be told from it: a Date or a list made anew may be the same. */
export class Selection {
  readonly value: unknown
  readonly #kept: { readonly value: Kept } | undefined

  constructor(value: unknown) {
    this.value = value
    this.#kept = kept(value)
  }

  equals(other: Selection): boolean {
    if (this.#kept && other.#kept) return same(this.#kept.value, other.#kept.value)
    return Object.is(this.value, other.value)
  }
}

/** Undefined for what cannot be remembered; that is compared by identity. */
function kept(value: unknown): { readonly value: Kept } | undefined {
  try {
    return { value: keep(value, { name: 'selected' }) }
  } catch (error) {
    if (isVarveError(error, 'NOT_REMEMBERABLE')) return undefined
    throw error
  }
}
