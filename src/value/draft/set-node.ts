import { isForkedSet } from '../forking.ts'
import { setInside } from '../immutable-set.ts'
import type { Kept } from '../kept.ts'
import type { Owned } from '../owned.ts'
import type { PathKey } from '../path.ts'
import { isSealed, seal } from '../sealed.ts'
import { another, noteIrregular, replaceMember } from '../working/raw-places.ts'
import { released } from '../working/release.ts'
import { op } from '../working/row-log.ts'
import type { Adopted } from './adopt.ts'
import { ContainerNode } from './container-node.ts'
import { KidTable } from './kid-table.ts'
import type { Node } from './node.ts'
import type { Walker } from './walker.ts'

/** Up to how many members are told one by one when all go. */
const atOnce = 8

/** A Set while a recipe runs; what stands in it is its own key. */
export class SetNode extends ContainerNode {
  walkers: Set<Walker<unknown>> | null = null

  get inside(): Set<unknown> {
    return setInside(this.raw as object)
  }
  get size(): number {
    return this.inside.size
  }
  /** A path names the position. */
  override pathKey(member: unknown): PathKey {
    const { inside } = this
    if (isForkedSet(inside)) return inside.positionOf(member)
    let position = 0
    for (const each of inside) {
      if (Object.is(each, member)) return position
      position++
    }
    return position
  }

  has(what: unknown, node: Node | undefined): boolean {
    if (node !== undefined) return node.keyIn(this) !== undefined
    return this.inside.has(what) || this.#begunAs(what) !== undefined
  }

  /** The member that a snapshot stands for, though it was changed since. */
  #begunAs(what: unknown): Node | undefined {
    if (this.kids !== null && isSealed(what))
      for (const [, kid] of this.kids.entries()) if (kid.base === what) return kid
    return undefined
  }

  add({ raw, node, attach }: Adopted): void {
    if (this.has(raw, node)) return
    const owned = this.own()
    const member = this.inside.has(raw) ? another(raw as Kept) : raw
    noteIrregular(owned, member)
    const position = this.inside.size
    this.inside.add(member)
    this.tell(op.enter, position, member, undefined)
    attach?.(this, member)
    this.session.moves++
  }

  delete(what: unknown, node: Node | undefined): boolean {
    if (!this.has(what, node)) return false
    this.own()
    const member = node?.keyIn(this) ?? (this.inside.has(what) ? what : this.#begunAs(what)!.raw)
    const position = this.pathKey(member)
    this.detach(member)
    released(member)
    this.inside.delete(member)
    this.tell(op.leave, position, undefined, member)
    this.session.moves++
    return true
  }

  clear(): void {
    if (this.inside.size <= atOnce)
      for (const member of [...this.inside].reverse()) this.delete(member, undefined)
    else {
      this.detachAll()
      this.replace(seal(new Set()))
      for (const walker of this.walkers ?? []) walker.restart(this.inside.values())
    }
  }

  override renew(kid: Node, key: unknown, copy: Owned): void {
    const owned = this.own()
    this.#replace(kid, key, copy.container)
    owned.hold(copy)
  }

  protected override write(owned: Owned, kid: Node, key: unknown, raw: unknown): void {
    noteIrregular(owned, raw)
    this.#replace(kid, key, raw)
  }

  #replace(kid: Node, key: unknown, raw: unknown): void {
    replaceMember(this.raw as object, key, raw)
    this.onOwned()
    this.kids?.delete(key)
    if (this.kids === null) this.kids = new KidTable(raw, kid)
    else this.kids.set(raw, kid)
    kid.rekey(this, key, raw)
  }

  protected override onOwned(): void {
    for (const walker of this.walkers ?? []) walker.move(this.inside.size, this.inside.values())
  }
}
