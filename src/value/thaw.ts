import { listFamily } from './list-family.ts'
import { kindOf } from './kind-of.ts'
import { isLeaf } from './leaf.ts'
import { isSealed } from './mark.ts'
import { eachPlace, placesOf } from './places.ts'
import { emptyArray, emptyLike, setOwn } from './sealed.ts'

/** Makes a mutable plain copy of a snapshot, all the way down; what isn't a snapshot passes through as it is. */
export function thaw(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isLeaf(value)) return value.copy(thaw)
  if (!isSealed(value)) return value
  const kind = kindOf(value)
  if (kind === 'array') {
    const open = emptyArray((value as unknown[]).length)
    eachPlace(value, (key, kept) => void (open[key as number] = thaw(kept)))
    return open
  }
  if (kind === 'object') {
    const open = emptyLike(value)
    eachPlace(value, (key, kept) => setOwn(open, key as string, thaw(kept)))
    return open
  }
  if (kind === 'map') {
    const open = new Map<unknown, unknown>()
    eachPlace(value, (key, kept) => open.set(key, thaw(kept)))
    return open
  }
  if (kind === 'list') return listFamily()!.transient(placesOf(value).map(([, kept]) => thaw(kept)))
  const open = new Set<unknown>()
  eachPlace(value, (_key, kept) => open.add(thaw(kept)))
  return open
}
