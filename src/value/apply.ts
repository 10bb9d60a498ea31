import { applyPatch } from './draft/apply-patch.ts'
import { makeNode } from './draft/make-node.ts'
import { Node } from './draft/node.ts'
import { Session } from './draft/session.ts'
import { settle } from './draft/settle.ts'
import { keep } from './keep.ts'
import { keepPatch, listed } from './keep-patches.ts'
import type { Kept } from './kept.ts'
import type { Patch, Patches } from './path.ts'
import { show } from './show.ts'
import type { Snapshot } from './types.ts'

/** Returns a value with patches applied in their order. Throws BAD_PATCH for one that doesn't fit. */
export function apply<T>(value: T, patches: Patches): Snapshot<T> {
  return show(applyKept(keep(value, { name: 'value' }), listed(patches))) as Snapshot<T>
}

/** Applies patches to a kept value: each container that they touch is copied once, however many touch it. */
export function applyKept(base: Kept, patches: Iterable<Patch>): Kept {
  const session = new Session('value', makeNode, noDraft)
  let root: unknown = base
  for (const patch of patches) root = applyPatch(root, keepPatch(patch, 'value'), session)
  return root instanceof Node ? settle(root) : (root as Kept)
}

function noDraft(): never {
  throw new TypeError('Applying patches makes no drafts')
}
