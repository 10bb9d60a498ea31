import { badOption } from '../options.ts'
import type { Kept } from '../value/kept.ts'
import { pathText } from '../value/parse-path.ts'
import type { Patch, Path } from '../value/path.ts'
import { placeAt } from '../value/place-at.ts'
import { positionOf } from '../value/position-of.ts'

/** Makes the patch that edits the text or array at a place; positions are taken as `Array.prototype.splice` takes them. */
export function splicePatch(
  value: unknown,
  path: Path,
  start: number,
  deleteCount: number,
  insert: string | readonly unknown[],
  variable: string,
): Patch {
  const { value: target } = placeAt(value as Kept, path)
  const where = path.length > 0 ? `${variable}.${pathText(path)}` : variable
  const length = typeof target === 'string' || Array.isArray(target) ? target.length : undefined
  if (length === undefined) throw badOption(where, 'splice', 'needs a text or an array there')
  if ((typeof insert === 'string') !== (typeof target === 'string')) {
    throw badOption(
      where,
      'insert',
      typeof target === 'string' ? 'must be a text, as the place is' : 'must be an array, as the place is',
    )
  }
  const index = positionOf(start, length)
  const remove = Math.max(0, Math.min(Math.trunc(deleteCount) || 0, length - index))
  if (typeof insert === 'string') return { op: 'text', path, index, remove, insert }
  return { op: 'splice', path, index, remove, insert }
}
