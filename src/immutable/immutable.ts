import { badOption } from '../options.ts'
import { keep } from '../value/keep.ts'
import { show } from '../value/show.ts'
import { isLeaf } from '../value/leaf.ts'
import { isSealed } from '../value/sealed.ts'
import { callHook } from './hooks.ts'
import { lock } from './lock.ts'
import { checkOwnClass, ownClassOf, type AnyClass } from './own-class-of.ts'

/** What `immutable` has given. */
const locking = new WeakSet<object>()

/** A property that gets its locked value. */
type Change = readonly [key: string | symbol, is: PropertyDescriptor]

/**
 * Makes a class one whose instances are locked as `new` returns them; also a class decorator. `afterCreate()` runs before.
 * Its static members and what its prototype holds are frozen, with all that is in them; what cannot be remembered is refused,
 * and the class left as it was. A subclass is to be given to it as well; `this` is transient in its constructor until then.
 */
export function immutable<C extends AnyClass>(Class: C, context?: ClassDecoratorContext): C {
  if (context !== undefined && context.kind !== 'class')
    throw badOption('immutable', 'context', 'is that of no class: it decorates classes')
  if (locking.has(Class)) return Class
  const checked = checkOwnClass('immutable', Class)
  if (Object.isFrozen(checked)) throw badOption('immutable', 'Class', `${Class.name} is frozen already`)
  const defaults = defaultsOf(Class, checked)
  const statics = context === undefined ? staticsOf(Class) : undefined
  const prototype = ownClassOf('immutable', Class)
  const made: C = new Proxy(Class, {
    construct(target, args, newTarget) {
      const instance = Reflect.construct(target as never, args, newTarget) as object
      // A subclass goes on with it.
      if (newTarget !== made || isSealed(instance)) return instance
      callHook(Object.getPrototypeOf(instance) as object, instance, 'afterCreate')
      lock([instance])
      return instance
    },
  })
  locking.add(made)
  for (const [key, is] of [...defaults, ['constructor', { value: made }] as const])
    Object.defineProperty(prototype, key, is)
  Object.freeze(prototype)
  // Of a decorated class the static members come last.
  if (statics) lockStatics(Class, statics)
  else context?.addInitializer(() => lockStatics(Class, staticsOf(Class)))
  return made
}

function lockStatics(Class: AnyClass, statics: readonly Change[]): void {
  for (const [key, is] of statics) Object.defineProperty(Class, key, is)
  Object.freeze(Class)
}

function staticsOf(Class: AnyClass): readonly Change[] {
  return Reflect.ownKeys(Class).flatMap((key): readonly Change[] => {
    const is = Object.getOwnPropertyDescriptor(Class, key)!
    if (key === 'prototype' || !is.writable || !isData(is.value)) return []
    const locked = lockedData(Class, key, is.value)
    return [[key, isLeaf(locked) ? { get: () => show(locked) } : { value: locked }]]
  })
}

/** A default that stands on the prototype stays one that a constructor can cover. */
function defaultsOf(Class: AnyClass, prototype: object): readonly Change[] {
  return Reflect.ownKeys(prototype).flatMap((key): readonly Change[] => {
    const is = Object.getOwnPropertyDescriptor(prototype, key)!
    if (key === 'constructor' || !('value' in is) || typeof is.value === 'function') return []
    const locked = isData(is.value) ? lockedData(Class, key, is.value) : (is.value as unknown)
    const set = function (this: object, value: unknown): void {
      Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true })
    }
    return [[key, { get: () => show(locked), set }]]
  })
}

const isData = (value: unknown): value is object => typeof value === 'object' && value !== null

function lockedData(Class: AnyClass, key: string | symbol, value: object): unknown {
  return isSealed(value) ? value : keep(value, { name: `${Class.name}.${String(key)}`, converts: true })
}
