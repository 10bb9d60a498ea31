import { VarveError } from '../errors.ts'
import { checkOptions } from '../options.ts'
import { ImmutableMap } from './immutable-map.ts'
import { ImmutableSet } from './immutable-set.ts'
import { isListPrototype } from './list-family.ts'
import { byteClasses } from './leaves/bytes.ts'
import { errorClasses } from './leaves/error.ts'
import { isPrototypeOf } from './realm.ts'
import { isOwnPrototype } from './own-class.ts'
import { addClass, classOf, classWithTag, type Form } from './registry.ts'

/** How a class is remembered. */
export interface RegisterOptions<I extends object, P> {
  /** Stands for the class in what is stored, for good; 1 to 200 characters. */
  readonly tag: string
  /** Gives the plain data of an instance; by default its own enumerable properties. */
  readonly to?: (instance: I) => P
  /** Makes an instance from plain data; by default without calling the constructor. */
  readonly from?: (plain: P) => I
}

// A class with any constructor: `any` is the only type of parameters that every class fits.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyClass = abstract new (...args: any) => object

/** Classes that have a form already. */
const builtIn = [
  'Object',
  'Array',
  'Map',
  'Set',
  'Date',
  'RegExp',
  'URL',
  ...errorClasses,
  ...Object.keys(byteClasses),
]

/**
 * Teaches Varve a class: a tag, and the way to plain data and back. Instances are remembered by their plain data, and
 * each read makes a fresh one. An immutable type is given its tag only: its instances are what is remembered. A tag only
 * ever picks a class registered in this process.
 */
export function register<C extends AnyClass, P>(
  Class: C,
  options: RegisterOptions<InstanceType<C>, P>,
): void {
  if (typeof Class !== 'function' || typeof Class.prototype !== 'object' || Class.prototype === null) {
    refuse('Class', `register: the first argument must be a class, not ${typeof Class}`)
  }
  checkOptions(`register(${Class.name})`, options ?? {}, ['tag', 'to', 'from'])
  const { tag, to, from } = options ?? {}
  if (typeof tag !== 'string' || tag === '' || tag.length > 200 || /\p{Cc}/u.test(tag)) {
    refuse(
      'tag',
      `register(${Class.name}): the tag must be a text of 1 to 200 characters without control characters`,
    )
  }
  if (to !== undefined && typeof to !== 'function')
    refuse('to', `register(${Class.name}): "to" must be a function`)
  if (from !== undefined && typeof from !== 'function')
    refuse('from', `register(${Class.name}): "from" must be a function`)
  const prototype = Class.prototype as object
  const isBuiltIn = builtIn.some(name => isPrototypeOf(prototype, name))
  if (
    isBuiltIn ||
    [ImmutableMap.prototype, ImmutableSet.prototype].includes(prototype as never) ||
    isListPrototype(prototype)
  ) {
    refuse('Class', `register(${Class.name}): a ${Class.name} is remembered without being registered`)
  }
  refuseDouble(Class.name, prototype, tag)
  const isOwn = isOwnPrototype(prototype)
  if (isOwn && (to ?? from) !== undefined) {
    const option = to === undefined ? 'from' : 'to'
    refuse(
      option,
      `register(${Class.name}): "${option}" is not for an immutable type, whose own fields are what is remembered`,
    )
  }
  const form = isOwn
    ? null
    : formOf(prototype, to as Form['to'] | undefined, from as Form['from'] | undefined)
  addClass({ tag, name: Class.name || 'an unnamed class', prototype, form })
}

function formOf(prototype: object, to?: Form['to'], from?: Form['from']): Form {
  return {
    isDefault: (to ?? from) === undefined,
    to: to ?? (instance => ({ ...instance })),
    from: from ?? (plain => revive(prototype, plain)),
  }
}

function refuseDouble(name: string, prototype: object, tag: string): void {
  const known = classOf(prototype)
  if (known)
    refuse('Class', `register(${name}): the class is already registered as "${known.tag}"; register it once`)
  const taken = classWithTag(tag)
  if (taken)
    refuse('tag', `register(${name}): the tag "${tag}" already stands for ${taken.name}; choose another one`)
}

function revive(prototype: object, plain: unknown): object {
  const instance = Object.create(prototype) as object
  for (const [key, value] of Object.entries(plain as object)) {
    Object.defineProperty(instance, key, { value, writable: true, enumerable: true, configurable: true })
  }
  return instance
}

function refuse(option: string, message: string): never {
  throw new VarveError('BAD_OPTION', message, { option, nearest: null })
}
