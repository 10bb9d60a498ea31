import { badOption } from '../options.ts'
import type { Kept } from '../value/kept.ts'
import { kindOf } from '../value/kind-of.ts'
import { isRoot, markRoot } from '../value/mark.ts'
import { admit } from './admit.ts'
import { newRoot } from './new-root.ts'

/** As `admit`, of what can be a root: an object, array, Map or Set (`BAD_OPTION` for anything else). */
export function admitObject(value: unknown, name: string): object {
  const kept: Kept = admit(value, name)
  const kind = kindOf(kept)
  if (kind !== 'primitive' && kind !== 'leaf') return rootOf(kept as Kept & object, value)
  const what = kind === 'leaf' ? 'an object that can only be read as a copy' : String(value)
  throw badOption(
    name,
    'value',
    `is ${what}: give an object, array, Map or Set, which can stand for a revision`,
  )
}

/** A part becomes a root of its own: it may stand anywhere as what it is. */
function rootOf(kept: Kept & object, given: unknown): object {
  if (kept === given && !isRoot(kept)) return newRoot(kept)
  markRoot(kept)
  return kept
}
