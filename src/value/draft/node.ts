import type { Kept } from '../kept.ts'
import type { Path, PathKey } from '../path.ts'
import { placeText } from '../path-text.ts'
import { refuse } from '../refuse.ts'
import type { PathNode } from '../working/path-node.ts'
import { released } from '../working/release.ts'
import { op } from '../working/row-log.ts'
import type { ContainerNode } from './container-node.ts'
import type { Session } from './session.ts'

/** Where a node stands: a key of an object, Map or array, a member of a Set. */
export interface Place {
  readonly node: ContainerNode
  key: unknown
}

const nowhere: readonly PathNode[] = []

/**
 * What a recipe looks at, at one place: a container or a leaf. It may be moved, taken out, and stand at several places at
 * once; `raw` is what stands there for it, sealed until it is first changed.
 */
export abstract class Node {
  readonly session: Session
  raw: unknown
  /** Its first place; null at the root, and where it was taken out. */
  parent: ContainerNode | null
  key: unknown
  /** Its other places. */
  more: Place[] | null
  readonly isRoot: boolean
  /** What stood there when somebody first looked. */
  readonly base: unknown
  // Plain fields, like the rest of a node: hundreds are made in one recipe.
  protected knownAt: number
  protected known: PathNode | undefined

  constructor(session: Session, raw: object, parent: ContainerNode | null, key: unknown, isRoot = false) {
    this.session = session
    this.raw = raw
    this.base = raw
    this.parent = parent
    this.key = key
    this.more = null
    this.isRoot = isRoot
    this.knownAt = -1
    this.known = undefined
  }

  /** What the recipe sees: a draft, or a live copy. */
  abstract get shown(): object
  /** Tells whether an object is what the recipe sees of this node. */
  abstract isShownAs(object: object): boolean
  /** Its present state as a kept value that never changes any more. */
  abstract sealed(): unknown

  /** Its present state, as `keep` takes it in. */
  current(): unknown {
    this.session.check()
    return this.sealed()
  }

  /** Where it stands, if that is one place; undefined for none or several, which `places` lists. */
  get place(): PathNode | undefined {
    if (this.knownAt !== this.session.moves) {
      this.knownAt = this.session.moves
      this.known = this.#find()
    }
    return this.known
  }

  /** All the places where it stands, those of what it is in included. */
  places(): readonly PathNode[] {
    const { place } = this
    if (place !== undefined) return [place]
    if (this.parent === null) return nowhere
    const first = { node: this.parent, key: this.key }
    return [first, ...(this.more ?? [])].flatMap(({ node, key }) =>
      node.places().map(above => above.child(node.pathKey(key))),
    )
  }

  /** One of the places where it stands, for messages. */
  get path(): Path {
    return pathTo(this)
  }

  /** How many keys lead to it, at the deepest of its places. */
  get depth(): number {
    const depth = this.parent === null ? 0 : this.parent.depth + 1
    return this.more === null ? depth : Math.max(depth, ...this.more.map(({ node }) => node.depth + 1))
  }

  /** Tells whether it stands at a place. */
  standsAt(node: ContainerNode, key: unknown): boolean {
    if (this.parent === node && Object.is(this.key, key)) return true
    return this.more?.some(place => place.node === node && Object.is(place.key, key)) ?? false
  }

  /** Its key in a container; undefined where it doesn't stand there. */
  keyIn(node: ContainerNode): unknown {
    if (this.parent === node) return this.key
    return this.more?.find(place => place.node === node)?.key
  }

  /** Lets it stand at one more place; at one inside itself it would have no end. */
  enter(node: ContainerNode, key: unknown): void {
    this.session.moves++
    if (this.parent === null) {
      this.parent = node
      this.key = key
      return
    }
    this.session.doubled ??= new Set()
    this.session.doubled.add(this)
    this.more ??= []
    this.more.push({ node, key })
  }

  /** Lets it leave a place. */
  leave(node: ContainerNode, key: unknown): void {
    this.session.moves++
    const { more } = this
    if (this.parent === node && Object.is(this.key, key)) {
      const next = more?.pop()
      this.parent = next?.node ?? null
      this.key = next?.key
    } else {
      const at = more?.findIndex(place => place.node === node && Object.is(place.key, key)) ?? -1
      if (at >= 0) more!.splice(at, 1)
    }
    if (more?.length === 0) this.more = null
  }

  /** Notes that its place in a container has another key now. */
  rekey(node: ContainerNode, from: unknown, to: unknown): void {
    if (this.parent === node && Object.is(this.key, from)) this.key = to
    else {
      const place = this.more?.find(each => each.node === node && Object.is(each.key, from))
      if (place) place.key = to
    }
  }

  /** Puts something else, kept and sealed, wherever it stands. */
  protected replace(next: unknown): void {
    const old = released(this.raw)
    this.raw = next
    const { session, parent, more } = this
    if (this.isRoot) {
      session.working.reset(next as Kept)
      session.log.push(op.root, session.root, null, next, old)
      return
    }
    if (parent !== null) parent.replaceKid(this, this.key, next, old)
    if (more !== null) for (const { node, key } of more.slice()) node.replaceKid(this, key, next, old)
  }

  /** Refuses to be put into itself, at a path below a container. */
  refuseLoop(into: ContainerNode, below: Path): void {
    if (!into.isIn(this)) return
    const { name } = this.session
    refuse(
      name,
      [...into.path, ...below],
      'cycle',
      `a reference back to ${placeText(name, this.path)}`,
      'a cycle has no end; refer to the part by a key instead',
    )
  }

  /** Tells whether it is another node, or stands somewhere in it. */
  isIn(other: Node): boolean {
    if (this === other || this.parent?.isIn(other)) return true
    return this.more?.some(({ node }) => node.isIn(other)) ?? false
  }

  #find(): PathNode | undefined {
    if (this.isRoot) return this.session.root
    if (this.parent === null || this.more !== null) return undefined
    return this.parent.place?.child(this.parent.pathKey(this.key))
  }
}

function pathTo(node: Node): Path {
  const keys: PathKey[] = []
  for (let at = node; at.parent !== null; at = at.parent) keys.unshift(at.parent.pathKey(at.key))
  return keys
}
