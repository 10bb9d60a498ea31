import { setInside } from '../immutable-set.ts'
import type { Kept } from '../kept.ts'
import { seal } from '../sealed.ts'
import { namePlaces, newOnes } from './name-places.ts'
import { pairSame } from './pair-same.ts'
import { type Plan, PlacesPlan, type Sides } from './plan.ts'

/** Plans to merge three Sets: what either side added is added, what either removed is gone. There is nothing to contest. */
export function planSets(kept: Sides<Kept>): Plan {
  const base = membersOf(kept.base)
  const ours = membersOf(kept.ours)
  const theirs = membersOf(kept.theirs)
  const [oursFrom, theirsFrom] = [pairSame(base, ours), pairSame(base, theirs)]
  const [oursNew, theirsNew] = [newOnes(oursFrom), newOnes(theirsFrom)]
  const twins = theirsFrom.map(() => -1)
  pairSame(
    oursNew.map(i => ours[i]),
    theirsNew.map(i => theirs[i]),
  ).forEach((twin, i) => (twins[theirsNew[i]!] = twin === -1 ? -1 : oursNew[twin]!))
  const places = namePlaces({ base, ours, theirs }, { ours: oursFrom, theirs: theirsFrom, twins })
  return new PlacesPlan(kept, places, {
    step: (_name, position) => position,
    make: merged => seal(new Set(merged.values())),
  })
}

const membersOf = (set: Kept): readonly Kept[] => [...setInside(set as object)] as Kept[]
