import type { Kept } from '../kept.ts'
import { isLeaf } from '../leaf.ts'
import { ownedOf } from '../mark.ts'
import type { Owned } from '../owned.ts'
import type { PathKey } from '../path.ts'
import { writeRaw } from '../working/raw-places.ts'
import { released } from '../working/release.ts'
import { op, type Op } from '../working/row-log.ts'
import { KidTable } from './kid-table.ts'
import { Node } from './node.ts'
import type { Session } from './session.ts'

/** A container while a recipe runs: it is copied when it is first changed, and then changed in place. */
export abstract class ContainerNode extends Node {
  /** The nodes of what stands in it, by key. */
  kids: KidTable | null
  draft: object | null
  /** The key that was written, or the keys. */
  protected written: unknown

  constructor(session: Session, raw: object, parent: ContainerNode | null, key: unknown, isRoot = false) {
    super(session, raw, parent, key, isRoot)
    this.kids = null
    this.draft = null
    this.written = undefined
  }

  get shown(): object {
    return (this.draft ??= this.session.makers.draft(this))
  }
  isShownAs(object: object): boolean {
    return this.draft === object
  }
  sealed(): Kept {
    this.session.flushLeaves()
    return released(this.raw) as Kept
  }

  /** The key by which a path names a place. */
  pathKey(key: unknown): PathKey {
    return key as PathKey
  }

  /** Makes what stands for it one that may be changed in place. */
  own(): Owned {
    const known = ownedOf(this.raw as object)
    if (known !== null) return known
    const { working } = this.session
    const owned = this.isRoot ? working.ownRoot()! : working.take(this.raw as object)
    this.raw = owned.container
    this.onOwned()
    if (this.parent !== null) this.parent.renew(this, this.key, owned)
    if (this.more !== null) for (const { node, key } of this.more.slice()) node.renew(this, key, owned)
    return owned
  }

  /** Told when it was copied, before anything in it changes. */
  protected onOwned(): void {}

  /** Lets the copy of a kid stand where that stood. */
  renew(_kid: Node, key: unknown, copy: Owned): void {
    const owned = this.own()
    const { container } = owned
    // A copy of a container is no Leaf, for which `writeRaw` looks.
    if (Array.isArray(container)) container[key as number] = copy.container
    else writeRaw(owned, key as PathKey, copy.container)
    owned.hold(copy)
  }

  /** Puts something else in a kid's place. */
  replaceKid(kid: Node, key: unknown, next: unknown, old: unknown): void {
    const owned = this.own()
    const at = this.pathKey(key)
    this.write(owned, kid, key, next)
    this.tell(op.put, at, next, old)
  }

  protected write(owned: Owned, _kid: Node, key: unknown, raw: unknown): void {
    writeRaw(owned, key as PathKey, raw)
  }

  /** Notes that a key was written; one written twice makes rows that can be made one. */
  noteWrite(key: unknown): void {
    const { written } = this
    if (written === undefined) this.written = key
    else if (written instanceof Set) {
      if (written.has(key)) this.session.repeats = true
      else written.add(key)
    } else if (written === key) this.session.repeats = true
    else this.written = new Set([written, key])
  }

  /** Tells whether what is put somewhere stands there already; of an equal leaf, a new live copy is shown then. */
  protected stands(key: unknown, old: unknown, raw: unknown, node: Node | undefined): boolean {
    if (node !== undefined) return node.standsAt(this, key)
    if (Object.is(old, raw)) return true
    if (!isLeaf(old) || !isLeaf(raw) || old.type !== raw.type || !old.equals(raw)) return false
    this.detach(key)
    return true
  }

  /** Lets all that stands in it go. */
  protected detachAll(): void {
    for (const [key] of this.kids?.entries() ?? []) this.detach(key)
  }

  /** The node of what stands at a key. */
  kid(key: unknown, raw: object): Node {
    const known = this.kids?.get(key)
    if (known !== undefined) return known
    const kid = this.session.makers.node(raw, this.session, this, key)
    this.hold(key, kid)
    return kid
  }

  /** Notes the first node of what stands at a key. */
  hold(key: unknown, kid: Node): void {
    if (this.kids === null) this.kids = new KidTable(key, kid)
    else this.kids.add(key, kid)
  }

  /** Shows what stands at a key. */
  show(key: unknown, raw: unknown): unknown {
    return typeof raw === 'object' && raw !== null ? this.kid(key, raw).shown : raw
  }

  /** Lets a node stand at a key. */
  attach(kid: Node, key: unknown): void {
    if (this.kids === null) this.kids = new KidTable(key, kid)
    else this.kids.set(key, kid)
    kid.enter(this, key)
  }

  /** Lets what stands at a key go. */
  detach(key: unknown): Node | undefined {
    const kid = this.kids?.get(key)
    if (kid === undefined) return undefined
    this.kids!.delete(key)
    kid.leave(this, key)
    return kid
  }

  /** Tells a row for each place where it stands. */
  tell(is: Op, key: PathKey, next: unknown, old: unknown): void {
    const { log } = this.session
    const { place } = this
    if (place !== undefined) log.push(is, place, key, next, old)
    else {
      // Each row has arrays of its own, since later ones may join it.
      const own = (held: unknown) => (Array.isArray(held) && is === op.splice ? held.slice() : held)
      for (const each of this.places()) log.push(is, each, key, own(next), own(old))
    }
  }
}
