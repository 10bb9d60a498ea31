import { maxPlaces } from '../bounds.ts'
import { isSealed, markOf } from '../mark.ts'
import { emptyArray, readPlace, seal, unseal } from '../sealed.ts'
import { spliceRaw } from '../working/perform.ts'
import { eraseRaw, noteIrregular, writeRaw } from '../working/raw-places.ts'
import { released } from '../working/release.ts'
import { op } from '../working/row-log.ts'
import { spliceSparse } from '../working/splice-sparse.ts'
import type { Adopted } from './adopt.ts'
import { ElementsNode, type Removed } from './elements-node.ts'

/** An array while a recipe runs; its methods run on the array itself. */
export class ArrayNode extends ElementsNode {
  get list(): unknown[] {
    return this.raw as unknown[]
  }
  get length(): number {
    return this.list.length
  }
  has(index: number): boolean {
    return Object.hasOwn(this.list, index)
  }
  /** What stands at an index, as it is. */
  slot(index: number): unknown {
    const { list } = this
    const slot = list[index]
    if (typeof slot !== 'object' || slot === null || !isSealed(list) || markOf(list) === null) return slot
    return readPlace(list, index)
  }
  /** All that stands in it; holes included. */
  slots(): readonly unknown[] {
    const { list } = this
    if (!isSealed(list) || (markOf(list)?.leaves ?? null) === null) return list
    return list.map((_, i) => this.slot(i))
  }
  put(index: number, { raw, node, attach }: Adopted): void {
    const { length } = this
    if (index >= length) return this.#putBehind(index, length, { raw, node, attach })
    const had = this.has(index)
    const old = had ? this.slot(index) : undefined
    if (had && this.stands(index, old, raw, node)) return
    const owned = this.own()
    this.detach(index)
    released(old)
    writeRaw(owned, index, raw)
    this.noteWrite(index)
    this.tell(had ? op.put : op.add, index, raw, old)
    attach?.(this, index)
  }
  /** Leaves a hole. */
  drop(index: number): void {
    if (!this.has(index)) return
    const owned = this.own()
    const old = released(this.slot(index))
    this.detach(index)
    eraseRaw(owned, index)
    this.tell(op.drop, index, undefined, old)
  }
  /** Sets the length: cuts, or adds holes. */
  resize(length: number): void {
    const old = this.length
    if (length < old) this.splice(length, old - length, [])
    else if (length > old) this.#stretch(old, length)
  }

  /** Puts one more behind the last: what arrays are changed by most. */
  append(item: Adopted): void {
    const { length } = this
    if (length >= maxPlaces) return this.#putBehind(length, length, item)
    const owned = this.own()
    noteIrregular(owned, item.raw)
    this.list.push(item.raw)
    this.tell(op.splice, length, [item.raw], nothingGone)
    item.attach?.(this, length)
  }

  /** Replaces a stretch; returns what was there, and the nodes of what somebody has looked at. Items may have holes. */
  splice(at: number, remove: number, items: readonly Adopted[]): Removed {
    if (remove === 0 && items.length === 0) return { slots: [], nodes: new Map() }
    const insert: unknown[] = []
    insert.length = items.length
    items.forEach((item, i) => (insert[i] = item.raw))
    const isVast = Math.max(this.length, this.length - remove + insert.length) > maxPlaces
    const removed = isVast ? this.#spliceVast(at, remove, insert) : this.#splice(at, remove, insert)
    items.forEach((item, i) => item.attach?.(this, at + i))
    return removed
  }

  #splice(at: number, remove: number, insert: readonly unknown[]): Removed {
    const owned = this.own()
    const nodes = this.shiftKids(at, remove, insert.length - remove)
    const slots = spliceRaw(owned, at, remove, insert)
    this.tellSplice(at, slots, insert)
    return { slots, nodes }
  }

  /** Splices what is too long for a row that lists its places: the whole array is told as one. */
  #spliceVast(at: number, remove: number, insert: readonly unknown[]): Removed {
    const open = unseal(this.sealed()) as unknown[]
    const nodes = this.shiftKids(at, remove, insert.length - remove)
    const slots = spliceSparse(open, at, remove, insert)
    this.replace(seal(open))
    return { slots, nodes }
  }

  #putBehind(index: number, length: number, item: Adopted): void {
    if (index >= maxPlaces) {
      const insert = emptyArray(index - length + 1)
      insert[index - length] = item.raw
      this.#spliceVast(length, 0, insert)
      item.attach?.(this, index)
      return
    }
    if (index > length) this.#stretch(length, index)
    this.splice(index, 0, [item])
  }

  #stretch(from: number, to: number): void {
    const holes = emptyArray(to - from)
    if (to > maxPlaces) return void this.#spliceVast(from, 0, holes)
    const owned = this.own()
    owned.noteIrregular()
    this.list.length = to
    this.tellSplice(from, [], holes)
  }
}

/** What most splices take out; rows that take out more make an array of their own. */
const nothingGone: unknown[] = []
