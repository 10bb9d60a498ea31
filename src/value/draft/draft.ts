import { stand, standingOf } from './current-of.ts'
import { type ContainerNode, Node } from './node.ts'

/** What a draft's Proxy is wrapped around: the way to the node. Consoles look at it, past every trap. */
export interface Target<N extends ContainerNode> {
  node: N
}

/** Around objects, Maps and Sets. */
export class PlainTarget<N extends ContainerNode> implements Target<N> {
  node: N
  constructor(node: N) {
    this.node = node
  }
}

/** Around arrays: only an array makes `Array.isArray` true. */
export class ArrayTarget<N extends ContainerNode> extends Array<unknown> implements Target<N> {
  declare node: N
}

for (const { prototype } of [PlainTarget, ArrayTarget]) {
  Object.defineProperty(prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value(this: object) {
      const standing = standingOf(this)
      return standing instanceof Node && standing.session.isOpen ? plain(this) : '[closed draft]'
    },
  })
}

/** One level of a draft, for a console that goes on with the drafts in it. */
function plain(draft: object): unknown {
  if (draft instanceof Map) return new Map(draft)
  if (draft instanceof Set) return new Set(draft)
  return Array.isArray(draft) ? [...(draft as unknown[])] : { ...draft }
}

/** Makes a node's draft. */
export function makeDraft<T extends Target<ContainerNode>>(target: T, traps: ProxyHandler<T>): object {
  const draft = new Proxy(target, traps)
  stand(draft, target.node)
  return draft
}

/** Finds the node behind a draft, or behind a live leaf, that may still be used; undefined for anything else. */
export function nodeOf(draft: unknown): Node | undefined {
  const standing = typeof draft === 'object' && draft !== null ? standingOf(draft) : undefined
  if (!(standing instanceof Node)) return undefined
  standing.session.check()
  return standing
}
