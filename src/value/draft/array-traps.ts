import { refuse } from '../refuse.ts'
import { adopt } from './adopt.ts'
import { methodOf } from './array-methods.ts'
import type { ArrayNode } from './array-node.ts'
import {
  checkDescriptor,
  leaving,
  ordinary,
  refuseSymbol,
  refusingTraps,
  setOnReceiver,
} from './common-traps.ts'
import type { ArrayTarget } from './draft-target.ts'
import { isPlain, partOf } from './object-traps.ts'
import { answers } from './standing.ts'

/** What a draft of an array does. */
export const arrayTraps: ProxyHandler<ArrayTarget> = {
  ...refusingTraps,
  get({ node }, key, draft) {
    if (typeof key === 'string') {
      node.session.check()
      if (key === 'length') return node.length
      const index = toIndex(key)
      if (index !== -1) {
        const raw = node.list[index]
        return isPlain(raw) && node.has(index) ? partOf(node, index, raw) : node.read(index)
      }
    }
    const leave = leaving(node, key)
    if (leave !== undefined) return leave
    node.session.check()
    return methodOf(node, key) ?? (Reflect.get(Array.prototype, key, draft) as unknown)
  },
  has({ node }, key) {
    node.session.check()
    return isOwn(node, key) || key in Array.prototype
  },
  set({ node }, key, value, receiver) {
    if (receiver !== node.shown) return setOnReceiver(receiver as object, key, value)
    write(node, key, value)
    return true
  },
  deleteProperty({ node }, key) {
    node.session.write()
    const index = toIndex(key)
    if (index !== -1) node.drop(index)
    return key !== 'length'
  },
  defineProperty({ node }, key, descriptor) {
    if (key !== 'length') checkDescriptor(node, String(key), descriptor, isOwn(node, key))
    if ('value' in descriptor || !isOwn(node, key)) write(node, key, descriptor.value)
    return true
  },
  ownKeys({ node }) {
    node.session.check()
    return [...Object.keys(node.list), 'length']
  },
  getOwnPropertyDescriptor({ node }, key) {
    node.session.check()
    if (key === 'length')
      return { value: node.length, writable: true, enumerable: false, configurable: false }
    return isOwn(node, key) ? { ...ordinary, value: node.read(toIndex(key)) } : undefined
  },
  getPrototypeOf({ node }) {
    if (!answers(node)) node.session.check()
    return Array.prototype
  },
}

function isOwn(node: ArrayNode, key: string | symbol): boolean {
  const index = toIndex(key)
  return index === -1 ? key === 'length' : node.has(index)
}

function write(node: ArrayNode, key: string | symbol, value: unknown): void {
  node.session.write()
  if (typeof key === 'symbol') refuseSymbol(node, key)
  if (key === 'length') return node.resize(toLength(value))
  const index = toIndex(key)
  if (index !== -1) return node.put(index, adopt(value, node, index))
  refuse(
    node.session.name,
    [...node.path, key],
    'array property',
    'a named property of an array',
    'use an object',
  )
}

/** The index that a property's name stands for, or -1. By its digits, so that no number is written out to be compared. */
function toIndex(key: string | symbol): number {
  if (typeof key === 'symbol') return -1
  const { length } = key
  if (length === 0 || length > 10 || (length > 1 && key.charCodeAt(0) === 48)) return -1
  let index = 0
  for (let at = 0; at < length; at++) {
    const digit = key.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    index = index * 10 + digit
  }
  return index < 4_294_967_295 ? index : -1
}

function toLength(value: unknown): number {
  const length = Number(value)
  if (length >>> 0 !== length) throw new RangeError('Invalid array length')
  return length
}
