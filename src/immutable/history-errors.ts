import { VarveError } from '../errors.ts'
import type { AnyRevision } from '../history/revision.ts'
import { badOption } from '../options.ts'
import type { Kept } from '../value/kept.ts'
import { isLeaf } from '../value/leaf.ts'

/** Says that an object is not the current one of its history; `current` is -1 where nothing is. */
export function outdated(name: string, version: number, current: number): VarveError<'OUTDATED'> {
  const now =
    current < 0
      ? 'and nothing is current; roll back to a revision, or set() another value in its mapping'
      : `version ${current} is current`
  const hint = current < 0 ? '' : ': take that one (getCurrentRevision()) and change it'
  const message = `${name}: version ${version} is outdated, ${now}${hint}`
  return new VarveError('OUTDATED', message, { version, current })
}

/** Says that something else was recorded while somebody edited, and that it stands. */
export function overtaken(
  variable: string,
  expected: AnyRevision,
  actual: AnyRevision,
): VarveError<'CONFLICT'> {
  const isDeleted = actual.kind === 'delete'
  const met = isDeleted ? 'it was deleted' : `${variable}@${actual.index} was recorded`
  const advice = isDeleted ? 'set it again' : 'take the current one and change it again, or give { merge }'
  const message = `${variable}: ${met} while version ${expected.index} was edited; nothing of the edit was recorded: ${advice}`
  return new VarveError('CONFLICT', message, { variable, expected, actual, withdrawn: [] })
}

/** Says that what is stored as a revision is none: no object that can be one. */
export function noObject(name: string, version: number, kept: Kept): VarveError<'BAD_OPTION'> {
  const what = isLeaf(kept) ? `a ${kept.type}` : typeof kept === 'string' ? 'a text' : String(kept)
  const why = `is ${what} as of version ${version}, which no mapping has recorded: set() or delete() the key, or roll it back to another version; give what else is stored a name without '/' in it`
  return badOption(name, 'value', why)
}

/** Says that a history has no such version. */
export function unknownVersion(variable: string, ref: string, why: string): VarveError<'UNKNOWN_REVISION'> {
  const message = `${variable}: ${why}; give a version that getRevision() knows, or a revision of this history`
  return new VarveError('UNKNOWN_REVISION', message, { variable, ref, pruned: null })
}
