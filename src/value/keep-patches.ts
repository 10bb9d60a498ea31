import { VarveError } from '../errors.ts'
import { badOption } from '../options.ts'
import { keep } from './keep.ts'
import { isPathKey } from './parse-path.ts'
import type { Patch, Patches } from './path.ts'
import { pathText } from './path-text.ts'
import { whereOf } from './where.ts'
import { isSealed, seal } from './sealed.ts'

/** Brings patches in: checks their form, and keeps what they hold. Throws BAD_PATCH for what is no patch. */
export function keepPatches(patches: Iterable<Patch>, name = 'value'): Patches {
  return Object.freeze(Array.from(listed(patches), patch => keepPatch(patch, name)))
}

/** Refuses what is no list of patches (BAD_OPTION). */
export function listed(patches: Iterable<Patch>): Iterable<Patch> {
  if (typeof patches === 'object' && patches !== null && Symbol.iterator in patches) return patches
  throw badOption('apply', 'patches', 'is no array of patches; diff, revision.patches and update make them')
}

/** Brings one patch in; one of ours is returned as it is. */
export function keepPatch(patch: Patch, name: string): Patch {
  checkForm(patch)
  if (isSealed(patch)) return patch
  const { path } = patch
  const own: Record<string, unknown> = { op: patch.op, path: seal([...path]) }
  if ('value' in patch) own['value'] = keep(patch.value, { name, where: whereOf(path) })
  if (patch.op === 'add' && patch.before !== undefined) own['before'] = patch.before
  if (patch.op === 'splice' || patch.op === 'text') {
    own['index'] = patch.index
    own['remove'] = patch.remove
    own['insert'] = patch.op === 'text' ? patch.insert : keep(patch.insert, { name, where: whereOf(path) })
  }
  return seal(own) as unknown as Patch
}

function checkForm(patch: Patch): void {
  if (typeof patch !== 'object' || patch === null) refusePatch(patch, 'it is no object')
  const { op, path } = patch
  if (!Array.isArray(path) || !path.every(isPathKey))
    refusePatch(
      patch,
      typeof path === 'string'
        ? 'its path is a text: JSON Patch comes in by fromJsonPatch'
        : 'its path is no array of keys',
    )
  switch (op) {
    case 'add':
    case 'replace':
      if (!('value' in patch)) refusePatch(patch, 'it has no value')
      if (op === 'add' && patch.before !== undefined && !isPathKey(patch.before))
        refusePatch(patch, 'its "before" is no key')
      return
    case 'remove':
      return
    case 'splice':
    case 'text':
      if (!isCount(patch.index) || !isCount(patch.remove))
        refusePatch(patch, 'its index and remove must be whole numbers from 0 on')
      if (op === 'text' ? typeof patch.insert === 'string' : Array.isArray(patch.insert)) return
      return refusePatch(patch, `its insert must be ${op === 'text' ? 'a string' : 'an array'}`)
    default:
      return refusePatch(patch, `"${String(op)}" is none of add, replace, remove, splice, text`)
  }
}

const isCount = (n: unknown): boolean => Number.isSafeInteger(n) && (n as number) >= 0

/** Refuses a patch: `why` says what is wrong with it, `act` what was to be done with it. */
export function refusePatch(patch: Patch, why: string, act = 'applied'): never {
  const path: unknown = (patch as Partial<Patch> | null)?.path
  const place =
    Array.isArray(path) && path.every(isPathKey) ? pathText(path) || 'the root' : 'an unknown place'
  const message = `A patch for ${place} can't be ${act}: ${why}; nothing was changed`
  throw new VarveError('BAD_PATCH', message, { patch })
}
