import { isLeaf } from '../leaf.ts'
import { isSealed } from '../mark.ts'
import { kindOf } from '../sealed.ts'
import { show } from '../show.ts'
import { released } from '../working/release.ts'
import { ArrayView, MapView, ObjectView, type View } from './views.ts'

/** How many places of what a function returned are looked through for what was only lent to it. */
const few = 10_000

/** What is behind each stand-in. */
const views = new WeakMap<object, View>()

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

  /** What the function sees of a part. */
  show(part: unknown): unknown {
    if (typeof part !== 'object' || part === null || isLeaf(part)) return show(part)
    const known = this.#shown.get(part)
    if (known !== undefined) return known
    const view = this.#viewOf(part)
    if (view === null) return released(part)
    const standIn = new Proxy(view.target, view)
    this.#shown.set(part, standIn)
    views.set(standIn, view)
    return standIn
  }

  #viewOf(part: object): View | null {
    const kind = kindOf(part)
    if (kind === 'array') return new ArrayView(part, this)
    if (kind === 'map') return new MapView(part, this)
    return kind === 'set' ? null : new ObjectView(part, this)
  }

  /** What stands behind a stand-in, handed out; anything else as it is. */
  behind(seen: unknown): unknown {
    const view = typeof seen === 'object' && seen !== null ? views.get(seen) : undefined
    return view === undefined ? seen : view.handOut()
  }

  /** Hands out what the function returned, with what it put into objects and arrays of its own. */
  settle(result: unknown): unknown {
    const own = this.behind(result)
    if (own === result && !this.#settleIn(result, new Set())) this.#handOutAll()
    return own
  }

  /** False where it is not known what all is in there. */
  #settleIn(made: unknown, met: Set<object>): boolean {
    if (typeof made === 'function') return false
    if (typeof made !== 'object' || made === null || isSealed(made) || met.has(made)) return true
    const prototype: unknown = Object.getPrototypeOf(made)
    if (prototype !== Object.prototype && prototype !== null && prototype !== Array.prototype) return false
    met.add(made)
    const keys = Object.keys(made)
    this.#looked += keys.length
    return this.#looked <= few && keys.every(key => this.#settleAt(made as Record<string, unknown>, key, met))
  }

  #settleAt(made: Record<string, unknown>, key: string, met: Set<object>): boolean {
    const is = Object.getOwnPropertyDescriptor(made, key)
    if (is === undefined || !('value' in is)) return false
    const part = this.behind(is.value)
    return part === is.value ? this.#settleIn(part, met) : Reflect.set(made, key, part)
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
