import { VarveError } from '../errors.ts'
import { badOption } from '../options.ts'
import { isMap } from '../value/immutable-map.ts'
import { isSet } from '../value/immutable-set.ts'
import { isList } from '../value/list-family.ts'
import { isOwnPrototype } from '../value/own-class.ts'
import { className } from '../value/realm.ts'
import { isSealed } from '../value/sealed.ts'
import type { Snapshot } from '../value/types.ts'
import { admitObject } from './admit-object.ts'
import { callHook, classPrototype } from './hooks.ts'
import { lock } from './lock.ts'
import { checkOwnClass, ownClassOf } from './own-class-of.ts'

// A class with any constructor: `any` is the only type of parameters that every class fits.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type CreatableClass = abstract new (...args: any) => object
type Constructor = new (...args: unknown[]) => object

/**
 * Makes an instance of a class, or takes plain data in, and locks it with all in it: it is a root. `afterCreate()` runs
 * before it is locked. Throws NOT_REMEMBERABLE with the path of the first thing that cannot be remembered.
 */
export function create<C extends CreatableClass>(Class: C, ...args: ConstructorParameters<C>): InstanceType<C>
export function create<T extends object>(plain: T extends CreatableClass ? never : T): Snapshot<T>
export function create(what: unknown, ...args: unknown[]): unknown {
  if (typeof what !== 'function') return admitObject(what, 'create')
  const instance = construct('create', what as CreatableClass, args)
  lock([instance])
  return instance
}

/**
 * Makes many instances of a class: `build` is given what makes one, as often as it likes. All are locked when it returns,
 * and none when it throws. Gives what `build` returned.
 */
export function createMany<C extends CreatableClass, R>(
  Class: C,
  build: (make: (...args: ConstructorParameters<C>) => InstanceType<C>) => R,
): R {
  checkOwnClass('createMany', Class)
  if (typeof build !== 'function') throw badOption('createMany', 'build', 'is no function')
  const made: object[] = []
  let isOver = false
  const make = (...args: unknown[]): object => {
    if (isOver)
      throw new VarveError('REFUSED', 'createMany: it is over; make the instances while it runs', {})
    const instance = construct('createMany', Class, args)
    made.push(instance)
    return instance
  }
  try {
    const result = build(make as never)
    refusePromise(result)
    lock(made)
    return result
  } finally {
    isOver = true
  }
}

function construct(method: string, Class: CreatableClass, args: readonly unknown[]): object {
  checkOwnClass(method, Class)
  const instance = new (Class as unknown as Constructor)(...args)
  // A class that `immutable` was given locks what it makes, and has called it then.
  if (isSealed(instance)) return instance
  ownClassOf(method, Class)
  checkMade(method, Class, instance)
  const prototype = classPrototype(instance)
  if (prototype !== null) callHook(prototype, instance, 'afterCreate')
  return instance
}

/** A constructor may return what is of no class of one's own. */
function checkMade(method: string, Class: CreatableClass, instance: object): void {
  const prototype = Object.getPrototypeOf(instance) as object | null
  if (isOwnPrototype(prototype) || isList(instance) || isMap(instance) || isSet(instance)) return
  const why = `has a constructor that returns an instance of ${className(prototype)}, which is not of ${Class.name || 'the class'}`
  throw badOption(method, 'Class', why)
}

function refusePromise(result: unknown): void {
  if (typeof (result as { then?: unknown } | null | undefined)?.then !== 'function') return
  void Promise.resolve(result).catch(() => {})
  const message = 'createMany: its function returned a promise; await first, then create'
  throw new VarveError('BAD_RECIPE', message, { variable: null })
}
