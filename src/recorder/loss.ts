import { VarveError } from '../errors.ts'
import type { RecordedRevision } from '../history/recorded-revision.ts'
import type { Mark } from '../store/store.ts'
import type { Track } from './track.ts'

/** The variable at which a unit lost: what it was built on, or the mark that is taken. */
export interface Culprit {
  readonly track: Track
  readonly expected: RecordedRevision
  readonly mark: Mark | undefined
}

/** Says that a save failed, and what becomes of the revisions. */
export function notDurable(variable: string, cause: unknown): VarveError<'NOT_DURABLE'> {
  const why = cause instanceof Error ? cause.message : String(cause)
  const message = `${variable}: not saved (${why}); its revisions are kept in memory and tried again with the next change or flush()`
  return new VarveError('NOT_DURABLE', message, { variable }, { cause })
}

/** Says that somebody else was first, and hands over what was withdrawn. */
export function conflict(
  { track, expected, mark }: Culprit,
  withdrawn: readonly RecordedRevision[],
): VarveError<'CONFLICT'> {
  const { name: variable, timeline } = track
  const actual = timeline.revision(Math.min(mark?.index ?? Infinity, timeline.length - 1))
  const first = mark
    ? `named ${variable}@${mark.index} '${mark.name}' first, and a mark is for good`
    : `recorded ${variable}@${actual.index} first`
  const message = `${variable}: somebody else ${first}; ${told(withdrawn)}: look at the new value and change it again`
  return new VarveError('CONFLICT', message, { variable, expected, actual, withdrawn })
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
