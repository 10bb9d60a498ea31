import { useForking } from '../forking.ts'
import { useLists } from '../list-family.ts'
import { useWays } from '../locked-ways.ts'
import { forks } from './forks.ts'
import { lists } from './lists.ts'
import { lockedCollections } from './locked-collections.ts'

/** Lets values hold lists, and Maps and Sets be forked instead of copied, from now on. */
export function handIn(): void {
  useLists(lists)
  useForking(forks)
  useWays(lockedCollections)
}
