import { keep } from '../keep.ts'
import { isLeaf, type Leaf } from '../leaf.ts'
import type { ContainerNode } from './container-node.ts'
import { Node } from './node.ts'
import type { Session } from './session.ts'
import { stand } from './standing.ts'

/** A leaf that a recipe looked at: a live copy, compared with the leaf before anything else is written. */
export class LeafNode extends Node {
  readonly shown: object
  #reading = false

  constructor(session: Session, leaf: object, parent: ContainerNode | null, key: unknown, isRoot = false) {
    super(session, leaf, parent, key, isRoot)
    this.shown = (leaf as Leaf).copy()
    session.leaves ??= []
    session.leaves.push(this)
    stand(this.shown, this)
  }

  isShownAs(object: object): boolean {
    return this.shown === object
  }

  override current(): unknown {
    // Read by ourselves, or kept by the user after the recipe: then it's an object like any other.
    if (this.#reading || !this.session.isOpen) return undefined
    return super.current()
  }

  sealed(): unknown {
    this.flush()
    return this.raw
  }

  get changed(): boolean {
    return !this.#reading && this.#kept() !== this.raw
  }

  /** Writes what was done to the live copy to every place where it stands. */
  flush(): void {
    // What it holds now may itself ask for what was done to leaves.
    if (this.#reading) return
    const next = this.#kept()
    if (next === this.raw) return
    this.session.written = true
    this.replace(next)
  }

  /** The leaf for the live copy's present state: its own while it is equal. */
  #kept(): unknown {
    this.#reading = true
    try {
      const leaf: unknown = keep(this.shown, { name: this.session.name, where: this })
      return isLeaf(leaf) && (this.raw as Leaf).equals(leaf) ? this.raw : leaf
    } finally {
      this.#reading = false
    }
  }
}
