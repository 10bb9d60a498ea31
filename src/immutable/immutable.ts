import { badOption } from '../options.ts'
import { keep } from '../value/keep.ts'
import { isSealed } from '../value/sealed.ts'
import { callHook } from './hooks.ts'
import { lock } from './lock.ts'
import { ownClassOf, type AnyClass } from './own-class-of.ts'

/**
 * Makes a class one whose instances are locked as `new` returns them; also a class decorator. `afterCreate()` runs before.
 * Its static members and what its prototype holds are frozen, with all that is in them. A subclass is to be given to it
 * as well; `this` is transient in its constructor until then.
 */
export function immutable<C extends AnyClass>(Class: C, context?: ClassDecoratorContext): C {
  if (context !== undefined && context.kind !== 'class')
    throw badOption('immutable', 'context', 'is that of no class: it decorates classes')
  const prototype = ownClassOf('immutable', Class)
  const locking: C = new Proxy(Class, {
    construct(target, args, newTarget) {
      const instance = Reflect.construct(target as never, args, newTarget) as object
      // A subclass goes on with it.
      if (newTarget !== locking || isSealed(instance)) return instance
      callHook(Object.getPrototypeOf(instance) as object, instance, 'afterCreate')
      lock([instance])
      return instance
    },
  })
  Object.defineProperty(prototype, 'constructor', { value: locking })
  lockDefaults(prototype)
  Object.freeze(prototype)
  // Of a decorated class the static members come last.
  if (context === undefined) lockStatics(Class)
  else context.addInitializer(() => lockStatics(Class))
  return locking
}

function lockStatics(Class: AnyClass): void {
  for (const key of Reflect.ownKeys(Class)) {
    const is = Object.getOwnPropertyDescriptor(Class, key)
    if (key === 'prototype' || !is?.writable || !isData(is.value)) continue
    Object.defineProperty(Class, key, { value: lockedData(Class, key, is.value) })
  }
  Object.freeze(Class)
}

/** A default that stands on the prototype stays one that a constructor can cover. */
function lockDefaults(prototype: object): void {
  for (const key of Reflect.ownKeys(prototype)) {
    const is = Object.getOwnPropertyDescriptor(prototype, key)
    if (key === 'constructor' || is === undefined || !('value' in is) || typeof is.value === 'function')
      continue
    const value = isData(is.value) ? lockedData(prototype.constructor as AnyClass, key, is.value) : is.value
    const get = (): unknown => value
    const set = function (this: object, next: unknown): void {
      Object.defineProperty(this, key, { value: next, writable: true, enumerable: true, configurable: true })
    }
    Object.defineProperty(prototype, key, { get, set, enumerable: is.enumerable ?? false })
  }
}

const isData = (value: unknown): value is object => typeof value === 'object' && value !== null

function lockedData(Class: AnyClass, key: string | symbol, value: object): unknown {
  return isSealed(value) ? value : keep(value, { name: `${Class.name}.${String(key)}`, converts: true })
}
