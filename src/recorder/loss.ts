import { VarveError } from '../errors.ts'
import type { RecordedRevision } from '../history/recorded-revision.ts'
import type { PendingUnit } from './pending-unit.ts'
import type { Track } from './track.ts'

/** A variable that lost a race, and what its repository had recorded on top of the old head. */
export interface Loss {
  readonly track: Track
  readonly withdrawn: readonly RecordedRevision[]
  readonly expected: RecordedRevision
  readonly units: readonly PendingUnit[]
}

/** Says that a save failed, and what becomes of the revisions. */
export function notDurable(variable: string, cause: unknown): VarveError<'NOT_DURABLE'> {
  const why = cause instanceof Error ? cause.message : String(cause)
  const message = `${variable}: not saved (${why}); its revisions are kept in memory and tried again with the next change or flush()`
  return new VarveError('NOT_DURABLE', message, { variable }, { cause })
}

/** Says that somebody else was first, and hands over what was withdrawn. */
export function conflict({ track, withdrawn, expected }: Loss): VarveError<'CONFLICT'> {
  const { name: variable, timeline } = track
  const actual = timeline.revision(timeline.length - 1)
  const message = `${variable}: somebody else recorded ${variable}@${actual.index} first; ${count(withdrawn.length)} made on @${expected.index}: look at the new value and change it again`
  return new VarveError('CONFLICT', message, { variable, expected, actual, withdrawn })
}

function count(withdrawn: number): string {
  return withdrawn === 1
    ? 'one revision was withdrawn that was'
    : `${withdrawn} revisions were withdrawn that were`
}
