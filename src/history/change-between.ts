import { diffKept } from '../value/diff.ts'
import type { Kept } from '../value/kept.ts'
import type { Path, Patches } from '../value/path.ts'
import { patchValue } from '../value/patch.ts'
import { kindOf } from '../value/sealed.ts'
import type { Change } from './entry.ts'

/** Finds how `next` comes from `previous`: whole where there is nothing to edit, else by patches. */
export function changeBetween(
  previous: Kept,
  next: Kept,
  keys?: (element: unknown, path: Path) => unknown,
): Change {
  const kind = kindOf(next)
  if (kind === 'primitive' || kind === 'leaf' || kind !== kindOf(previous)) return { whole: next }
  return changeOf(diffKept(previous, next, keys))
}

/** Makes patches a change; those that replace the root are its whole new value. */
export function changeOf(patches: Patches): Change {
  const [first] = patches
  if (first?.op !== 'replace' || first.path.length > 0 || patches.length > 1) return { patches }
  return { whole: patchValue(first) }
}
