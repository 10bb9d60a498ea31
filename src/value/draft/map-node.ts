import { mapInside } from '../immutable-map.ts'
import type { PathKey } from '../path.ts'
import { type Open, unseal } from '../sealed.ts'
import { KeyedNode } from './keyed-node.ts'
import type { Finish } from './node.ts'

type Entries = Map<PathKey, unknown>

/** A Map while a recipe runs. */
export class MapNode extends KeyedNode {
  #open: Entries | null = null

  get size(): number {
    return this.#entries.size
  }
  /** Takes an open Map for its content; for Maps made in the recipe. */
  own(open: Entries): this {
    this.#open = open
    return this
  }
  /** The keys, as an iterator that sees what is put while it runs. */
  liveKeys(): Iterator<PathKey> {
    if (this.#open === null) this.open()
    return this.#entries.keys()
  }

  has(key: PathKey): boolean {
    return this.#entries.has(key)
  }
  keys(): Iterable<PathKey> {
    return this.#entries.keys()
  }
  baseKeys(): Iterable<PathKey> {
    return mapInside(this.base as object).keys() as Iterable<PathKey>
  }
  get #entries(): Entries {
    return this.#open ?? (mapInside(this.base as object) as Entries)
  }
  protected get isOpen(): boolean {
    return this.#open !== null
  }
  protected open(): void {
    this.#open = unseal(this.base) as unknown as Entries
  }
  protected at(key: PathKey): unknown {
    return this.#entries.get(key)
  }
  protected store(key: PathKey, slot: unknown): void {
    this.#open!.set(key, slot)
  }
  protected erase(key: PathKey): void {
    this.#open!.delete(key)
  }
  protected filled(finish: Finish, copy: boolean): Open {
    const filled = copy ? new Map(this.#open!) : this.#open!
    for (const [key, kid] of this.kids ?? []) filled.set(key, finish(kid, key))
    return filled
  }
}
