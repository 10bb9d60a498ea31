import type { Path, PathKey } from '../path.ts'

/** One place in a value, interned: the same path is the same node, and a row of a log refers to it by one word. */
export class PathNode {
  readonly parent: PathNode | null
  readonly key: PathKey
  #kids: Map<PathKey, PathNode> | null = null

  constructor(parent: PathNode | null, key: PathKey) {
    this.parent = parent
    this.key = key
  }

  /** The node of the value itself. */
  static root(): PathNode {
    return new PathNode(null, null)
  }

  child(key: PathKey): PathNode {
    // Paths brought in may say -0, which no container knows.
    if (key === 0) key = 0
    const kids = (this.#kids ??= new Map())
    let kid = kids.get(key)
    if (kid === undefined) kids.set(key, (kid = new PathNode(this, key)))
    return kid
  }

  /** The child, where somebody has asked for it before. */
  known(key: PathKey): PathNode | undefined {
    return this.#kids?.get(key)
  }

  of(path: Path): PathNode {
    return path.reduce<PathNode>((node, key) => node.child(key), this)
  }

  /** Its keys from the root on. Made anew each time: there may be a node for each of a hundred thousand elements. */
  get path(): PathKey[] {
    if (this.parent === null) return []
    const path = this.parent.path
    path.push(this.key)
    return path
  }
}
