import { setInside } from '../immutable-set.ts'
import { isLeaf } from '../leaf.ts'
import { keep } from '../keep.ts'
import type { Kept } from '../kept.ts'
import type { PathKey } from '../path.ts'
import { type Open, seal, unseal } from '../sealed.ts'
import { ContainerNode, type Finish, Node, type Outcome, showSlot } from './node.ts'
import { setRows } from './set-rows.ts'

/**
 * A Set while a recipe runs. A member is found by its **identity**: a primitive, the kept value it began as, or its node
 * when the recipe put it in; what stands for it may become a node without losing its place.
 */
export class SetNode extends ContainerNode {
  #members: Map<unknown, unknown> | null = null
  /** The identities by position, while they are known. */
  #order: unknown[] | null = null
  /** The identities put and taken since the base; the fresh ones in their order. */
  readonly touched: Map<unknown, 'fresh' | 'gone'> = new Map()

  get isUntouched(): boolean {
    return this.#members === null
  }
  get size(): number {
    return this.#members?.size ?? setInside(this.base as object).size
  }
  /** Takes slots for its content; for Sets made in the recipe. */
  own(slots: Iterable<unknown>): this {
    this.#members = new Map(Array.from(slots, slot => [slot, slot]))
    return this
  }
  get members(): Map<unknown, unknown> {
    return (this.#members ??= new Map(Array.from(setInside(this.base as object), kept => [kept, kept])))
  }

  /** The identity by which a slot's content is, or would be, in the Set. */
  identity(slot: unknown): unknown {
    return slot instanceof Node && this.#members?.get(slot.base) === slot ? slot.base : slot
  }
  has(identity: unknown): boolean {
    return this.#members?.has(identity) ?? setInside(this.base as object).has(identity)
  }
  show(identity: unknown): unknown {
    return showSlot(this.members.get(identity), kept => {
      const node = this.session.make(kept, this.session, this, null)
      this.members.set(identity, node)
      return node
    })
  }
  add(slot: unknown): void {
    const identity = this.identity(slot)
    if (this.has(identity)) return
    this.members.set(identity, slot)
    this.#order?.push(identity)
    this.touched.delete(identity)
    this.touched.set(identity, 'fresh')
  }
  delete(identity: unknown): boolean {
    if (!this.has(identity)) return false
    this.#order = null
    this.touched.set(identity, 'gone')
    return this.members.delete(identity)
  }

  holds(key: PathKey): boolean {
    return Number.isInteger(key) && (key as number) >= 0 && (key as number) < this.size
  }
  slot(position: PathKey): unknown {
    return this.members.get(this.#at(position))
  }
  place<N extends Node>(position: PathKey, node: N): N {
    this.members.set(this.#at(position), node)
    return node
  }
  #at(position: PathKey): unknown {
    return (this.#order ??= [...this.members.keys()])[position as number]
  }
  removeAt(position: number): void {
    const identity = this.#at(position)
    const order = this.#order
    this.delete(identity)
    order?.splice(position, 1)
    this.#order = order
  }
  /** Puts something in at a position, instead of `remove` members there. */
  spliceAt(position: number, remove: 0 | 1, kept: Kept): void {
    if (position === this.size && !this.has(kept)) return this.add(kept)
    const entries = [...this.members]
    const fresh = this.has(kept) ? again(kept) : kept
    for (const [identity] of entries.splice(position, remove, [fresh, fresh]))
      this.touched.set(identity, 'gone')
    this.touched.set(fresh, 'fresh')
    this.#members = new Map(entries)
    this.#order = null
  }

  snapshot(finish: Finish): Kept {
    return seal(this.#filled(finish))
  }
  settle(finish: Finish): Outcome {
    if (this.base === undefined) return { final: seal(this.#filled(finish)), rows: [], carried: [] }
    const { rows, carried, whole } = setRows(this, finish)
    if (rows.length + carried.length === 0) return { final: this.base, rows, carried }
    const final = seal(this.#filled(finish))
    return whole
      ? { final, rows: [{ op: 'whole', value: final, old: this.base }], carried: [] }
      : { final, rows, carried }
  }
  #filled(finish: Finish): Open {
    const filled = new Set<unknown>()
    for (const slot of this.members.values()) {
      const final = slot instanceof Node ? finish(slot, filled.size) : (slot as Kept)
      filled.add(filled.has(final) ? again(final) : final)
    }
    return filled
  }
}

/** Copies what is in a Set already, so that the Set may hold two that are equal. */
function again(kept: Kept): Kept {
  if (isLeaf(kept)) return keep(kept.copy(), { name: 'value' })
  return typeof kept === 'object' && kept !== null ? seal(unseal(kept)) : kept
}
