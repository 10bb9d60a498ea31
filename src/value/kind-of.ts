import { isListPrototype } from './list-family.ts'
import { ImmutableMap } from './immutable-map.ts'
import { ImmutableSet } from './immutable-set.ts'
import { isLeaf } from './leaf.ts'

/** The kinds of kept values. */
export type Kind = 'object' | 'array' | 'map' | 'set' | 'list' | 'leaf' | 'primitive'

/** Names the kind of a kept value, or of an open container. */
export function kindOf(kept: unknown): Kind {
  if (typeof kept !== 'object' || kept === null) return 'primitive'
  if (Array.isArray(kept)) return 'array'
  const prototype: unknown = Object.getPrototypeOf(kept)
  if (prototype === Object.prototype || prototype === null) return 'object'
  if (prototype === ImmutableMap.prototype || prototype === Map.prototype) return 'map'
  if (prototype === ImmutableSet.prototype || prototype === Set.prototype) return 'set'
  if (isListPrototype(prototype)) return 'list'
  return isLeaf(kept) ? 'leaf' : 'object'
}
