import { keep } from '../keep.ts'
import type { Kept } from '../kept.ts'
import { isLeaf, type Leaf } from '../leaf.ts'
import type { PathKey } from '../path.ts'
import { stand } from './current-of.ts'
import { Node, type Outcome } from './node.ts'
import type { Session } from './session.ts'

/** A leaf that a recipe looked at: a live copy, compared with the leaf when the recipe is over. */
export class LeafNode extends Node {
  readonly shown: object
  #reading = false

  constructor(session: Session, leaf: Leaf, parent: Node | null, key: PathKey | null) {
    super(session, leaf as unknown as Kept, parent, key)
    this.shown = leaf.copy()
    session.leaves.push(this)
    stand(this.shown, this)
  }

  override current(): unknown {
    // Read by ourselves, or kept by the user after the recipe: then it's an object like any other.
    if (this.#reading || !this.session.isOpen) return undefined
    return super.current()
  }

  /** The leaf for the live copy's present state: its base while it is equal. */
  snapshot(): Kept {
    this.#reading = true
    try {
      const leaf = keep(this.shown, { name: this.session.name, path: this.path }) as unknown
      return isLeaf(leaf) && (this.base as unknown as Leaf).equals(leaf) ? this.base : (leaf as Kept)
    } finally {
      this.#reading = false
    }
  }

  get changed(): boolean {
    return this.snapshot() !== this.base
  }

  get isUntouched(): boolean {
    return false
  }
  settle(): Outcome {
    const final = this.snapshot()
    return {
      final,
      rows: final === this.base ? [] : [{ op: 'whole', value: final, old: this.base }],
      carried: [],
    }
  }
}
