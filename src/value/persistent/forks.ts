import type { ForkedMap, ForkedSet, Forking } from '../forking.ts'
import { Entries } from './entries.ts'
import { Members } from './members.ts'

/** Maps and Sets that can be forked, for who hands them in. */
export const forks: Forking = {
  map: from => Entries.from(from) as ForkedMap,
  // It has all of a Set that is asked of one inside.
  set: from => Members.from(from) as unknown as ForkedSet,
  isMap: x => x instanceof Entries,
  isSet: x => x instanceof Members,
}
