import type { Keeper } from '../keeper.ts'
import type { Kept } from '../kept.ts'
import { Leaf } from '../leaf.ts'
import { heightOf, measureOf, pack, sizeOf } from '../measure.ts'
import { eachPlace } from '../places.ts'
import { isPrototypeOf } from '../realm.ts'
import { same } from '../same.ts'
import { show } from '../show.ts'
import { StandIn } from './stand-in.ts'

/** The error classes of the language; instances of other ones need `register`. */
export const errorClasses: readonly string[] = [
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  'EvalError',
  'URIError',
  'AggregateError',
  'SuppressedError',
]

/** An Error: its class, its hidden properties (message, stack, cause, errors) and the ones that show. */
export class ErrorLeaf extends Leaf {
  readonly type: string
  readonly hidden: Kept
  readonly shown: Kept
  override readonly measure: number

  /** `hidden` and `shown` are sealed plain objects. */
  constructor(type: string, hidden: Kept, shown: Kept) {
    super()
    this.type = type
    this.hidden = hidden
    this.shown = shown
    const [a, b] = [measureOf(hidden), measureOf(shown)]
    this.measure = pack(Math.max(heightOf(a), heightOf(b)) + 1, sizeOf(a) + sizeOf(b))
  }
  copy(read: (kept: unknown) => unknown = show): object {
    const Class = (globalThis as Record<string, unknown>)[this.type] as { prototype: object } | undefined
    if (Class === undefined) return new StandIn(this, this.type, () => show(this.hidden))
    // Made by Error itself, so that it is an Error also for those who look inside; then dressed as its class.
    const copy = new Error()
    Object.setPrototypeOf(copy, Class.prototype)
    Reflect.deleteProperty(copy, 'stack')
    define(copy, this.hidden, false, read)
    define(copy, this.shown, true, read)
    return copy
  }
  equals(other: Leaf): boolean {
    if (!(other instanceof ErrorLeaf) || this.type !== other.type) return false
    return same(this.hidden, other.hidden) && same(this.shown, other.shown)
  }
}

function define(error: Error, properties: Kept, enumerable: boolean, read: (kept: unknown) => unknown): void {
  eachPlace(properties, (key, kept) => {
    const value = read(kept)
    Object.defineProperty(error, String(key), { value, enumerable, writable: true, configurable: true })
  })
}

/** Reads an Error of one of the language's classes with its own properties; undefined when it is none. */
export function errorLeaf(object: object, prototype: object | null, keeper: Keeper): Leaf | undefined {
  const type = errorClasses.find(name => isPrototypeOf(prototype, name))
  if (type === undefined || !isError(object)) return undefined
  const hidden: Record<string, unknown> = {}
  const shown: Record<string, unknown> = {}
  for (const key of Reflect.ownKeys(object)) {
    if (typeof key === 'symbol')
      return keeper.refuse('symbol key', `a property called ${String(key)}`, 'use a string as its name')
    let value: unknown
    try {
      value = (object as Record<string, unknown>)[key]
    } catch (error) {
      return keeper.refuse('getter', `an Error whose ${key} throws when it is read`, 'see the cause', error)
    }
    const enumerable = Object.getOwnPropertyDescriptor(object, key)?.enumerable
    const properties = enumerable ? shown : hidden
    // A program may turn stacks into anything (Error.prepareStackTrace); only a text is worth keeping.
    if (key === 'stack' && typeof value !== 'string') continue
    Object.defineProperty(properties, key, { value, writable: true, enumerable: true, configurable: true })
  }
  return new ErrorLeaf(type, keepAll(hidden, keeper), keepAll(shown, keeper))
}

function keepAll(properties: Record<string, unknown>, keeper: Keeper): Kept {
  return keeper.part(null, properties)
}

function isError(object: object): boolean {
  const native = (Error as { isError?: (x: unknown) => boolean }).isError
  return native ? native(object) : Object.prototype.toString.call(object) === '[object Error]'
}
