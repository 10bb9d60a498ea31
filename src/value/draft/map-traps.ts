import type { PathKey } from '../path.ts'
import { isPathKey } from '../parse-path.ts'
import { isSimple } from '../flat.ts'
import { refuse } from '../refuse.ts'
import { adopt } from './adopt.ts'
import { collectionTraps, methodOf } from './collection-traps.ts'
import type { MapNode } from './map-node.ts'
import { walk } from './walker.ts'

type Method = (node: MapNode, args: readonly unknown[]) => unknown

/** Maps know one zero only. */
const keyOf = (key: unknown): PathKey => (key === 0 ? 0 : (key as PathKey))

const get = (node: MapNode, key: unknown): unknown => node.read(keyOf(key))

function set(node: MapNode, key: unknown, value: unknown): void {
  if (!isPathKey(key)) {
    refuse(
      node.session.name,
      node.path,
      'Map key',
      `${typeof key} as a Map key`,
      'use a string, number, bigint, boolean or null as key',
    )
  }
  const at = keyOf(key)
  if (isSimple(value)) node.putPrimitive(at, value)
  else node.put(at, adopt(value, node, at))
}

function orInsert(node: MapNode, key: unknown, make: () => unknown): unknown {
  if (!node.has(keyOf(key))) set(node, key, make())
  return get(node, key)
}

const entriesOf = (node: MapNode) => walk(node, node.inside.keys(), key => [key, node.read(key)])

const reading: Record<string, Method> = {
  get: (node, [key]) => get(node, key),
  has: (node, [key]) => node.has(keyOf(key)),
  keys: node => walk(node, node.inside.keys(), key => key),
  values: node => walk(node, node.inside.keys(), key => node.read(key)),
  entries: entriesOf,
  forEach: (node, [fn, self]) => {
    for (const [key, value] of entriesOf(node))
      Reflect.apply(fn as () => unknown, self, [value, key, node.shown])
  },
}
const changing: Record<string, Method> = {
  set: (node, [key, value]) => (set(node, key, value), node.shown),
  delete: (node, [key]) => node.drop(keyOf(key)),
  clear: node => node.clear(),
  getOrInsert: (node, [key, value]) => orInsert(node, key, () => value),
  getOrInsertComputed: (node, [key, make]) =>
    orInsert(node, key, () => (make as (key: unknown) => unknown)(key)),
}

/** What a draft of a Map does. */
export const mapTraps: ProxyHandler<MapNode> = collectionTraps<MapNode>(
  Map.prototype,
  new Map<string | symbol, (...args: unknown[]) => unknown>([
    ...Object.entries(reading).map(([name, method]) => [name, methodOf(name, false, method)] as const),
    ...Object.entries(changing).map(([name, method]) => [name, methodOf(name, true, method)] as const),
    [Symbol.iterator, methodOf('entries', false, entriesOf)],
  ]),
  draft => new Map(draft as Map<unknown, unknown>),
)
