import { setInside } from '../immutable-set.ts'
import type { Kept } from '../kept.ts'
import { seal } from '../sealed.ts'
import { isUnchanged, mergePlaces } from './merge-places.ts'
import type { Merger } from './merger.ts'
import { namePlaces, newOnes } from './name-places.ts'
import { pairSame } from './pair-same.ts'

/** Merges three Sets: what either side added is added, what either removed is gone. There is nothing to contest. */
export function mergeSets(merger: Merger, old: Kept, mine: Kept, others: Kept): Kept {
  const [base, ours, theirs] = [membersOf(old), membersOf(mine), membersOf(others)]
  const [oursFrom, theirsFrom] = [pairSame(base, ours), pairSame(base, theirs)]
  const [oursNew, theirsNew] = [newOnes(oursFrom), newOnes(theirsFrom)]
  const twins = theirsFrom.map(() => -1)
  pairSame(
    oursNew.map(i => ours[i]),
    theirsNew.map(i => theirs[i]),
  ).forEach((twin, i) => (twins[theirsNew[i]!] = twin === -1 ? -1 : oursNew[twin]!))
  const places = namePlaces({ base, ours, theirs, oursFrom, theirsFrom, twins })
  const merged = mergePlaces(merger, places, (_name, position) => position)
  if (isUnchanged(places[1], merged)) return mine
  if (isUnchanged(places[2], merged)) return others
  return seal(new Set(merged.values()))
}

const membersOf = (set: Kept): readonly Kept[] => [...setInside(set as object)] as Kept[]
