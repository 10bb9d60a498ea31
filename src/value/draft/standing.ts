import { Given } from '../given.ts'
import type { Node } from './node.ts'

// A private field on the object itself: no reflection sees it, and it costs a tenth of a WeakMap entry.
class Stand extends Given {
  readonly #node: Node

  constructor(object: object, node: Node) {
    super(object)
    this.#node = node
  }
  static of(object: object): Node | undefined {
    return #node in object ? (object as Stand).#node : undefined
  }
}

/** Puts a mark on the live copy of a Leaf handed to a recipe: what stands behind it. Once per object. */
export function stand(object: object, node: Node): void {
  new Stand(object, node)
}

let isAsking = false
let answer: Node | null = null

/**
 * Called by the trap of a draft that is asked for its prototype: tells `standingOf` the node behind it, and whether that
 * was who asked. A mark on each draft would cost more than the draft: 130 ns of 50.
 */
export function answers(node: Node): boolean {
  if (isAsking) answer = node
  return isAsking
}

/** Finds what stands behind a draft or a live leaf; undefined for objects that no recipe was given. */
export function standingOf(object: object): Node | undefined {
  const stands = Stand.of(object)
  if (stands !== undefined) return stands
  answer = null
  isAsking = true
  try {
    Object.getPrototypeOf(object)
  } catch {
    // Somebody's Proxy; who reads it for good hears of it then.
  } finally {
    isAsking = false
  }
  const node = answer as Node | null
  answer = null
  // A Proxy around a draft passes the question on, and is no draft.
  return node !== null && node.isShownAs(object) ? node : undefined
}

/** Returns what a draft or a live leaf stands for now, as a kept value; undefined for any other object. */
export function currentOf(object: object): unknown {
  return standingOf(object)?.current()
}

/** Finds the node behind a draft, or behind a live leaf, that may still be used; undefined for anything else. */
export function nodeOf(draft: unknown): Node | undefined {
  const node = typeof draft === 'object' && draft !== null ? standingOf(draft) : undefined
  node?.session.check()
  return node
}
