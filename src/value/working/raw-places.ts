import { listInside } from '../list-family.ts'
import { isForkedMap } from '../forking.ts'
import { isLeafyMap, mapInside, refillMap } from '../immutable-map.ts'
import { isLeafySet, refillSet, setInside } from '../immutable-set.ts'
import { keep } from '../keep.ts'
import type { Kept } from '../kept.ts'
import { kindOf } from '../kind-of.ts'
import { isLeaf } from '../leaf.ts'
import type { Owned } from '../owned.ts'
import type { PathKey } from '../path.ts'
import { copyLevel } from '../copy-level.ts'
import { setOwn } from '../sealed.ts'

/** Sets what stands at a place of an owned container; the keys keep their order. */
export function writeRaw(owned: Owned, key: PathKey, raw: unknown): void {
  const { container } = owned
  noteIrregular(owned, raw)
  if (Array.isArray(container)) container[key as number] = raw
  else if (isObject(container)) setOwn(container, String(key), raw)
  else if (kindOf(container) === 'map') mapInside(container).set(key, raw)
  else if (kindOf(container) === 'list') listInside(container).set(key as number, raw)
  else replaceMember(container, nthMember(container, key as number), raw)
}

/** Takes a property, entry or member away; an element leaves a hole. */
export function eraseRaw(owned: Owned, key: PathKey): void {
  const { container } = owned
  if (Array.isArray(container)) {
    delete container[key as number]
    owned.noteIrregular()
  } else if (isObject(container)) delete container[String(key)]
  else if (kindOf(container) === 'map') mapInside(container).delete(key)
  else setInside(container).delete(nthMember(container, key as number))
}

/** Notes that sealing has to look closer, where a Leaf comes in. */
export function noteIrregular(owned: Owned, raw: unknown): void {
  if (typeof raw !== 'object' || !isLeaf(raw)) return
  owned.noteIrregular()
  const kind = kindOf(owned.container)
  if (kind === 'map') isLeafyMap(owned.container, true)
  if (kind === 'set') isLeafySet(owned.container, true)
}

/** Puts a new key of an object or Map in front of another. */
export function writeBefore(owned: Owned, key: PathKey, raw: unknown, before: PathKey): void {
  const { container } = owned
  if (!isObject(container)) return writeEntryBefore(owned, key, raw, before)
  const keys = Object.keys(container)
  const behind = keys
    .slice(keys.indexOf(String(before)))
    .map(each => [each, (container as Record<string, unknown>)[each]] as const)
  writeRaw(owned, key, raw)
  for (const [each, held] of behind) {
    eraseRaw(owned, each)
    writeRaw(owned, each, held)
  }
}

/** A Map is made anew, which takes a fifth of taking all behind out and putting it in again. */
function writeEntryBefore(owned: Owned, key: PathKey, raw: unknown, before: PathKey): void {
  const { container } = owned
  noteIrregular(owned, raw)
  const inside = mapInside(container)
  if (isForkedMap(inside) && inside.putBack(key, raw, before)) return
  const entries = new Map<unknown, unknown>()
  for (const [each, held] of inside) {
    if (Object.is(each, before)) entries.set(key, raw)
    entries.set(each, held)
  }
  refillMap(container, entries)
}

/** The key behind another in an object or Map, the order being part of the value; undefined behind the last. */
export function keyAfter(container: object, key: PathKey): PathKey | undefined {
  const inside = isObject(container) ? null : mapInside(container)
  if (inside !== null && isForkedMap(inside)) return inside.keyAfter(key) as PathKey | undefined
  const name = isObject(container) ? String(key) : key
  const keys = isObject(container) ? Object.keys(container) : mapInside(container).keys()
  let found = false
  for (const each of keys) {
    if (found) return each as PathKey
    found = Object.is(each, name)
  }
  return undefined
}

/** Puts a member at a position of an owned Set, instead of `remove` members there. */
export function spliceMember(owned: Owned, position: number, remove: 0 | 1, raw: unknown): void {
  const inside = setInside(owned.container)
  noteIrregular(owned, raw)
  if (position === inside.size) return void inside.add(raw)
  const members = [...inside]
  members.splice(position, remove, raw)
  refillSet(owned.container, new Set(members))
}

/** Lets another member stand where one stood. */
export function replaceMember(set: object, member: unknown, next: unknown): void {
  const inside = setInside(set)
  refillSet(set, new Set(Array.from(inside, each => (Object.is(each, member) ? next : each))))
}

/** The member at a position of a Set. */
export function nthMember(set: object, position: number): unknown {
  let at = 0
  for (const member of setInside(set)) if (at++ === position) return member
  return undefined
}

/** Copies what is in a Set already, so that the Set may hold two that are equal. */
export function another(kept: Kept): Kept {
  if (isLeaf(kept)) return keep(kept.copy(), { name: 'value' })
  return typeof kept === 'object' && kept !== null ? copyLevel(kept) : kept
}

const isObject = (container: object): container is Record<string, unknown> =>
  Object.getPrototypeOf(container) === Object.prototype || kindOf(container) === 'object'
