/** The methods by which an own class has a say in what becomes of its instances. */
export type Hook = 'afterCreate' | 'beforeUpdate' | 'afterUpdate'

/** Calls a hook of an instance's class, where it has one. */
export function callHook(instance: object, hook: Hook): void {
  const prototype = Object.getPrototypeOf(instance) as object | null
  // A plain object has none, whatever is called so in it.
  if (prototype === null || prototype === Object.prototype || Array.isArray(instance)) return
  const method: unknown = Reflect.get(prototype, hook, instance)
  if (typeof method === 'function') Reflect.apply(method, instance, [])
}
