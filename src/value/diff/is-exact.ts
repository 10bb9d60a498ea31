import type { Kept } from '../kept.ts'
import { markOf } from '../mark.ts'
import { same } from '../same.ts'
import { kindOf, placesOf } from '../sealed.ts'
import { isPair } from './is-pair.ts'

/** Tells whether two kept values are the same down to the order of their keys, which `same` passes over in objects. */
export function isExact(a: Kept, b: Kept): boolean {
  if (Object.is(a, b)) return true
  if (!isPair(a, b)) return same(a, b)
  const [one, other] = [a as object, b as object]
  const isArray = Array.isArray(one)
  if (isArray && one.length !== (other as unknown[]).length) return false
  const isSimple = markOf(one) === null && markOf(other) === null
  if (isSimple && isArray) return one.every((part, i) => isExact(part as Kept, (other as Kept[])[i]))
  if (isSimple && kindOf(a) === 'object')
    return isExactObject(one as Record<string, Kept>, other as Record<string, Kept>)
  const places = placesOf(b)
  const mine = placesOf(a)
  return (
    mine.length === places.length &&
    mine.every(([key, part], i) => Object.is(key, places[i]![0]) && isExact(part, places[i]![1]))
  )
}

function isExactObject(a: Record<string, Kept>, b: Record<string, Kept>): boolean {
  const [mine, others] = [Object.keys(a), Object.keys(b)]
  return mine.length === others.length && mine.every((key, i) => key === others[i] && isExact(a[key], b[key]))
}
