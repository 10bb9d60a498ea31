import { badOption } from '../options.ts'
import type { Present } from '../history/present.ts'
import { pathText } from '../value/parse-path.ts'
import type { Patch, Path } from '../value/path.ts'
import { positionOf } from '../value/position-of.ts'

/** Makes the patch that edits the text or array at a place; positions are taken as `Array.prototype.splice` takes them. */
export function splicePatch(
  present: Present,
  path: Path,
  start: number,
  deleteCount: number,
  insert: string | readonly unknown[],
  variable: string,
): Patch {
  const target = present.spliceable(path)
  const where = path.length > 0 ? `${variable}.${pathText(path)}` : variable
  if (target === undefined)
    throw badOption(where, 'splice', 'needs a text or an array there; is the path right?')
  const { isText, length } = target
  if ((typeof insert === 'string') !== isText || (!isText && !Array.isArray(insert))) {
    throw badOption(
      where,
      'insert',
      isText ? 'must be a text, as the place is' : 'must be an array, as the place is',
    )
  }
  const index = positionOf(start, length)
  const remove = Math.max(0, Math.min(Math.trunc(deleteCount) || 0, length - index))
  if (typeof insert === 'string') return { op: 'text', path, index, remove, insert }
  return { op: 'splice', path, index, remove, insert }
}
