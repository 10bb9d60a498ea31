import { VarveError } from '../../errors.ts'
import type { Kept } from '../kept.ts'
import type { Path } from '../path.ts'
import { placeText } from '../path-text.ts'
import { show } from '../show.ts'
import { pairUp } from './pair-up.ts'

/** Names an element of an array, so that it is recognised at another index. */
export type ElementKey = (element: unknown, path: Path) => unknown

/**
 * Finds for each of `next` the index of the one in `old` that has its key, -1 where there is none; null when no element
 * has a key. Those with the same key are taken in their order, and those without one are known again by being equal.
 */
export function pairByKey(
  old: readonly Kept[],
  next: readonly Kept[],
  keyOf: ElementKey,
  path: Path,
): number[] | null {
  const keys = old.map(element => ask(keyOf, element, path))
  const nextKeys = next.map(element => ask(keyOf, element, path))
  const [left, right] = [unnamed(keys), unnamed(nextKeys)]
  if (left.length === old.length && right.length === next.length) return null
  const free = new Map<unknown, number[]>()
  for (let i = keys.length - 1; i >= 0; i--) {
    const same = free.get(keys[i])
    if (same === undefined) free.set(keys[i], [i])
    else same.push(i)
  }
  free.delete(undefined)
  const pairs = nextKeys.map(key => free.get(key)?.pop() ?? -1)
  const equal = pairUp(
    left.map(i => old[i]),
    right.map(i => next[i]),
  )
  equal.forEach((at, i) => (pairs[right[i]!] = left[at] ?? -1))
  return pairs
}

/** Tells whether what is not identical in two lists of one length has the same key as what stands beside it. */
export function isInOrder(
  old: readonly Kept[],
  next: readonly Kept[],
  keyOf: ElementKey,
  path: Path,
): boolean {
  return old.every((element, i) => {
    if (Object.is(element, next[i])) return true
    const key = ask(keyOf, element, path)
    const other = ask(keyOf, next[i], path)
    return key !== undefined && (key === other || Object.is(key, other))
  })
}

const unnamed = (keys: readonly unknown[]): number[] =>
  keys.flatMap((key, i) => (key === undefined ? [i] : []))

function ask(keyOf: ElementKey, element: Kept, path: Path): unknown {
  try {
    return keyOf(show(element), path)
  } catch (cause) {
    const message = `keys threw at an element of ${placeText('value', path)}: see the cause, and answer undefined for what has no key`
    throw new VarveError('BAD_OPTION', message, { option: 'keys', nearest: null }, { cause })
  }
}
