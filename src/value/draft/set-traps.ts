import { adopt } from './adopt.ts'
import { collectionTraps, methodOf } from './collection-traps.ts'
import type { SetNode } from './set-node.ts'
import { nodeOf } from './standing.ts'
import { walk } from './walker.ts'

/** Sets know one zero only. */
const memberOf = (value: unknown): unknown => (value === 0 ? 0 : value)

type Method = (node: SetNode, args: readonly unknown[]) => unknown

const valuesOf = (node: SetNode) => walk(node, node.inside.values(), member => node.show(member, member))

const reading: Record<string, Method> = {
  has: (node, [value]) => node.has(memberOf(value), nodeOf(value)),
  keys: valuesOf,
  values: valuesOf,
  entries: node =>
    walk(node, node.inside.values(), member => {
      const shown = node.show(member, member)
      return [shown, shown]
    }),
  forEach: (node, [fn, self]) => {
    for (const value of valuesOf(node)) Reflect.apply(fn as () => unknown, self, [value, value, node.shown])
  },
}
const changing: Record<string, Method> = {
  add: (node, [value]) => (node.add(adopt(memberOf(value), node, node.inside.size)), node.shown),
  delete: (node, [value]) => node.delete(memberOf(value), nodeOf(value)),
  clear: node => node.clear(),
}

/** What a draft of a Set does. */
export const setTraps: ProxyHandler<SetNode> = collectionTraps<SetNode>(
  Set.prototype,
  new Map<string | symbol, (...args: unknown[]) => unknown>([
    ...Object.entries(reading).map(([name, method]) => [name, methodOf(name, false, method)] as const),
    ...Object.entries(changing).map(([name, method]) => [name, methodOf(name, true, method)] as const),
    [Symbol.iterator, methodOf('values', false, valuesOf)],
  ]),
  draft => new Set(draft as Set<unknown>),
)
