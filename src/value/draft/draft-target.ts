import type { ArrayNode } from './array-node.ts'
import { isListPrototype } from '../list-family.ts'
import { standingOf } from './standing.ts'

const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom')

/** What the draft of an array is a Proxy around: only an array makes `Array.isArray` true. */
export interface ArrayTarget extends Array<unknown> {
  node: ArrayNode
  [inspect]: () => unknown
}

/** Makes the target for a node. A class of its own for it would take three times as long to make one of. */
export function arrayTarget(node: ArrayNode): ArrayTarget {
  const target = [] as unknown[] as ArrayTarget
  target.node = node
  target[inspect] = print
  return target
}

/** Lets consoles, which look past every trap, print what is behind a draft. */
export function printedAsDraft(prototype: object): void {
  Object.defineProperty(prototype, inspect, { value: print })
}

function print(this: object): unknown {
  return standingOf(this)?.session.isOpen ? plain(this) : '[closed draft]'
}

/** One level of a draft, for a console that goes on with the drafts in it. */
function plain(draft: object): unknown {
  if (draft instanceof Map) return new Map(draft)
  if (draft instanceof Set) return new Set(draft)
  if (Array.isArray(draft)) return [...(draft as unknown[])]
  if (isListPrototype(Object.getPrototypeOf(draft))) return [...(draft as Iterable<unknown>)]
  return { ...draft }
}
