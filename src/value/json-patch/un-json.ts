import type { Kept } from '../kept.ts'
import { isLeaf } from '../leaf.ts'
import { isOwnPrototype } from '../own-class.ts'
import type { PathKey } from '../path.ts'
import { placeText } from '../path-text.ts'
import { eachPlace, kindOf } from '../sealed.ts'

/** Finds the first thing in a kept value that JSON can't hold, and says where it is; null when there is none. */
export function unJson(kept: Kept, path: readonly PathKey[] = []): string | null {
  const what = nameOf(kept)
  if (what !== null) return `JSON can't hold ${what}, at ${placeText('value', path)}`
  let found: string | null = null
  let count = 0
  eachPlace(kept, (key, part) => {
    count++
    found ??= unJson(part, [...path, key])
  })
  const isFull = !Array.isArray(kept) || count === kept.length
  return found ?? (isFull ? null : `JSON can't hold an array with holes, at ${placeText('value', path)}`)
}

/** Names what JSON can't hold. */
function nameOf(kept: Kept): string | null {
  if (isLeaf(kept)) return `a ${kept.type}`
  const kind = kindOf(kept)
  if (kind === 'list') return 'a list'
  if (kind === 'object' && isOwnPrototype(Object.getPrototypeOf(kept) as object | null))
    return 'an instance of an immutable type'
  if (kind === 'map' || kind === 'set') return kind === 'map' ? 'a Map' : 'a Set'
  if (kept === undefined || typeof kept === 'bigint') return typeof kept
  return typeof kept === 'number' && !Number.isFinite(kept) ? String(kept) : null
}
