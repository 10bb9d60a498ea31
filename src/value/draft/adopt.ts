import { keep } from '../keep.ts'
import type { Kept } from '../kept.ts'
import type { PathKey } from '../path.ts'
import { eachPlace, isSealed, kindOf, type Open, unseal } from '../sealed.ts'
import { ArrayNode } from './array-node.ts'
import { standingOf } from './current-of.ts'
import { MapNode } from './map-node.ts'
import { Node } from './node.ts'
import { ObjectNode } from './object-node.ts'
import { SetNode } from './set-node.ts'

/**
 * Takes in what a recipe puts at a key of a node: a draft of the same recipe as it is, so that both places show the
 * same from then on; anything else as a copy, in which drafts stay drafts.
 */
export function adopt(value: unknown, into: Node, key: PathKey | null): unknown {
  if (typeof value === 'object' && value !== null) {
    const standing = standingOf(value)
    if (standing instanceof Node && standing.session === into.session && into.session.isOpen) return standing
    if (isSealed(value)) return value
  } else if (typeof value !== 'function' && typeof value !== 'symbol') return value
  const { session } = into
  const options = { name: session.name, path: key === null ? into.path : [...into.path, key] }
  const found = (session.found = new Set<Node>())
  let kept: unknown
  try {
    kept = keep(value, options)
  } finally {
    session.found = null
  }
  if (found.size === 0) return kept
  const met = new Set<Node>()
  const slot = opened(kept, into, key, met)
  // A draft inside a leaf, as an Error's cause, can't stay one: then all are taken as they are now.
  return met.size === found.size ? slot : keep(value, options)
}

/** Turns every container with a draft in it into a node that the recipe made. */
function opened(kept: unknown, parent: Node, key: PathKey | null, met: Set<Node>): unknown {
  if (kept instanceof Node) {
    met.add(kept)
    return kept
  }
  const kind = kindOf(kept)
  if (kind === 'primitive' || kind === 'leaf') return kept
  const slots: [PathKey, unknown][] = []
  let fresh = false
  eachPlace(kept, (inner, part) => {
    const slot = opened(part, parent, key, met)
    fresh ||= slot instanceof Node
    slots.push([inner, slot])
  })
  return fresh ? nodeWith(unseal(kept as Kept), slots, parent, key) : kept
}

function nodeWith(open: Open, slots: readonly [PathKey, unknown][], parent: Node, key: PathKey | null): Node {
  const { session } = parent
  if (open instanceof Set)
    return new SetNode(session, undefined, parent, key).own(slots.map(([, slot]) => slot))
  if (Array.isArray(open)) {
    for (const [index, slot] of slots) open[index as number] = slot
    return new ArrayNode(session, undefined, parent, key).own(open)
  }
  const node =
    open instanceof Map
      ? new MapNode(session, undefined, parent, key).own(open as Map<PathKey, unknown>)
      : new ObjectNode(session, undefined, parent, key).own(open)
  for (const [inner, slot] of slots) if (slot instanceof Node) node.place(inner, slot)
  return node
}
