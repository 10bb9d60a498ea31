import { maxDepth } from './bounds.ts'
import { keep } from './keep.ts'
import { keepPatch, listed } from './keep-patches.ts'
import type { Kept } from './kept.ts'
import { heightOf, measureOf } from './measure.ts'
import type { Patch, Patches } from './path.ts'
import { rowPath } from './place-at.ts'
import { refuseDepth } from './refuse.ts'
import { show } from './show.ts'
import type { Snapshot } from './types.ts'
import { PathNode } from './working/path-node.ts'
import { type Deed, perform } from './working/perform.ts'
import { allOf, revert } from './working/revert.ts'
import { op, RowLog } from './working/row-log.ts'
import { patchDeed } from './working/row-patch.ts'
import { Working } from './working/working.ts'

/** Returns a value with patches applied in their order. Throws BAD_PATCH for one that doesn't fit. */
export function apply<T>(value: T, patches: Patches): Snapshot<T> {
  return show(applyKept(keep(value, { name: 'value' }), listed(patches))) as Snapshot<T>
}

/** Applies patches to a kept value: each container that they touch is copied once, however many touch it. */
export function applyKept(base: Kept, patches: Iterable<Patch>): Kept {
  const working = new Working(base)
  const root = PathNode.root()
  for (const patch of patches) perform(working, checkedDeed(working, patch, root), null)
  return working.snapshot()
}

/** Applies patches to a working value, all or none; gives the rows of what they did. */
export function applyTo(
  working: Working,
  patches: Iterable<Patch>,
  root: PathNode,
  log: RowLog = new RowLog(),
): RowLog {
  try {
    for (const patch of patches) perform(working, checkedDeed(working, patch, root), log)
  } catch (error) {
    revert(working, allOf(log))
    throw error
  }
  return log
}

/** A part that was fit where it came from may be too deep here. */
function checkedDeed(working: Working, patch: Patch, root: PathNode): Deed {
  const deed = patchDeed(keepPatch(patch, 'value'), root, path => rowPath(working.root as Kept, path))
  const { path } = patch
  const inserted = deed.is === op.splice ? (deed.next as unknown[]) : [deed.next]
  for (const kept of inserted) {
    if (typeof kept !== 'object' || kept === null) continue
    const depth = path.length + (deed.is === op.splice ? 1 : 0)
    if (depth + heightOf(measureOf(kept)) > maxDepth) refuseDepth('value', path)
  }
  return deed
}
