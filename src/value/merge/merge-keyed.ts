import { mapInside } from '../immutable-map.ts'
import type { Kept } from '../kept.ts'
import { markOf } from '../mark.ts'
import type { PathKey } from '../path.ts'
import { bare, kindOf, placesOf, seal, setOwn, unseal } from '../sealed.ts'
import { isUnchanged, mergePlaces } from './merge-places.ts'
import type { Merger } from './merger.ts'
import { type Places, valueOf } from './slot.ts'

/** Merges three objects or three Maps key by key. */
export function mergeKeyed(merger: Merger, base: Kept, ours: Kept, theirs: Kept): Kept {
  const keys = keysOf(ours)
  if (isSameList(keys, keysOf(base)) && isSameList(keys, keysOf(theirs)))
    return mergeValues(merger, keys, base, ours, theirs)
  const [mine, others] = [placesIn(ours), placesIn(theirs)]
  const merged = mergePlaces(merger, [placesIn(base), mine, others], key => key)
  if (isUnchanged(mine, merged)) return ours
  if (isUnchanged(others, merged)) return theirs
  if (kindOf(ours) === 'map') return seal(merged)
  const open: Record<string, unknown> = Object.getPrototypeOf(ours) === null ? bare() : {}
  for (const [key, slot] of merged) setOwn(open, key as string, slot)
  return seal(open)
}

/** Merges where no key came or went or moved, which is common, without a thought of order. */
function mergeValues(merger: Merger, keys: readonly PathKey[], base: Kept, ours: Kept, theirs: Kept): Kept {
  const [old, mine, others] = [readerOf(base), readerOf(ours), readerOf(theirs)]
  const changed: [PathKey, Kept][] = []
  let isTheirs = true
  for (const key of keys) {
    const [our, their] = [mine(key), others(key)]
    const value = valueOf(merger.step(key, old(key), our, their))
    if (!Object.is(value, our)) changed.push([key, value])
    isTheirs &&= Object.is(value, their)
  }
  if (changed.length === 0) return ours
  if (isTheirs) return theirs
  const open = unseal(ours)
  for (const [key, value] of changed) {
    if (open instanceof Map) open.set(key, value)
    else setOwn(open, key as string, value)
  }
  return seal(open)
}

const keysOf = (kept: Kept): readonly PathKey[] =>
  kindOf(kept) === 'map' ? ([...mapInside(kept as object).keys()] as PathKey[]) : Object.keys(kept as object)

function isSameList(a: readonly PathKey[], b: readonly PathKey[]): boolean {
  return a.length === b.length && a.every((key, i) => Object.is(key, b[i]))
}

/** Reads what is at a key that is there, with a Leaf as it is. */
function readerOf(kept: Kept): (key: PathKey) => Kept {
  if (kindOf(kept) === 'map') {
    const map = mapInside(kept as object)
    return key => map.get(key) as Kept
  }
  const leaves = markOf(kept as object)?.leaves
  return key =>
    (leaves?.get(key as string) ?? (kept as unknown as Record<string, unknown>)[key as string]) as Kept
}

function placesIn(kept: Kept): Places<PathKey> {
  if (kindOf(kept) === 'map') return mapInside(kept as object) as Map<PathKey, Kept>
  return new Map(placesOf(kept))
}
