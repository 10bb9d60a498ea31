import type { Kept } from '../kept.ts'
import {
  addPatch,
  patchInsert,
  patchValue,
  removePatch,
  replacePatch,
  splicePatch,
  textPatch,
  unknownOld,
} from '../patch.ts'
import { refusePatch } from '../keep-patches.ts'
import type { Patch, Patches, Path, PathKey } from '../path.ts'
import type { PathNode } from './path-node.ts'
import { op, type Op, type RowReader } from './row-log.ts'
import type { Deed } from './perform.ts'

/** Tells a row as a patch. */
export function rowPatch(is: Op, node: PathNode, key: PathKey, next: unknown, old: unknown): Patch {
  switch (is) {
    case op.root:
      return replacePatch([], next as Kept, oldOrUnknown(old))
    case op.put:
      return replacePatch([...node.path, key], next as Kept, oldOrUnknown(old))
    case op.add:
    case op.enter:
      return addPatch([...node.path, key], next as Kept, old as PathKey | undefined)
    case op.drop:
    case op.leave:
      return removePatch([...node.path, key], oldOrUnknown(old), next as PathKey | undefined)
    case op.splice:
      return splicePatch(
        node.path,
        key as number,
        old as readonly unknown[] | number,
        next as readonly unknown[],
      )
    case op.text:
      return textPatch(node.path, key as number, old as string | number, next as string)
  }
}

/** Tells rows as patches; default all of a log. */
export function logPatches(log: RowReader, start = 0, end: number = log.length): Patches {
  const patches: Patch[] = []
  for (let row = start; row < end; row++) {
    patches.push(rowPatch(log.op(row), log.node(row), log.key(row), log.next(row), log.old(row)))
  }
  return Object.freeze(patches)
}

/** Reads a patch of ours, or one brought in by `keepPatch`, as a row that is to be done; `root` is the value's own place. */
export function patchDeed(patch: Patch, root: PathNode, exact: (path: Path) => Path = path => path): Deed {
  // The same place is the same node, though a key of an object may be written as a number.
  const path = patch.path.some(key => typeof key === 'number') ? exact(patch.path) : patch.path
  if (patch.op === 'splice')
    return {
      is: op.splice,
      node: root.of(path),
      key: patch.index,
      next: patchInsert(patch),
      old: patch.remove,
    }
  if (patch.op === 'text')
    return { is: op.text, node: root.of(path), key: patch.index, next: patch.insert, old: patch.remove }
  const last = path.at(-1)
  const key = last === 0 ? 0 : last
  if (key === undefined) {
    if (patch.op !== 'replace') return refusePatch(patch, `${patch.op} needs a place inside the value`)
    return { is: op.root, node: root, key: null, next: patchValue(patch), old: unknownOld }
  }
  const node = root.of(path.slice(0, -1))
  if (patch.op === 'remove') return { is: op.drop, node, key, next: undefined, old: unknownOld }
  if (patch.op === 'add') return { is: op.add, node, key, next: patchValue(patch), old: patch.before }
  return { is: op.put, node, key, next: patchValue(patch), old: unknownOld }
}

const oldOrUnknown = (old: unknown): Kept | typeof unknownOld => old as Kept | typeof unknownOld
