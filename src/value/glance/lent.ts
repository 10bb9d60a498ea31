import { isLeaf } from '../leaf.ts'
import { isSealed, ownedOf } from '../mark.ts'
import { kindOf } from '../sealed.ts'
import { show } from '../show.ts'
import { released } from '../working/release.ts'
import { behindOf } from '../draft/standing.ts'
import { standInFor } from './stand-in.ts'
import { View } from './view.ts'

/** How many places of what a function returned are looked through for what was only lent to it. */
const few = 10_000

/** And how deep: cycles end there. */
const deep = 50

/** What is lent to one run of one function: its parts stand in for those of the value, which stays owned. */
export class Lent {
  /** True while the function runs, and for good once all is handed out, so that nothing changes any more. */
  isOpen = true
  #isAllOut = false
  /** How many places of what was returned were looked through. */
  #looked = 0
  readonly #root: unknown
  /** The stand-in for each container that was looked at. */
  readonly #shown = new Map<object, object>()

  constructor(root: unknown) {
    this.#root = root
  }

  /** What the function sees of a part: what is sealed as it is, since that never changes. */
  show(part: unknown): unknown {
    if (typeof part !== 'object' || part === null || isLeaf(part)) return show(part)
    const known = this.isOpen ? this.#shown.get(part) : undefined
    if (known !== undefined) return known
    if (ownedOf(part) === null) return part
    const kind = kindOf(part)
    if (kind === 'set' || kind === 'list') return released(part)
    const standIn = standInFor(new View(part, this), kind)
    this.#shown.set(part, standIn)
    return standIn
  }

  /** What stands behind a stand-in, handed out; anything else as it is. */
  behind(seen: unknown): unknown {
    const behind = typeof seen === 'object' && seen !== null ? behindOf(seen) : undefined
    return behind instanceof View ? behind.handOut() : seen
  }

  /** Hands out what the function returned, with what it put into objects and arrays of its own. */
  settle(result: unknown): unknown {
    const own = this.behind(result)
    if (own === result && !this.#isSettled(result)) this.#handOutAll()
    return own
  }

  /** Somebody's Proxy may refuse to be looked into, or to be written to. */
  #isSettled(result: unknown): boolean {
    try {
      return this.#settleIn(result, 0)
    } catch {
      return false
    }
  }

  /** False where it is not known what all is in there. */
  #settleIn(made: unknown, depth: number): boolean {
    if (typeof made === 'function') return false
    if (typeof made !== 'object' || made === null || isSealed(made)) return true
    if (depth > deep) return false
    const prototype: unknown = Object.getPrototypeOf(made)
    if (prototype === Date.prototype) return Reflect.ownKeys(made).length === 0
    if (prototype !== Object.prototype && prototype !== null && prototype !== Array.prototype) return false
    const keys = Object.keys(made)
    this.#looked += keys.length
    const isAll = Reflect.ownKeys(made).length === keys.length + (Array.isArray(made) ? 1 : 0)
    return (
      isAll &&
      this.#looked <= few &&
      keys.every(key => this.#settleAt(made as Record<string, unknown>, key, depth))
    )
  }

  #settleAt(made: Record<string, unknown>, key: string, depth: number): boolean {
    const is = Object.getOwnPropertyDescriptor(made, key)
    if (is === undefined || !('value' in is)) return false
    const part = this.behind(is.value)
    return part === is.value ? this.#settleIn(part, depth + 1) : Reflect.set(made, key, part)
  }

  /** What is lent may be anywhere: all of it is handed out, and stays what it is. */
  #handOutAll(): void {
    released(this.#root)
    this.#isAllOut = true
  }

  /** The function is over. */
  end(): void {
    this.isOpen = this.#isAllOut
  }
}
