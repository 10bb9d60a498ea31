import { VarveError } from '../errors.ts'
import { kindOf } from '../value/kind-of.ts'

/** The methods by which an own class has a say in what becomes of its instances. */
export type Hook = 'afterCreate' | 'beforeUpdate' | 'afterUpdate'

/** The prototype of an instance's own class, which may have hooks; null for a collection or plain data. */
export function classPrototype(instance: object): object | null {
  const prototype = Object.getPrototypeOf(instance) as object | null
  return prototype !== Object.prototype && kindOf(instance) === 'object' ? prototype : null
}

/**
 * The hook by which the class of what was updated has its say on what is to come of it; undefined where it has none. It is
 * called by who records that: once, when nothing else stands against it.
 */
export function afterUpdateOf(base: object, value: object): (() => void) | undefined {
  const prototype = classPrototype(base) && classPrototype(value)
  if (!prototype || typeof (prototype as { afterUpdate?: unknown }).afterUpdate !== 'function')
    return undefined
  return () => callHook(prototype, value, 'afterUpdate')
}

/** Calls a hook of a class on an instance or its draft, where it has one. */
export function callHook(prototype: object, instance: object, hook: Hook): void {
  const method: unknown = (prototype as Readonly<Record<Hook, unknown>>)[hook]
  if (typeof method !== 'function') return
  const result: unknown = Reflect.apply(method, instance, [])
  if (typeof (result as { then?: unknown } | null | undefined)?.then !== 'function') return
  void Promise.resolve(result).catch(() => {})
  const message = `${hook} returned a promise: a hook is done when it returns; await first, then change`
  throw new VarveError('BAD_RECIPE', message, { variable: null })
}
