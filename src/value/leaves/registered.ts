import { VarveError } from '../../errors.ts'
import type { Keeper } from '../keeper.ts'
import type { Kept } from '../kept.ts'
import { Leaf } from '../leaf.ts'
import { heightOf, measureOf, pack, sizeOf } from '../measure.ts'
import { same } from '../same.ts'
import { show } from '../show.ts'
import { thaw } from '../thaw.ts'
import { classOf, classWithTag } from '../registry.ts'
import { StandIn } from './stand-in.ts'

/** An instance of a registered class: its tag and its plain data. */
export class RegisteredLeaf extends Leaf {
  readonly type = 'registered'
  readonly tag: string
  readonly plain: Kept
  override readonly measure: number

  constructor(tag: string, plain: Kept) {
    super()
    this.tag = tag
    this.plain = plain
    const measure = measureOf(plain)
    this.measure = pack(heightOf(measure) + 1, sizeOf(measure))
  }
  copy(): object {
    const known = classWithTag(this.tag)
    if (!known?.form) return new StandIn(this, this.tag, () => show(this.plain))
    try {
      return known.form.from(thaw(this.plain))
    } catch (cause) {
      const message = `The class registered as ${this.tag} can't be made from what was remembered: its "from" throws; see the cause`
      throw new VarveError('CORRUPT', message, { file: null, offset: null }, { cause })
    }
  }
  equals(other: Leaf): boolean {
    return other instanceof RegisteredLeaf && this.tag === other.tag && same(this.plain, other.plain)
  }
}

/** Turns an instance of a registered class into a leaf; undefined when its class isn't registered. */
export function registeredLeaf(object: object, prototype: object | null, keeper: Keeper): Leaf | undefined {
  const known = prototype && classOf(prototype)
  if (!known?.form) return undefined
  let plain: unknown
  try {
    plain = known.form.to(object)
  } catch (cause) {
    return keeper.refuse(known.tag, `an instance of ${known.name} whose "to" throws`, 'see the cause', cause)
  }
  return new RegisteredLeaf(known.tag, keeper.part(null, plain))
}
