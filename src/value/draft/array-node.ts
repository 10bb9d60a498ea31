import type { Kept } from '../kept.ts'
import { markOf } from '../mark.ts'
import type { PathKey } from '../path.ts'
import { hasPlace, readPlace, seal, unseal } from '../sealed.ts'
import { arrayRows } from './array-rows.ts'
import { ContainerNode, type Finish, isThere, Node, type Outcome, showSlot } from './node.ts'
import { type Piece, splicePieces } from './pieces.ts'
import type { Session } from './session.ts'

/** An array while a recipe runs. */
export class ArrayNode extends ContainerNode {
  #open: unknown[] | null = null
  /** Until it is open: the nodes by index. Then they stand in the open array, where its methods move them. */
  #kids: Map<number, Node> | null = null
  /** The base, where its elements may be read as they are. */
  #plain: readonly unknown[] | null = null
  /** Where the elements come from; null while they stand where the base has them. */
  #pieces: Piece[] | null = null
  /** True once an element was written in place, or looked at closer. */
  isPoked = false

  constructor(session: Session, base: Kept, parent: Node | null, key: PathKey | null) {
    super(session, base, parent, key)
    if (base !== undefined && markOf(base as object) === null) this.#plain = base as unknown as unknown[]
  }

  get isUntouched(): boolean {
    return this.#open === null && this.#kids === null
  }
  get length(): number {
    return (this.#open ?? (this.base as unknown as unknown[])).length
  }
  get pieces(): readonly Piece[] {
    return this.#pieces ?? [{ from: 0, length: (this.base as unknown as unknown[]).length }]
  }
  /** Takes an open array for its content; for arrays made in the recipe. */
  own(open: unknown[]): this {
    this.#open = open
    this.isPoked = true
    return this
  }

  holds(key: PathKey): boolean {
    return typeof key === 'number' && this.has(key)
  }
  has(index: number): boolean {
    return this.#open === null ? hasPlace(this.base, index) : Object.hasOwn(this.#open, index)
  }
  slot(index: number): unknown {
    if (this.#open !== null) return this.#open[index]
    const kid = this.#kids?.get(index)
    return kid ?? (this.#plain === null ? readPlace(this.base, index) : this.#plain[index])
  }
  read(index: number): unknown {
    return showSlot(this.slot(index), kept => this.place(index, this.make(kept, index)))
  }
  /** Makes a node for an element; it stands nowhere yet. */
  make(kept: Kept, index: number): Node {
    return this.session.make(kept, this.session, this, index)
  }
  /** Lets a node stand at an index for what is there. */
  place<N extends Node>(index: number, node: N): N {
    this.isPoked = true
    if (this.#open === null) (this.#kids ??= new Map()).set(index, node)
    else this.#open[index] = node
    return node
  }
  /** The slots, holes included. */
  slots(): readonly unknown[] {
    return this.#open ?? (this.#kids !== null ? this.#opened() : (this.base as unknown as unknown[]))
  }

  put(index: number, slot: unknown): void {
    const { length } = this
    if (index < length && this.has(index) && isThere(this.slot(index), slot)) return
    const open = this.#opened()
    open[index] = slot
    if (index >= length) this.#told(length, 0, index + 1 - length)
    this.isPoked = true
  }
  /** Leaves a hole. */
  drop(index: number): void {
    if (!this.has(index)) return
    delete this.#opened()[index]
    this.isPoked = true
  }
  /** Sets the length: cuts, or adds holes. */
  resize(length: number): void {
    const old = this.length
    if (length === old) return
    this.#opened().length = length
    if (length < old) this.#told(length, old - length, 0)
    else this.#told(old, 0, length - old)
  }
  /** Replaces a stretch; returns the slots that were there. */
  splice(at: number, remove: number, slots: readonly unknown[]): unknown[] {
    if (remove === 0 && slots.length === 0) return []
    this.#told(at, remove, slots.length)
    for (const slot of slots) this.isPoked ||= slot instanceof Node
    const open = this.#opened()
    if (slots.length < 1_000 && !slots.includes(undefined)) return open.splice(at, remove, ...slots)
    // Arguments fill the stack and have no holes.
    this.#open = open.slice(0, at).concat(slots, open.slice(at + remove))
    return open.slice(at, at + remove)
  }
  /** Lets a function rearrange the slots from one index up to another. */
  rearrange(from: number, to: number, fn: (slots: unknown[]) => void): void {
    fn(this.#opened())
    this.#told(from, to - from, to - from)
  }

  #opened(): unknown[] {
    if (this.#open === null) {
      this.#open = unseal(this.base) as unknown[]
      for (const [index, node] of this.#kids ?? []) this.#open[index] = node
    }
    return this.#open
  }
  #told(at: number, remove: number, insert: number): void {
    if (this.base === undefined || remove + insert === 0) return
    this.#pieces ??= this.pieces.filter(piece => piece.length > 0)
    splicePieces(this.#pieces, at, remove, insert)
  }

  snapshot(finish: Finish): Kept {
    if (
      this.#open === null &&
      ![...(this.#kids ?? [])].some(([index, kid]) => finish(kid, index) !== kid.base)
    )
      return this.base
    return seal(this.#filled(finish, true))
  }
  settle(finish: Finish): Outcome {
    if (this.base === undefined) return { final: seal(this.#filled(finish, false)), rows: [], carried: [] }
    const { rows, carried, whole } = this.#open === null ? this.#unopened(finish) : arrayRows(this, finish)
    if (rows.length + carried.length === 0 && !whole) return { final: this.base, rows, carried }
    const final = seal(this.#filled(finish, false))
    return whole
      ? { final, rows: [{ op: 'whole', value: final, old: this.base }], carried: [] }
      : { final, rows, carried }
  }
  #unopened(finish: Finish): Pick<Outcome, 'rows' | 'carried'> & { whole: boolean } {
    const changed = [...(this.#kids ?? [])].filter(([index, kid]) => finish(kid, index) !== kid.base)
    return { rows: [], carried: changed as [PathKey, Node][], whole: false }
  }
  /** The array with every node replaced by what `finish` gives; a copy, or for good. */
  #filled(finish: Finish, copy: boolean): unknown[] {
    const open = this.#opened()
    const filled = copy ? open.slice() : open
    if (this.isPoked) {
      open.forEach((slot, index) => {
        if (slot instanceof Node) filled[index] = finish(slot, index)
      })
    }
    return filled
  }
}
