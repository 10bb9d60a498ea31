import { Given } from './given.ts'
import { keep } from './keep.ts'
import type { Kept } from './kept.ts'
import { isLeaf } from './leaf.ts'
import type { Patch, Path, PathKey } from './path.ts'
import { isSealed, readPlace, seal, sealWith, unseal } from './sealed.ts'

/** What stood where a patch made its change; it rides along unseen, so that the patch can be taken back. */
export interface Old {
  /** What was replaced or removed. */
  readonly value?: Kept
  /** The key in front of which the removed one stood; absent when it was the last. */
  readonly before?: PathKey
  /** The elements that a splice removed; holes are holes. */
  readonly removed?: readonly unknown[]
  /** The text that a text edit removed. */
  readonly text?: string
}

class Told extends Given {
  readonly #old: Old

  constructor(patch: object, old: Old) {
    super(patch)
    this.#old = old
  }
  static old(patch: object): Old | undefined {
    return #old in patch ? (patch as Told).#old : undefined
  }
}

/** Returns what a patch replaced or removed; undefined for patches made by hand or read from a store. */
export function oldOf(patch: Patch): Old | undefined {
  return Told.old(patch)
}

/** Stands for an old value that nobody knows: such a patch cannot be taken back. */
export const unknownOld: unique symbol = Symbol('unknown')

/** Makes an `add`, in front of the key `before` where one is given. */
export function addPatch(path: Path, value: Kept, before?: PathKey): Patch {
  return make({ op: 'add', path: frozen(path), value, ...(before !== undefined && { before }) }, {})
}

/** Makes a `replace`. */
export function replacePatch(path: Path, value: Kept, old: Kept | typeof unknownOld): Patch {
  return make({ op: 'replace', path: frozen(path), value }, old === unknownOld ? null : { value: old })
}

/** Makes a `remove`; `before` is the key that followed, which brings the order back when it is undone. */
export function removePatch(path: Path, old: Kept | typeof unknownOld, before?: PathKey): Patch {
  const told = old === unknownOld ? null : { value: old, ...(before !== undefined && { before }) }
  return make({ op: 'remove', path: frozen(path) }, told)
}

/** Makes a `splice` out of the slots that it removes, or how many, and those that it inserts; holes are holes. */
export function splicePatch(
  path: Path,
  index: number,
  removed: readonly unknown[] | number,
  insert: readonly unknown[],
): Patch {
  const [remove, old] = typeof removed === 'number' ? [removed, null] : [removed.length, { removed }]
  return make({ op: 'splice', path: frozen(path), index, remove, insert: seal(insert.slice()) }, old)
}

/** Makes a `text` out of the text that it removes, or how much, and that it inserts. */
export function textPatch(path: Path, index: number, removed: string | number, insert: string): Patch {
  const [remove, old] = typeof removed === 'number' ? [removed, null] : [removed.length, { text: removed }]
  return make({ op: 'text', path: frozen(path), index, remove, insert }, old)
}

// A patch is itself a sealed value: frozen, and with a Leaf behind an accessor.
function make(open: Record<string, unknown>, old: Old | null): Patch {
  if (old !== null) new Told(open, old)
  // Half of what `seal` costs, which has to find out what there is.
  return (isLeaf(open['value']) ? seal(open) : sealWith(open, null, false, 0)) as unknown as Patch
}

const frozen = (path: Path): Kept =>
  isSealed(path) ? (path as unknown as Kept) : sealWith([...path], null, false, 0)

/** Reads the value of an `add` or `replace` as a kept one. */
export function patchValue(patch: Patch): Kept {
  if (isSealed(patch)) return readPlace(patch, 'value')
  return keep((patch as { value?: unknown }).value, { name: 'patch.value' })
}

/** Reads what a `splice` inserts as kept values; holes are holes. */
export function patchInsert(patch: Patch): readonly Kept[] {
  const insert: unknown = (patch as { insert?: unknown }).insert
  const elements = isSealed(insert) ? (insert as Kept) : keep(insert, { name: 'patch.insert' })
  return unseal(elements) as Kept[]
}
