import { refusingTraps } from './common-traps.ts'
import { nodeOf, type PlainTarget } from './draft.ts'
import type { ContainerNode } from './node.ts'

type Fn = (...args: unknown[]) => unknown

/** What the drafts of Maps or of Sets do: `methods` work on the node, `size` is read, and nothing may be hung on them. */
export function collectionTraps<N extends ContainerNode & { readonly size: number }>(
  prototype: object,
  methods: ReadonlyMap<string | symbol, Fn>,
  copy: (draft: object) => object,
): ProxyHandler<PlainTarget<N>> {
  return {
    ...refusingTraps,
    get({ node }, key, draft) {
      node.session.check()
      if (key === 'size') return node.size
      const method = methods.get(key)
      if (method !== undefined) return method
      const other: unknown = Reflect.get(prototype, key, draft)
      const isReader = typeof other === 'function' && key !== 'constructor' && Object.hasOwn(prototype, key)
      // What the language adds to Maps and Sets works on a copy of what the draft holds.
      return isReader
        ? (...args: unknown[]) => Reflect.apply(other, copy(draft as object), args) as unknown
        : other
    },
    has({ node }, key) {
      node.session.check()
      return key in prototype
    },
    set: () => false,
    deleteProperty: () => true,
    defineProperty: () => false,
    ownKeys({ node }) {
      node.session.check()
      return []
    },
    getOwnPropertyDescriptor: () => undefined,
    getPrototypeOf({ node }) {
      node.session.check()
      return prototype
    },
  }
}

/** Makes a method of drafts out of a function of their nodes. */
export function methodOf<N>(
  name: string,
  writes: boolean,
  method: (node: N, args: readonly unknown[]) => unknown,
): Fn {
  const named = {
    [name](this: unknown, ...args: unknown[]): unknown {
      const node = nodeOf(this)
      if (node === undefined)
        throw new TypeError(`${name} was called on ${String(this)}, which is no draft of a recipe that runs`)
      if (writes) node.session.write()
      return method(node as N, args)
    },
  }
  return named[name]!
}

/** Walks live keys, and refuses once the recipe is over. */
export function* walk<K, T>(
  node: ContainerNode,
  keys: Iterator<K>,
  see: (key: K) => T,
): Generator<T, undefined> {
  for (;;) {
    node.session.check()
    const next = keys.next()
    if (next.done) return
    yield see(next.value)
  }
}
