import { adopt } from './adopt.ts'
import type { ContainerNode } from './container-node.ts'
import { ObjectNode } from './object-node.ts'
import {
  checkDescriptor,
  leaving,
  ordinary,
  refuseSymbol,
  refusingTraps,
  setOnReceiver,
} from './common-traps.ts'
import { answers } from './standing.ts'

/** What a draft of an object does. */
export const objectTraps: ProxyHandler<ObjectNode> = {
  ...refusingTraps,
  get(node, key, draft) {
    if (typeof key === 'symbol') return leaving(node, key) ?? inherited(node, key, draft)
    node.session.check()
    // What nothing inherits is the place's own: the usual case.
    const raw = (node.raw as Record<string, unknown>)[key]
    if (typeof raw === 'number' || typeof raw === 'string' || typeof raw === 'boolean') return raw
    if (node.has(key)) return isPlain(raw) ? partOf(node, key, raw) : node.read(key)
    return inherited(node, key, draft)
  },
  has(node, key) {
    node.session.check()
    return (typeof key === 'string' && node.has(key)) || (node.prototype !== null && key in node.prototype)
  },
  set(node, key, value, receiver) {
    // An object that inherits from the draft gets a property of its own.
    if (receiver !== node.shown) return setOnReceiver(receiver as object, key, value)
    if (typeof key === 'symbol') return refuseSymbol(node, key)
    write(node, key, value)
    return true
  },
  deleteProperty(node, key) {
    node.session.write()
    if (typeof key === 'string') node.drop(key)
    return true
  },
  defineProperty(node, key, descriptor) {
    if (typeof key === 'symbol') return refuseSymbol(node, key)
    checkDescriptor(node, key, descriptor, node.has(key))
    if ('value' in descriptor || !node.has(key)) write(node, key, descriptor.value)
    return true
  },
  ownKeys(node) {
    node.session.check()
    return node.keys()
  },
  getOwnPropertyDescriptor(node, key) {
    node.session.check()
    return typeof key === 'string' && node.has(key) ? { ...ordinary, value: node.read(key) } : undefined
  },
  getPrototypeOf(node) {
    if (!answers(node)) node.session.check()
    return node.prototype
  },
}

function inherited(node: ObjectNode, key: string | symbol, draft: unknown): unknown {
  node.session.check()
  return node.prototype === null ? undefined : (Reflect.get(node.prototype, key, draft) as unknown)
}

function write(node: ObjectNode, key: string, value: unknown): void {
  node.session.write()
  const type = typeof value
  if (type === 'number' || type === 'string' || type === 'boolean' || value === null)
    return node.putPrimitive(key, value)
  node.put(key, adopt(value, node, key))
}

/** The draft of a plain object in a container: most of a way leads through such, so nothing is asked twice. */
export function partOf(node: ContainerNode, key: unknown, raw: object): object {
  const known = node.kids?.get(key)
  if (known !== undefined) return known.shown
  const kid = new ObjectNode(node.session, raw, node, key)
  node.hold(key, kid)
  return (kid.draft = new Proxy(kid, objectTraps))
}

/** A plain object, which no Leaf ever is. */
export function isPlain(raw: unknown): raw is object {
  return typeof raw === 'object' && raw !== null && Object.getPrototypeOf(raw) === Object.prototype
}
