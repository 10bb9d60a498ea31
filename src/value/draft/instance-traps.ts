import { className } from '../realm.ts'
import type { ObjectNode } from './object-node.ts'
import { objectTraps } from './object-traps.ts'

/** Tells whether a node stands for an instance of an immutable type. */
export function isOfClass({ prototype }: ObjectNode): boolean {
  return prototype !== null && prototype !== Object.prototype
}

/** What a draft of an instance does: its getters, setters and methods run on the draft. */
export const instanceTraps: ProxyHandler<ObjectNode> = {
  ...objectTraps,
  get(node, key, draft) {
    if (typeof key === 'symbol') return objectTraps.get!(node, key, draft) as unknown
    node.session.check()
    return node.has(key) ? node.read(key) : (Reflect.get(node.prototype!, key, draft) as unknown)
  },
  set(node, key, value, receiver) {
    const accessor = receiver === node.shown && !node.has(key as string) ? accessorOf(node, key) : undefined
    if (accessor === undefined) return objectTraps.set!(node, key, value, receiver)
    node.session.write()
    if (accessor.set === undefined) {
      const what = `${className(node.prototype)}.${String(key)}`
      throw new TypeError(`${what} has a getter and no setter: change what it is computed from`)
    }
    Reflect.apply(accessor.set, receiver, [value])
    return true
  },
}

/** The accessor by which the class of an instance answers for a property; undefined where it has none. */
function accessorOf(node: ObjectNode, key: string | symbol): PropertyDescriptor | undefined {
  for (let at = node.prototype; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const is = Object.getOwnPropertyDescriptor(at, key)
    // `__proto__` is data in what is remembered.
    if (is !== undefined) return 'value' in is || at === Object.prototype ? undefined : is
  }
  return undefined
}
