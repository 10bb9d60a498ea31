import type { ElementKey } from '../diff/differ.ts'
import { isPair } from '../diff/is-pair.ts'
import { keep } from '../keep.ts'
import type { Kept } from '../kept.ts'
import type { PathKey } from '../path.ts'
import { whereOf } from '../where.ts'
import { same } from '../same.ts'
import { kindOf, seal } from '../sealed.ts'
import { nothing } from '../types.ts'
import type { Conflict, Resolve } from './conflict.ts'
import { isOneThing, planArrays } from './plan-arrays.ts'
import { planKeyed } from './plan-keyed.ts'
import { planSets } from './plan-sets.ts'
import type { Plan, Sides } from './plan.ts'
import { absent, hole, type Slot, valueOf } from './slot.ts'

/** How a merge goes. */
export interface MergeSettings {
  readonly resolve?: Resolve | undefined
  readonly keys?: ElementKey | undefined
}

/** One walk over three kept values; what they share is passed over by identity. */
export class Merger {
  readonly conflicts: Conflict[] = []
  readonly #keys: ElementKey | undefined
  readonly #resolve: Resolve | undefined
  readonly #trail: PathKey[] = []

  constructor({ resolve, keys }: MergeSettings) {
    this.#resolve = resolve
    this.#keys = keys
  }

  /** Merges what the three sides have at the walk's place; gives what one of them has wherever that is the outcome. */
  merge(base: Slot, ours: Slot, theirs: Slot): Slot {
    if (Object.is(ours, theirs) || Object.is(base, theirs)) return ours
    if (Object.is(base, ours)) return theirs
    const plan = this.#planOf({ base: base as Kept, ours: ours as Kept, theirs: theirs as Kept })
    if (plan === undefined) return this.#choose(base, ours, theirs)
    for (let i = 0; i < plan.order.length; i++) {
      const place = plan.order[i]
      this.#trail.push(plan.step(place))
      plan.take(place, this.merge(plan.base(place), plan.ours(place), plan.theirs(place)))
      this.#trail.pop()
    }
    return plan.finish()
  }

  /** Plans to go into containers of one kind; undefined for anything else. */
  #planOf(sides: Sides<Kept>): Plan | undefined {
    const { base, ours, theirs } = sides
    if (!isPair(base, ours) || !isPair(base, theirs) || isOneThing(sides)) return undefined
    const kind = kindOf(base)
    if (kind === 'array' || kind === 'list')
      return planArrays(sides, { keys: this.#keys, path: [...this.#trail] })
    return kind === 'set' ? planSets(sides) : planKeyed(sides)
  }

  #choose(base: Slot, ours: Slot, theirs: Slot): Slot {
    const [b, o, t] = [base, ours, theirs] as [Kept, Kept, Kept]
    if (same(o, t) || same(b, t)) return ours
    return same(b, o) ? theirs : this.#settle(base, ours, theirs)
  }

  #settle(base: Slot, ours: Slot, theirs: Slot): Slot {
    if (this.#resolve === 'ours') return ours
    if (this.#resolve === 'theirs') return theirs
    const open = {
      path: seal([...this.#trail]),
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
    if (answer !== nothing) return keep(answer, { name: 'value', where: whereOf(this.#trail) })
    if (ours === absent || theirs === absent) return absent
    return ours === hole || theirs === hole ? hole : undefined
  }
}
