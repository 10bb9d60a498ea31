import { type Items, listInside } from '../list-family.ts'
import { spliceRaw } from '../working/perform.ts'
import { noteIrregular, writeRaw } from '../working/raw-places.ts'
import { released } from '../working/release.ts'
import { op } from '../working/row-log.ts'
import type { Adopted } from '../draft/adopt.ts'
import { ElementsNode, type Removed } from '../draft/elements-node.ts'

/** An ImmutableList while a recipe runs. */
export class ListNode extends ElementsNode {
  get inside(): Items {
    return listInside(this.raw as object)
  }
  get length(): number {
    return this.inside.length
  }
  get size(): number {
    return this.inside.length
  }
  has(index: number): boolean {
    return Number.isInteger(index) && index >= 0 && index < this.length
  }
  slot(index: number): unknown {
    return this.inside.at(index)
  }
  slots(): readonly unknown[] {
    return this.inside.toArray()
  }

  put(index: number, { raw, node, attach }: Adopted): void {
    const old = this.slot(index)
    if (this.stands(index, old, raw, node)) return
    const owned = this.own()
    this.detach(index)
    released(old)
    writeRaw(owned, index, raw)
    this.noteWrite(index)
    this.tell(op.put, index, raw, old)
    attach?.(this, index)
  }

  append(item: Adopted): void {
    const { length } = this
    const owned = this.own()
    noteIrregular(owned, item.raw)
    this.inside.push(item.raw)
    this.tell(op.splice, length, [item.raw], [])
    item.attach?.(this, length)
  }

  splice(at: number, remove: number, items: readonly Adopted[]): Removed {
    if (remove === 0 && items.length === 0) return { slots: [], nodes: new Map() }
    const insert = items.map(({ raw }) => raw)
    const owned = this.own()
    const nodes = this.shiftKids(at, remove, insert.length - remove)
    const slots = spliceRaw(owned, at, remove, insert)
    this.tellSplice(at, slots, insert)
    items.forEach((item, i) => item.attach?.(this, at + i))
    return { slots, nodes }
  }
}
