import type { Keeper } from '../keeper.ts'
import { Leaf } from '../leaf.ts'
import { isPrototypeOf } from '../realm.ts'
import { refuseExtras } from './refuse-extras.ts'

/** A Date, valid or not. */
export class DateLeaf extends Leaf {
  readonly type = 'Date'
  readonly time: number

  constructor(time: number) {
    super()
    this.time = time
  }
  copy(): Date {
    return new Date(this.time)
  }
  equals(other: Leaf): boolean {
    return other instanceof DateLeaf && Object.is(this.time, other.time)
  }
}

/** Reads a Date through the language's own method; undefined when it is none. */
export function dateLeaf(object: object, prototype: object | null, keeper: Keeper): Leaf | undefined {
  if (!isPrototypeOf(prototype, 'Date')) return undefined
  let time: number
  try {
    time = Date.prototype.getTime.call(object)
  } catch {
    return undefined
  }
  refuseExtras(object, 0, 'Date', keeper)
  return new DateLeaf(time)
}
