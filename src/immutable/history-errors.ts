import { VarveError } from '../errors.ts'
import type { Ref } from '../history/ref.ts'
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

/** Says that an object stands for no revision of this history. */
export function foreign(name: string, current: number): VarveError<'OUTDATED'> {
  const now = current < 0 ? 'nothing is current' : `version ${current} is current`
  const message = `${name}: the object given is no revision of it, and ${now}: give what getCurrentRevision() gives`
  return new VarveError('OUTDATED', message, { version: -1, current })
}

/** Says that what an object stood for is not there, since somebody else was first. */
export function withdrawn(name: string, version: number, current: number): VarveError<'OUTDATED'> {
  const now =
    current < 0
      ? 'nothing is current; set() the value again'
      : `version ${current} is what stands now: take that one (getCurrentRevision()) and change it`
  const message = `${name}: this version ${version} was withdrawn, since somebody else was first, and ${now}`
  return new VarveError('OUTDATED', message, { version, current })
}

/** Says that a history was ended by replace(): nobody would see what goes on in it. */
export function replaced(name: string, version: number): VarveError<'OUTDATED'> {
  const message = `${name}: replace() has ended this history, which can only be read now, and its key has another: take that one's manager (getRevisionManager()), or its current object, and change that`
  return new VarveError('OUTDATED', message, { version, current: -1 })
}

/** Says that somebody expects a revision where there never was one. */
export function notBegun(name: string, method: string, expect: Ref): VarveError<'UNKNOWN_REVISION'> {
  const ref = typeof expect === 'object' ? 'a revision' : String(expect)
  const message = `${name}: ${method} expected ${ref} to be the head, but there is no history yet: leave { expect } out`
  return new VarveError('UNKNOWN_REVISION', message, { variable: name, ref, pruned: null })
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
  const what = isLeaf(kept)
    ? `a ${kept.type}`
    : typeof kept === 'string'
      ? 'a text'
      : `${kept as number | bigint | boolean | null | undefined}`
  const why = `is ${what} as of version ${version}, which no mapping or container has recorded: delete() the key, or put an object in its place; give what else is stored a name without '/' in it`
  return badOption(name, 'value', why)
}

/** Says that a history has no such version. */
export function unknownVersion(variable: string, ref: string, why: string): VarveError<'UNKNOWN_REVISION'> {
  const message = `${variable}: ${why}; give a version that getRevision() knows, or a revision of this history`
  return new VarveError('UNKNOWN_REVISION', message, { variable, ref, pruned: null })
}
