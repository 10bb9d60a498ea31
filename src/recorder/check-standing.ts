import { isVarveError, VarveError } from '../errors.ts'
import { resolve, type Ref } from '../history/ref.ts'
import type { AnyRevision } from '../history/revision.ts'
import type { Change } from './info.ts'
import type { Track } from './track.ts'

/** Refuses a change that was aborted (`ABORTED`), or whose expected head is not the head any more (`CONFLICT`). */
export function checkStanding(track: Track, method: string, change: Exclude<Change, string>): void {
  const { signal, expect } = change
  const { name: variable, timeline } = track
  if (signal?.aborted)
    throw new VarveError('ABORTED', `${variable}: ${method} was aborted`, {}, { cause: signal.reason })
  if (expect === undefined) return
  const actual = timeline.revision(timeline.length - 1)
  const expected = expectedHead(track, expect)
  if (expected === actual) return
  const message = `${variable}: ${method} expected ${variable}@${expected.index} to be the head, but that is @${actual.index}; look at the new value and change it again`
  throw new VarveError('CONFLICT', message, { variable, expected, actual, withdrawn: [] })
}

function expectedHead({ timeline, marks }: Track, ref: Ref): AnyRevision {
  try {
    return timeline.revision(resolve(timeline, marks, ref))
  } catch (error) {
    // A revision that was withdrawn is nobody's head either.
    if (isVarveError(error, 'UNKNOWN_REVISION') && typeof ref === 'object' && 'hash' in ref) return ref
    throw error
  }
}
