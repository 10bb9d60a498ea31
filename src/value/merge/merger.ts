import type { ElementKey } from '../diff/differ.ts'
import { isPair } from '../diff/is-pair.ts'
import { keep } from '../keep.ts'
import type { Kept } from '../kept.ts'
import type { PathKey } from '../path.ts'
import { same } from '../same.ts'
import { kindOf, seal } from '../sealed.ts'
import { nothing } from '../types.ts'
import type { Conflict, Resolve } from './conflict.ts'
import { isOneThing, mergeArrays } from './merge-arrays.ts'
import { mergeKeyed } from './merge-keyed.ts'
import { mergeSets } from './merge-sets.ts'
import { absent, hole, type Slot, valueOf } from './slot.ts'

/** How a merge goes. */
export interface MergeSettings {
  readonly resolve?: Resolve | undefined
  readonly keys?: ElementKey | undefined
}

/** One walk over three kept values; what they share is passed over by identity. */
export class Merger {
  readonly conflicts: Conflict[] = []
  readonly keys: ElementKey | undefined
  readonly #resolve: Resolve | undefined
  readonly #trail: PathKey[] = []

  constructor({ resolve, keys }: MergeSettings) {
    this.#resolve = resolve
    this.keys = keys
  }

  /** Where the walk is. */
  get path(): readonly PathKey[] {
    return [...this.#trail]
  }

  /** Merges what the three sides have at the walk's place; gives what one of them has wherever that is the outcome. */
  merge(base: Slot, ours: Slot, theirs: Slot): Slot {
    if (Object.is(ours, theirs) || Object.is(base, theirs)) return ours
    if (Object.is(base, ours)) return theirs
    const [b, o, t] = [base, ours, theirs] as [Kept, Kept, Kept]
    if (isPair(b, o) && isPair(b, t) && !isOneThing(b, o, t)) return this.#inside(b, o, t)
    if (same(o, t) || same(b, t)) return ours
    return same(b, o) ? theirs : this.#settle(base, ours, theirs)
  }

  /** Merges what stands one step further. */
  step(key: PathKey, base: Slot, ours: Slot, theirs: Slot): Slot {
    this.#trail.push(key)
    const merged = this.merge(base, ours, theirs)
    this.#trail.pop()
    return merged
  }

  #inside(base: Kept, ours: Kept, theirs: Kept): Kept {
    const kind = kindOf(base)
    if (kind === 'array') return mergeArrays(this, base, ours, theirs)
    if (kind === 'set') return mergeSets(this, base, ours, theirs)
    return mergeKeyed(this, base, ours, theirs)
  }

  #settle(base: Slot, ours: Slot, theirs: Slot): Slot {
    if (this.#resolve === 'ours') return ours
    if (this.#resolve === 'theirs') return theirs
    const open = {
      path: seal(this.path.slice()),
      base: valueOf(base),
      ours: valueOf(ours),
      theirs: valueOf(theirs),
    }
    // A sealed value itself, so that a Date in it is a copy each time it is read.
    const conflict = seal(open) as unknown as Conflict
    const answer = this.#resolve?.(conflict)
    if (answer !== undefined) return this.#answered(answer, ours, theirs)
    this.conflicts.push(conflict)
    return ours
  }

  #answered(answer: unknown, ours: Slot, theirs: Slot): Slot {
    if (answer !== nothing) return keep(answer, { name: 'value', path: this.path })
    if (ours === absent || theirs === absent) return absent
    return ours === hole || theirs === hole ? hole : undefined
  }
}
