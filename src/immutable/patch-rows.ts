import { isForkedMap } from '../value/forking.ts'
import { mapInside } from '../value/immutable-map.ts'
import { setInside } from '../value/immutable-set.ts'
import type { Kept } from '../value/kept.ts'
import { oldOf, patchInsert, patchValue, type Old } from '../value/patch.ts'
import type { Patch, PathKey } from '../value/path.ts'
import { kindOf, readPlace } from '../value/sealed.ts'
import type { PathNode } from '../value/working/path-node.ts'
import { op, RowLog } from '../value/working/row-log.ts'
import { copyBytes } from '../value/working/take.ts'

type AddOrRemove = Extract<Patch, { readonly op: 'add' | 'remove' }>

/**
 * Writes the patches that a diff has found as the rows that doing them would tell, without doing them: the value to which they
 * lead is there already. A diff tells from left to right, so that its paths hold in that value.
 */
export class PatchRows {
  readonly log: RowLog = new RowLog()
  /** About how many bytes doing them copies. */
  copied = 0
  /** How many entries and members doing them puts elsewhere, since there is no other way to put one in front of them. */
  moved = 0
  /** How many there are in all that is changed so. */
  around = 0
  readonly #target: Kept
  readonly #root: PathNode
  readonly #seen = new Map<PathNode, Kept>()
  readonly #sizes = new Map<PathNode, number>()

  constructor(patches: Iterable<Patch>, target: Kept, root: PathNode) {
    this.#target = target
    this.#root = root
    for (const patch of patches) this.#write(patch)
  }

  #write(patch: Patch): void {
    const old = oldOf(patch)!
    if (patch.op === 'splice') {
      const node = this.#root.of(patch.path)
      this.#look(node)
      // A log owns its lists: the next row may join them.
      this.log.push(op.splice, node, patch.index, patchInsert(patch).slice(), old.removed!.slice())
    } else if (patch.op === 'text') {
      const node = this.#root.of(patch.path)
      this.copied += (this.#look(node) as string).length
      this.log.push(op.text, node, patch.index, patch.insert, old.text)
    } else this.#writePlace(patch, old)
  }

  #writePlace(patch: Exclude<Patch, { readonly op: 'splice' | 'text' }>, old: Old): void {
    const node = this.#root.of(patch.path.slice(0, -1))
    const container = this.#look(node)
    const key = patch.path.at(-1)!
    if (patch.op === 'replace') this.log.push(op.put, node, key, patchValue(patch), old.value)
    else if (kindOf(container) === 'set') this.#writeMember(patch, node, key as number, old)
    else if (patch.op === 'remove') this.log.push(op.drop, node, key, old.before, old.value)
    else {
      this.log.push(op.add, node, key, patchValue(patch), patch.before)
      if (patch.before !== undefined) this.#countMoved(node, container as object, patch.before)
    }
  }

  #writeMember(patch: AddOrRemove, node: PathNode, position: number, old: Old): void {
    if (patch.op === 'remove') return this.log.push(op.leave, node, position, undefined, old.value)
    this.log.push(op.enter, node, position, patchValue(patch), undefined)
    const size = this.#size(node, () => setInside(this.#look(node) as object).size)
    // All of a Set is made anew.
    if (position < size - 1) this.moved += size
  }

  #countMoved(node: PathNode, container: object, before: PathKey): void {
    const inside = kindOf(container) === 'map' ? mapInside(container) : undefined
    const size = this.#size(node, () => inside?.size ?? Object.keys(container).length)
    this.moved += inside && isForkedMap(inside) ? size - inside.positionOf(before) : size
  }

  #size(node: PathNode, count: () => number): number {
    let size = this.#sizes.get(node)
    if (size === undefined) {
      this.#sizes.set(node, (size = count()))
      this.around += size
    }
    return size
  }

  /** What stands at a place at last; each container on the way is copied once. */
  #look(node: PathNode): Kept {
    const known = this.#seen.get(node)
    if (known !== undefined) return known
    const value = node.parent === null ? this.#target : readPlace(this.#look(node.parent), node.key)
    this.#seen.set(node, value)
    if (typeof value === 'object' && value !== null) this.copied += copyBytes(value)
    return value
  }
}
