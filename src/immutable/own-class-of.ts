import { badOption } from '../options.ts'
import { ImmutableMap } from '../value/immutable-map.ts'
import { ImmutableSet } from '../value/immutable-set.ts'
import { adoptClass, isOwnPrototype } from '../value/own-class.ts'
import { ImmutableList } from '../value/persistent/immutable-list.ts'
import { classOf, takeOver } from '../value/registry.ts'

/** A class with any constructor. */
export type AnyClass = abstract new (...args: never) => object

const collections: readonly object[] = [
  ImmutableList.prototype,
  ImmutableMap.prototype,
  ImmutableSet.prototype,
]

/** Refuses a class whose instances cannot be immutables, and gives their prototype. */
export function checkOwnClass(method: string, Class: AnyClass): object {
  const prototype: unknown = typeof Class === 'function' ? Class.prototype : undefined
  if (typeof prototype !== 'object' || prototype === null)
    throw badOption(method, 'Class', `is ${typeof Class}: give a class`)
  if (collections.includes(prototype)) return prototype
  const name = Class.name || 'the class'
  const behind = builtInBehind(prototype)
  if (behind !== undefined) {
    const why = `${name} extends ${behind}, whose inside cannot be locked with it: put the ${behind} into a field`
    throw badOption(method, 'Class', why)
  }
  const registered = classOf(prototype)
  if (registered?.form && !registered.form.isDefault) {
    const why = `${name} is registered with a way to plain data: an immutable type is registered with a tag only`
    throw badOption(method, 'Class', why)
  }
  return prototype
}

/** As `checkOwnClass`; from then on instances are containers that keep their class. */
export function ownClassOf(method: string, Class: AnyClass): object {
  const prototype = checkOwnClass(method, Class)
  if (collections.includes(prototype) || isOwnPrototype(prototype)) return prototype
  adoptClass(prototype)
  takeOver(prototype)
  return prototype
}

/** Names the class of the language, or the collection, that a class extends; undefined where it is none but Object. */
function builtInBehind(prototype: object): string | undefined {
  for (let at: object | null = prototype; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const Class: unknown = Object.getOwnPropertyDescriptor(at, 'constructor')?.value
    if (typeof Class !== 'function') continue
    if (collections.includes(at)) return Class.name
    // A Proxy around a class, such as `immutable` gives, passes for native.
    if (isOwnPrototype(at)) return undefined
    // A class of a test runner's realm is called Object too.
    if (Function.prototype.toString.call(Class).includes('[native code]') && Class.name !== 'Object')
      return Class.name
  }
  return undefined
}
