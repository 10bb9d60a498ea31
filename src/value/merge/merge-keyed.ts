import { mapInside } from '../immutable-map.ts'
import type { Kept } from '../kept.ts'
import type { PathKey } from '../path.ts'
import { bare, kindOf, placesOf, seal, setOwn } from '../sealed.ts'
import { isUnchanged, mergePlaces } from './merge-places.ts'
import type { Merger } from './merger.ts'
import type { Places } from './slot.ts'

/** Merges three objects or three Maps key by key. */
export function mergeKeyed(merger: Merger, base: Kept, ours: Kept, theirs: Kept): Kept {
  const [mine, others] = [placesIn(ours), placesIn(theirs)]
  const merged = mergePlaces(merger, [placesIn(base), mine, others], key => key)
  if (isUnchanged(mine, merged)) return ours
  if (isUnchanged(others, merged)) return theirs
  if (kindOf(ours) === 'map') return seal(merged)
  const open: Record<string, unknown> = Object.getPrototypeOf(ours) === null ? bare() : {}
  for (const [key, slot] of merged) setOwn(open, key as string, slot)
  return seal(open)
}

function placesIn(kept: Kept): Places<PathKey> {
  if (kindOf(kept) === 'map') return mapInside(kept as object) as Map<PathKey, Kept>
  return new Map(placesOf(kept))
}
