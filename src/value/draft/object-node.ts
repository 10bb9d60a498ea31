import type { Kept } from '../kept.ts'
import type { Leaf } from '../leaf.ts'
import { markOf } from '../mark.ts'
import type { PathKey } from '../path.ts'
import { bare, type Open, setOwn, unseal } from '../sealed.ts'
import { KeyedNode } from './keyed-node.ts'
import type { Finish, Node } from './node.ts'
import type { Session } from './session.ts'

/** A plain object while a recipe runs. */
export class ObjectNode extends KeyedNode {
  #open: Record<string, unknown> | null = null
  readonly #leaves: ReadonlyMap<string, Leaf> | undefined | null

  constructor(session: Session, base: Kept, parent: Node | null, key: PathKey | null) {
    super(session, base, parent, key)
    this.#leaves = base === undefined ? undefined : markOf(base as object)?.leaves
  }

  get prototype(): object | null {
    return Object.getPrototypeOf(this.#open ?? this.base) as object | null
  }
  /** Takes an open object for its content; for objects made in the recipe. */
  own(open: Record<string, unknown>): this {
    this.#open = open
    return this
  }

  has(key: PathKey): boolean {
    return Object.hasOwn(this.#open ?? (this.base as object), String(key))
  }
  keys(): string[] {
    return Object.keys(this.#open ?? (this.base as object))
  }
  baseKeys(): string[] {
    return Object.keys(this.base as object)
  }
  protected get isOpen(): boolean {
    return this.#open !== null
  }
  protected open(): void {
    this.#open = unseal(this.base) as Record<string, unknown>
  }
  protected at(key: PathKey): unknown {
    const name = String(key)
    const from = this.#open ?? (this.base as unknown as Record<string, unknown>)
    const leaf = this.#open === null ? this.#leaves?.get(name) : undefined
    return leaf ?? (Object.hasOwn(from, name) ? from[name] : undefined)
  }
  protected store(key: PathKey, slot: unknown): void {
    setOwn(this.#open!, String(key), slot)
  }
  protected erase(key: PathKey): void {
    delete this.#open![String(key)]
  }
  protected filled(finish: Finish, copy: boolean): Open {
    const open = this.#open!
    const filled = copy ? Object.assign(this.prototype === null ? bare() : {}, open) : open
    for (const [key, kid] of this.kids ?? []) setOwn(filled, String(key), finish(kid, key))
    return filled
  }
}
