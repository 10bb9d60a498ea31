import { keepPatch, refusePatch } from './keep-patches.ts'
import {
  addPatch,
  oldOf,
  patchInsert,
  patchValue,
  removePatch,
  replacePatch,
  splicePatch,
  textPatch,
  type Old,
} from './patch.ts'
import type { Kept } from './kept.ts'
import type { Patch, Patches } from './path.ts'

/**
 * Returns the patches that take others back: applied to what those lead to, they lead to where those began. Works for
 * patches that came out of a change (`revision.patches`, `diff`); those made by hand don't know what they replace.
 */
export function invert(patches: Patches): Patches {
  return Object.freeze(Array.from(patches, patch => inverse(patch)).reverse())
}

function inverse(patch: Patch): Patch {
  const old = oldOf(keepPatch(patch, 'value'))
  if (old === undefined) {
    return refusePatch(
      patch,
      "it doesn't know what it replaces, so use diff(apply(value, patches), value)",
      'inverted',
    )
  }
  return taken(patch, old)
}

function taken(patch: Patch, old: Old): Patch {
  const { path } = patch
  switch (patch.op) {
    case 'add':
      return removePatch(path, patchValue(patch), patch.before)
    case 'replace':
      return replacePatch(path, old.value, patchValue(patch))
    case 'remove':
      return addPatch(path, old.value, old.before)
    case 'splice':
      return splicePatch(path, patch.index, patchInsert(patch), old.removed as readonly Kept[])
    case 'text':
      return textPatch(path, patch.index, patch.insert, old.text!)
  }
}
