import type { ArrayNode } from './array-node.ts'
import { changing, type Method, searching } from './elements-methods.ts'
import { nodeOf } from './standing.ts'

/** The methods that drafts of arrays don't take from the language: each works on the array behind the draft at once. */
const arrayMethods: ReadonlyMap<string | symbol, (...args: unknown[]) => unknown> = new Map([
  ...Object.entries(changing).map(([name, method]) => own(name, method, true)),
  ...Object.entries(searching).map(([name, method]) => own(name, method, false)),
])

let lastAsked: ArrayNode | null = null

/** Finds a method, and remembers for which array: it is called next, and asking a draft who it is takes 100 ns. */
export function methodOf(
  node: ArrayNode,
  name: string | symbol,
): ((...args: unknown[]) => unknown) | undefined {
  const method = arrayMethods.get(name)
  if (method !== undefined) lastAsked = node
  return method
}

/** Lets go of the array whose method was read last. */
export function forgetAsked(): void {
  lastAsked = null
}

/** The array whose method was read last, where it is this one. */
function asked(draft: unknown): ArrayNode | undefined {
  const node = lastAsked
  lastAsked = null
  if (node === null || !node.isShownAs(draft as object)) return undefined
  node.session.check()
  return node
}

function own(name: string, method: Method, writes: boolean): [string, (...args: unknown[]) => unknown] {
  const named = {
    [name](this: unknown, ...args: unknown[]): unknown {
      const node = asked(this) ?? (Array.isArray(this) ? (nodeOf(this) as ArrayNode | undefined) : undefined)
      if (node === undefined)
        return Reflect.apply(Reflect.get(Array.prototype, name) as () => unknown, this, args)
      if (writes) node.session.write()
      return method(node, args)
    },
  }
  return [name, named[name]!]
}
