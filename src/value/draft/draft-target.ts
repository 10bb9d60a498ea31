import type { ArrayNode } from './array-node.ts'
import { standingOf } from './standing.ts'

/** What the draft of an array is a Proxy around: only an array makes `Array.isArray` true. */
export class ArrayTarget extends Array<unknown> {
  declare node: ArrayNode
}

/** Lets consoles, which look past every trap, print what is behind a draft. */
export function printedAsDraft(prototype: object): void {
  Object.defineProperty(prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value(this: object) {
      return standingOf(this)?.session.isOpen ? plain(this) : '[closed draft]'
    },
  })
}

/** One level of a draft, for a console that goes on with the drafts in it. */
function plain(draft: object): unknown {
  if (draft instanceof Map) return new Map(draft)
  if (draft instanceof Set) return new Set(draft)
  return Array.isArray(draft) ? [...(draft as unknown[])] : { ...draft }
}
