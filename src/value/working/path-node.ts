import type { Kept } from '../kept.ts'
import type { Path, PathKey } from '../path.ts'
import { seal } from '../sealed.ts'

/** One place in a value, interned: the same path is the same node, and a row of a log refers to it by one word. */
export class PathNode {
  readonly parent: PathNode | null
  readonly key: PathKey
  #kids: Map<PathKey, PathNode> | null = null
  #path: Path | null = null

  constructor(parent: PathNode | null, key: PathKey) {
    this.parent = parent
    this.key = key
  }

  /** The node of the value itself. */
  static root(): PathNode {
    return new PathNode(null, null)
  }

  child(key: PathKey): PathNode {
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
    let node: PathNode = this
    for (const key of path) node = node.child(key)
    return node
  }

  /** Its keys from the root on, sealed: patches share it. */
  get path(): Path {
    return (this.#path ??= seal(this.#keys()) as unknown as Path)
  }

  #keys(): PathKey[] {
    const keys: PathKey[] = []
    for (let node: PathNode = this; node.parent !== null; node = node.parent) keys.push(node.key)
    return keys.reverse()
  }
}
