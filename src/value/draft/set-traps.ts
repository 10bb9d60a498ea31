import { adopt } from './adopt.ts'
import { collectionTraps, methodOf, walk } from './collection-traps.ts'
import { nodeOf, type PlainTarget } from './draft.ts'
import type { SetNode } from './set-node.ts'

type Method = (node: SetNode, args: readonly unknown[]) => unknown

/** The identity that something has in a Set: of a draft its node's, of a snapshot its own. */
const identity = (node: SetNode, value: unknown): unknown => node.identity(nodeOf(value) ?? value)

const valuesOf = (node: SetNode) => walk(node, node.members.keys(), each => node.show(each))

const reading: Record<string, Method> = {
  has: (node, [value]) => node.has(identity(node, value)),
  keys: valuesOf,
  values: valuesOf,
  entries: node => walk(node, node.members.keys(), each => [node.show(each), node.show(each)]),
  forEach: (node, [fn, self]) => {
    for (const value of valuesOf(node)) Reflect.apply(fn as () => unknown, self, [value, value, node.shown])
  },
}
const changing: Record<string, Method> = {
  add: (node, [value]) => (node.add(adopt(value, node, node.size)), node.shown),
  delete: (node, [value]) => node.delete(identity(node, value)),
  clear: node => {
    for (const each of [...node.members.keys()]) node.delete(each)
  },
}

/** What a draft of a Set does. */
export const setTraps: ProxyHandler<PlainTarget<SetNode>> = collectionTraps<SetNode>(
  Set.prototype,
  new Map<string | symbol, (...args: unknown[]) => unknown>([
    ...Object.entries(reading).map(([name, method]) => [name, methodOf(name, false, method)] as const),
    ...Object.entries(changing).map(([name, method]) => [name, methodOf(name, true, method)] as const),
    [Symbol.iterator, methodOf('values', false, valuesOf)],
  ]),
  draft => new Set(draft as Set<unknown>),
)
