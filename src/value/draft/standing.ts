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

/** What is behind an object that only stands in for a value: of a recipe, or of a selector. */
export interface Behind {
  isShownAs(object: object): boolean
  /** The value for which it stands now, kept. */
  current(): unknown
}

let isAsking = false
let answer: Behind | null = null

/**
 * Called by the trap of a stand-in that is asked for its prototype: tells `behindOf` what is behind it, and whether that was
 * who asked. A mark on each draft would cost more than the draft: 130 ns of 50.
 */
export function answers(behind: Behind): boolean {
  if (isAsking) answer = behind
  return isAsking
}

/** Finds what is behind a draft, a live leaf, or what a selector is given; undefined for any other object. */
export function behindOf(object: object): Behind | undefined {
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
  const behind = answer as Behind | null
  answer = null
  // A Proxy around one passes the question on, and is none.
  return behind !== null && behind.isShownAs(object) ? behind : undefined
}

/** Finds what stands behind a draft or a live leaf; undefined for objects that no recipe was given. */
export function standingOf(object: object): Node | undefined {
  const behind = behindOf(object)
  return behind !== undefined && 'session' in behind ? (behind as Node) : undefined
}

/** Returns what an object stands for now, as a kept value; undefined for one that is itself. */
export function currentOf(object: object): unknown {
  return behindOf(object)?.current()
}

/** Finds the node behind a draft, or behind a live leaf, that may still be used; undefined for anything else. */
export function nodeOf(draft: unknown): Node | undefined {
  const node = typeof draft === 'object' && draft !== null ? standingOf(draft) : undefined
  node?.session.check()
  return node
}
