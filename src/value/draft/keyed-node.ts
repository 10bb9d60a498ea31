import type { Kept } from '../kept.ts'
import type { PathKey } from '../path.ts'
import { type Open, seal } from '../sealed.ts'
import { keyedRows } from './keyed-rows.ts'
import { ContainerNode, type Finish, isThere, Node, type Outcome, showSlot } from './node.ts'

/** What happened to a key: `fresh` when it was put last since the base, whether or not the base had it. */
export type Touch = 'set' | 'fresh' | 'gone'

/** What objects and Maps have in common: named places in an order. */
export abstract class KeyedNode extends ContainerNode {
  /** The nodes, by the key where they stand; they come before what the container itself holds there. */
  protected kids: Map<PathKey, Node> | null = null
  /** The keys written since the base; the fresh ones in the order in which they were put. */
  touched: Map<PathKey, Touch> | null = null

  abstract has(key: PathKey): boolean
  abstract keys(): Iterable<PathKey>
  abstract baseKeys(): Iterable<PathKey>
  protected abstract get isOpen(): boolean
  protected abstract open(): void
  protected abstract at(key: PathKey): unknown
  protected abstract store(key: PathKey, slot: unknown): void
  protected abstract erase(key: PathKey): void
  /** The container with every node replaced by what `finish` gives; a copy, or for good. */
  protected abstract filled(finish: Finish, copy: boolean): Open

  get isUntouched(): boolean {
    return !this.isOpen && this.kids === null
  }
  holds(key: PathKey): boolean {
    return this.has(key)
  }
  slot(key: PathKey): unknown {
    return this.kids?.get(key) ?? this.at(key)
  }

  read(key: PathKey): unknown {
    return showSlot(this.slot(key), kept => this.place(key, this.session.make(kept, this.session, this, key)))
  }

  /** Lets a node stand at a key for what is there. */
  place<N extends Node>(key: PathKey, node: N): N {
    this.kids ??= new Map()
    this.kids.set(key, node)
    return node
  }

  put(key: PathKey, slot: unknown): void {
    const had = this.has(key)
    if (had && isThere(this.slot(key), slot)) return
    if (!this.isOpen) this.open()
    this.#touch(key, had ? 'set' : 'fresh')
    if (slot instanceof Node) this.place(key, slot)
    else this.kids?.delete(key)
    this.store(key, slot instanceof Node ? undefined : slot)
  }

  /** Puts a new key in front of another. */
  putBefore(key: PathKey, slot: unknown, before: PathKey): void {
    const keys = [...this.keys()]
    const from = keys.findIndex(each => isThere(each, before))
    const behind = keys.slice(from).map(each => [each, this.at(each)] as const)
    this.put(key, slot)
    for (const [each] of behind) this.erase(each)
    for (const [each, held] of behind) this.store(each, held)
  }

  drop(key: PathKey): boolean {
    if (!this.has(key)) return false
    if (!this.isOpen) this.open()
    this.#touch(key, 'gone')
    this.kids?.delete(key)
    this.erase(key)
    return true
  }

  #touch(key: PathKey, touch: Touch): void {
    this.touched ??= new Map()
    if (touch === 'fresh') this.touched.delete(key)
    if (touch !== 'set' || !this.touched.has(key)) this.touched.set(key, touch)
  }

  snapshot(finish: Finish): Kept {
    const { kids } = this
    if (!this.isOpen) {
      let changed = false
      for (const [key, kid] of kids ?? []) changed ||= finish(kid, key) !== kid.base
      if (!changed) return this.base
      this.open()
    }
    return seal(this.filled(finish, true))
  }

  settle(finish: Finish): Outcome {
    for (const [key, kid] of this.kids ?? []) finish(kid, key)
    if (this.base === undefined) return { final: seal(this.filled(finish, false)), rows: [], carried: [] }
    const { rows, keys, whole } = keyedRows(this, finish)
    const carried = [...(this.kids ?? [])].filter(
      ([key, kid]) => !keys.has(key) && finish(kid, key) !== kid.base,
    )
    if (rows.length + carried.length === 0) return { final: this.base, rows, carried }
    if (!this.isOpen) this.open()
    const final = seal(this.filled(finish, false))
    return whole
      ? { final, rows: [{ op: 'whole', value: final, old: this.base }], carried: [] }
      : { final, rows, carried }
  }
}
