import type { Keeper } from '../keeper.ts'
import { Leaf } from '../leaf.ts'
import { StandIn } from './stand-in.ts'
import { refuseExtras } from './refuse-extras.ts'

/** All that is needed of a Temporal class, which the language doesn't declare yet. */
interface TemporalClass {
  readonly prototype: object & { toString(): string }
  from(text: string): { toString(): string }
}

/** The Temporal classes that can be remembered. */
const temporalClasses: readonly string[] = [
  'Instant',
  'ZonedDateTime',
  'PlainDate',
  'PlainTime',
  'PlainDateTime',
  'PlainYearMonth',
  'PlainMonthDay',
  'Duration',
]

/** A Temporal value: its class and its text, which says all of it. */
export class TemporalLeaf extends Leaf {
  readonly type: string
  readonly text: string

  /** `type` without `Temporal.` in front. */
  constructor(type: string, text: string) {
    super()
    this.type = type
    this.text = text
  }
  copy(): object {
    return (
      temporalClass(this.type)?.from(this.text) ?? new StandIn(this, `Temporal.${this.type}`, () => this.text)
    )
  }
  equals(other: Leaf): boolean {
    return other instanceof TemporalLeaf && this.type === other.type && this.text === other.text
  }
}

/** Reads a Temporal value through its class's own method; undefined when it is none, or there is no Temporal. */
export function temporalLeaf(object: object, prototype: object | null, keeper: Keeper): Leaf | undefined {
  const type = temporalClasses.find(name => temporalClass(name)?.prototype === prototype)
  if (type === undefined) return undefined
  let text: string
  try {
    text = temporalClass(type)!.prototype.toString.call(object)
  } catch {
    return undefined
  }
  refuseExtras(object, 0, `Temporal.${type}`, keeper)
  return new TemporalLeaf(type, text)
}

/** Tells whether a text is a Temporal value's own text; where there is no Temporal, whether it could be. */
export function isTemporalText(type: string, text: string): boolean {
  if (!temporalClasses.includes(type)) return false
  const Class = temporalClass(type)
  if (Class === undefined) return true
  try {
    return Class.from(text).toString() === text
  } catch {
    return false
  }
}

function temporalClass(name: string): TemporalClass | undefined {
  return (globalThis as unknown as { Temporal?: Record<string, TemporalClass> }).Temporal?.[name]
}
