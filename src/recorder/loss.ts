import { isVarveError, VarveError } from '../errors.ts'
import type { RecordedRevision } from '../history/recorded-revision.ts'
import type { PendingUnit } from './pending-unit.ts'
import type { Culprit } from './race.ts'

/** Says that a save failed, and what becomes of the revisions. */
export function notDurable(variable: string, cause: unknown): VarveError<'NOT_DURABLE'> {
  const why = cause instanceof Error ? cause.message : String(cause)
  const message = `${variable}: not saved (${why}); its revisions are kept in memory and tried again with the next change or flush()`
  return new VarveError('NOT_DURABLE', message, { variable }, { cause })
}

/** Says that somebody else was first, and hands over what was withdrawn; `cause` is what kept it from being made again. */
export function conflict(
  { track, expected, actual, mark }: Culprit,
  withdrawn: readonly RecordedRevision[],
  cause?: unknown,
): VarveError<'CONFLICT'> {
  const { name: variable } = track
  const first = mark
    ? `somebody else named ${variable}@${mark.index} '${mark.name}' first, and a mark is for good`
    : `${actual.creator ?? 'somebody else'} recorded ${variable}@${actual.index} first`
  // That somebody was first is said already.
  const isNews = cause instanceof Error && !isVarveError(cause, 'CONFLICT')
  const failed = isNews ? `, since made again it failed (${cause.message})` : ''
  const message = `${variable}: ${first}; ${told(withdrawn)}${failed}: look at the new value and change it again`
  const details = { variable, expected, actual, withdrawn }
  return new VarveError('CONFLICT', message, details, cause === undefined ? {} : { cause })
}

/** Says that there is nothing left on which a change could be made. */
export function takenAway(variable: string): VarveError<'UNKNOWN_VARIABLE'> {
  const message = `${variable} was taken away from the store meanwhile, with all of its history`
  return new VarveError('UNKNOWN_VARIABLE', message, { variable, nearest: null })
}

function told(withdrawn: readonly RecordedRevision[]): string {
  const [first] = withdrawn
  if (!first) return 'what was to be named has no name'
  const [made] = first.parents
  const isOfOne = withdrawn.every(({ variable }) => variable === first.variable)
  const base = made && isOfOne ? ` made on ${made.variable}@${made.index}` : ''
  const { length } = withdrawn
  return length === 1 ? `one revision${base} was withdrawn` : `${length} revisions${base} were withdrawn`
}

/** The variable to name where one of these failed. */
export function firstName(units: readonly PendingUnit[]): string {
  return [...(units[0]?.tracks ?? [])][0]?.name ?? ''
}
