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
  if (markOf(one) === null && markOf(other) === null) {
    if (Array.isArray(one)) return isExactArray(one as Kept[], other as Kept[])
    if (kindOf(a) === 'object')
      return isExactObject(one as Record<string, Kept>, other as Record<string, Kept>)
  }
  if (Array.isArray(one) && one.length !== (other as unknown[]).length) return false
  const [mine, others] = [placesOf(a), placesOf(b)]
  if (mine.length !== others.length) return false
  for (let i = 0; i < mine.length; i++) {
    if (!Object.is(mine[i]![0], others[i]![0]) || !isExact(mine[i]![1], others[i]![1])) return false
  }
  return true
}

// Loops, since a callback for each level would take twice the stack.
function isExactArray(a: readonly Kept[], b: readonly Kept[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!isExact(a[i], b[i])) return false
  return true
}

function isExactObject(a: Record<string, Kept>, b: Record<string, Kept>): boolean {
  const [mine, others] = [Object.keys(a), Object.keys(b)]
  if (mine.length !== others.length) return false
  for (let i = 0; i < mine.length; i++) {
    const key = mine[i]!
    if (key !== others[i] || !isExact(a[key], b[key])) return false
  }
  return true
}
