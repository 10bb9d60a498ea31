import type { Leaf } from '../leaf.ts'

let leafBehind: (standIn: StandIn) => Leaf

/**
 * What a value is shown as whose class this program doesn't have: its tag and its plain data, read-only. Put back
 * into a variable it is remembered as what it was.
 */
export class StandIn {
  readonly #leaf: Leaf
  readonly #data: () => unknown
  /** The tag that its class was registered with, or the name of a built-in class that is missing here. */
  readonly tag: string

  static {
    leafBehind = standIn => standIn.#leaf
  }

  constructor(leaf: Leaf, tag: string, data: () => unknown) {
    this.#leaf = leaf
    this.#data = data
    this.tag = tag
    Object.freeze(this)
  }
  /** Its plain data. */
  get data(): unknown {
    return this.#data()
  }
  toJSON(): unknown {
    return { tag: this.tag, data: this.data }
  }
  static leaf(object: object): Leaf | undefined {
    return #leaf in object ? leafBehind(object as StandIn) : undefined
  }
}
