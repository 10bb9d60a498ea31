import { leaving, refusingTraps } from './common-traps.ts'
import type { ContainerNode } from './container-node.ts'
import { refuse } from '../refuse.ts'
import { answers, nodeOf } from './standing.ts'

type Fn = (...args: unknown[]) => unknown

/** What the drafts of Maps, of Sets or of lists do: `methods` work on the node, `size` is read, and nothing may be hung on them. */
export function collectionTraps<N extends ContainerNode & { readonly size: number }>(
  prototype: object,
  methods: ReadonlyMap<string | symbol, Fn>,
  copy: (draft: object) => object,
): ProxyHandler<N> {
  return {
    ...refusingTraps,
    get(node, key, draft) {
      const leave = leaving(node, key)
      if (leave !== undefined) return leave
      node.session.check()
      if (key === 'size') return node.size
      const method = methods.get(key)
      if (method !== undefined) return method
      const other: unknown = Reflect.get(prototype, key, draft)
      const isReader = typeof other === 'function' && key !== 'constructor' && Object.hasOwn(prototype, key)
      // What else reads, and what the language adds to Maps and Sets, works on a copy of what the draft holds.
      return isReader
        ? (...args: unknown[]) => Reflect.apply(other, copy(draft as object), args) as unknown
        : other
    },
    has(node, key) {
      node.session.check()
      return key in prototype
    },
    set: refuseProperty,
    deleteProperty: () => true,
    defineProperty: refuseProperty,
    ownKeys(node) {
      node.session.check()
      return []
    },
    getOwnPropertyDescriptor: () => undefined,
    getPrototypeOf(node) {
      if (!answers(node)) node.session.check()
      return prototype
    },
  }
}

function refuseProperty(node: ContainerNode, key: string | symbol): never {
  return refuse(
    node.session.name,
    [...node.path, String(key)],
    'property',
    'a property of a Map, Set or list',
    'use its methods, like set, add or push',
  )
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
