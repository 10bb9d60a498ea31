import { type ForkedMap, isForkedMap } from '../forking.ts'
import { mapInside } from '../immutable-map.ts'
import type { Kept } from '../kept.ts'
import { markOf } from '../mark.ts'
import { addPatch, removePatch } from '../patch.ts'
import type { PathKey } from '../path.ts'
import { kindOf } from '../sealed.ts'
import type { Differ } from './differ.ts'
import { longestRise } from './longest-rise.ts'
import { isSameOrder, partsOf } from '../parts-of.ts'

/** From how many keys on a container that lost them all is replaced. */
const many = 8

interface Places {
  readonly keys: readonly PathKey[]
  has(key: PathKey): boolean
  get(key: PathKey): Kept
}

/** Tells how two objects differ, property by property; the order of the keys comes out exactly. */
export function diffObjects(differ: Differ, a: Kept & object, b: Kept & object): void {
  const keys = Object.keys(a)
  if (!isSameOrder(keys, Object.keys(b))) return diffOrders(differ, a, b)
  diffParts(differ, keys, partsOf(a, keys), partsOf(b, keys))
}

/** Tells how two Maps differ, entry by entry; the order of the keys comes out exactly. */
export function diffMaps(differ: Differ, a: Kept & object, b: Kept & object): void {
  const [old, next] = [mapInside(a), mapInside(b)] as [Entries, Entries]
  if (isForkedMap(old) && isForkedMap(next) && diffForked(differ, a, b)) return
  const keys = [...old.keys()]
  if (!isSameOrder(keys, [...next.keys()])) return diffOrders(differ, a, b)
  diffParts(differ, keys, [...old.values()], [...next.values()])
}

/** For two Maps of which one came from the other: what they share is not looked at. False where keys have moved. */
function diffForked(differ: Differ, a: Kept & object, b: Kept & object): boolean {
  const [old, next] = [mapInside(a), mapInside(b)] as [ForkedMap, ForkedMap]
  const { changed, moved } = old.different(next)
  if (moved.length > 0) return false
  const removed = inOrder(
    old,
    changed.filter(key => !next.has(key)),
  )
  const added = inOrder(
    next,
    changed.filter(key => !old.has(key)),
  )
  if (removed.length === old.size && old.size > many) return false
  for (const key of removed)
    differ.patches.push(removePatch(differ.path(key), old.get(key) as Kept, old.keyAfter(key) as PathKey))
  for (const key of added) {
    let before = next.keyAfter(key)
    while (before !== undefined && !old.has(before)) before = next.keyAfter(before)
    differ.patches.push(addPatch(differ.path(key), next.get(key) as Kept, before as PathKey | undefined))
  }
  for (const key of inOrder(
    next,
    changed.filter(key => old.has(key) && next.has(key)),
  ))
    differ.step(key, old.get(key) as Kept, next.get(key) as Kept)
  return true
}

function inOrder(map: ForkedMap, keys: readonly unknown[]): readonly PathKey[] {
  const placed = keys.map(key => [map.positionOf(key), key] as const)
  return placed.sort(([a], [b]) => a - b).map(([, key]) => key as PathKey)
}

type Entries = ReadonlyMap<PathKey, Kept>

/** For the same keys in the same order. */
function diffParts(differ: Differ, keys: readonly PathKey[], old: List, next: List): void {
  for (let i = 0; i < keys.length; i++) differ.step(keys[i]!, old[i], next[i])
}

type List = readonly Kept[]

/** For keys that are not the same in the same order. */
function diffOrders(differ: Differ, a: Kept, b: Kept): void {
  const [old, next] = [placesOf(a), placesOf(b)]
  const stayed = stayedKeys(old, next)
  if (stayed.size === 0 && old.keys.length > many) return differ.replace(a, b)
  old.keys.forEach((key, i) => {
    if (!stayed.has(key)) differ.patches.push(removePatch(differ.path(key), old.get(key), old.keys[i + 1]))
  })
  addKeys(differ, next, stayed)
  for (const key of next.keys) if (stayed.has(key)) differ.step(key, old.get(key), next.get(key))
}

/** Adds the keys that are new, or stand elsewhere, in front of the next key that stayed. */
function addKeys(differ: Differ, next: Places, stayed: ReadonlySet<PathKey>): void {
  let waiting: PathKey[] = []
  const add = (before?: PathKey): void => {
    for (const key of waiting) differ.patches.push(addPatch(differ.path(key), next.get(key), before))
    waiting = []
  }
  for (const key of next.keys) {
    if (stayed.has(key)) add(key)
    else waiting.push(key)
  }
  add()
}

/** The keys of both whose order among each other is the same in both. */
function stayedKeys(old: Places, next: Places): ReadonlySet<PathKey> {
  const positions = new Map(old.keys.map((key, i) => [key, i]))
  const common = next.keys.filter(key => old.has(key))
  return new Set(longestRise(common.map(key => positions.get(key)!)).map(i => common[i]!))
}

function placesOf(kept: Kept): Places {
  if (kindOf(kept) === 'map') {
    const map = mapInside(kept as object) as Map<PathKey, Kept>
    return { keys: [...map.keys()], has: key => map.has(key), get: key => map.get(key) }
  }
  const object = kept as Record<string, Kept>
  const leaves = markOf(object)?.leaves
  return {
    keys: Object.keys(object),
    has: key => Object.hasOwn(object, key as string),
    get: key => (leaves?.get(key as string) as unknown as Kept) ?? object[key as string],
  }
}
