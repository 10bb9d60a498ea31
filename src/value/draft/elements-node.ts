import { released } from '../working/release.ts'
import { op } from '../working/row-log.ts'
import type { Adopted } from './adopt.ts'
import { ContainerNode } from './container-node.ts'
import type { Node } from './node.ts'

/** What arrays and lists have in common while a recipe runs: places by index, which move when others come and go. */
export abstract class ElementsNode extends ContainerNode {
  abstract get length(): number
  abstract has(index: number): boolean
  /** What stands at an index, as it is. */
  abstract slot(index: number): unknown
  /** All that stands in it; holes included. */
  abstract slots(): readonly unknown[]
  abstract put(index: number, item: Adopted): void
  /** Puts one more behind the last: what they are changed by most. */
  abstract append(item: Adopted): void
  /** Replaces a stretch; returns what was there, and the nodes of what somebody has looked at. Items may have holes. */
  abstract splice(at: number, remove: number, items: readonly Adopted[]): Removed

  read(index: number): unknown {
    return this.show(index, this.slot(index))
  }

  /** Rearranges all: `order` says for each index where what stands there then stood before; -1 is a hole. */
  rearrange(order: readonly number[]): void {
    let from = 0
    let to = order.length
    while (from < to && order[from] === from) from++
    while (from < to && order[to - 1] === to - 1) to--
    const items: Adopted[] = []
    items.length = to - from
    for (let index = from; index < to; index++) {
      const before = order[index]!
      if (before < 0) continue
      const kid = this.kids?.get(before)
      const raw = released(this.slot(before))
      const attach = kid && ((into: ContainerNode, key: unknown) => into.attach(kid, key))
      items[index - from] = { raw, node: kid, attach }
    }
    this.splice(from, to - from, items)
  }

  protected tellSplice(at: number, removed: readonly unknown[], insert: readonly unknown[]): void {
    this.session.moves += this.kids === null || this.kids.size === 0 ? 0 : 1
    this.tell(op.splice, at, insert, removed)
  }

  /** Nodes behind a splice move with their elements; those in it stand nowhere any more. */
  protected shiftKids(at: number, remove: number, by: number): Map<number, Node> {
    const gone = new Map<number, Node>()
    const { kids } = this
    if (kids === null || kids.size === 0) return gone
    const moved: [number, Node][] = []
    for (const [key, kid] of kids.entries() as [number, Node][]) {
      if (key < at) continue
      if (key >= at + remove) {
        if (by !== 0) moved.push([key, kid])
      } else gone.set(key - at, kid)
    }
    for (const place of gone.keys()) this.detach(at + place)
    for (const [key] of moved) kids.delete(key)
    // In the order in which none takes the key of one that is still to move.
    moved.sort(([a], [b]) => (by > 0 ? b - a : a - b))
    for (const [key, kid] of moved) {
      kids.set(key + by, kid)
      kid.rekey(this, key, key + by)
    }
    return gone
  }
}

/** What a splice took out. */
export interface Removed {
  readonly slots: unknown[]
  /** By their places among the slots. */
  readonly nodes: ReadonlyMap<number, Node>
}
