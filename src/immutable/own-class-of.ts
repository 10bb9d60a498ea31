import { badOption } from '../options.ts'
import { adoptClass, isOwnPrototype } from '../value/own-class.ts'
import { ImmutableList } from '../value/persistent/immutable-list.ts'
import { ImmutableMap } from '../value/immutable-map.ts'
import { ImmutableSet } from '../value/immutable-set.ts'
import { classOf } from '../value/registry.ts'

/** A class with any constructor. */
export type AnyClass = abstract new (...args: never) => object

/** Makes sure that instances of a class can be immutables, and gives their prototype. */
export function ownClassOf(method: string, Class: AnyClass): object {
  const prototype: unknown = typeof Class === 'function' ? Class.prototype : undefined
  if (typeof prototype !== 'object' || prototype === null)
    throw badOption(method, 'Class', `is ${typeof Class}: give a class`)
  if (isCollection(prototype) || isOwnPrototype(prototype)) return prototype
  const native = nativeBehind(prototype)
  if (native !== undefined) {
    const why = `${Class.name || 'the class'} extends ${native}, whose inside cannot be locked: put the ${native} into a field`
    throw badOption(method, 'Class', why)
  }
  if (classOf(prototype)) {
    const why = `${Class.name || 'it'} is registered with a way to plain data: an immutable type is registered with a tag only`
    throw badOption(method, 'Class', why)
  }
  adoptClass(prototype)
  return prototype
}

function isCollection(prototype: object): boolean {
  return (
    prototype === ImmutableList.prototype ||
    prototype === ImmutableMap.prototype ||
    prototype === ImmutableSet.prototype
  )
}

/** Names the built-in class that a class extends, other than Object. */
function nativeBehind(prototype: object): string | undefined {
  for (let at: object | null = prototype; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    // A Proxy around a class, such as `immutable` gives, passes for native.
    if (isOwnPrototype(at)) return undefined
    const Class: unknown = Object.getOwnPropertyDescriptor(at, 'constructor')?.value
    const isNative =
      typeof Class === 'function' && Function.prototype.toString.call(Class).includes('[native code]')
    // A class of a test runner's realm is called Object too.
    if (isNative && Class.name !== 'Object') return Class.name
  }
  return undefined
}
