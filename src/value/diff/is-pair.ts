import type { Kept } from '../kept.ts'
import { kindOf } from '../sealed.ts'

/** Tells whether two values are containers of one kind, which may differ in some places only. */
export function isPair(a: Kept, b: Kept): boolean {
  const kind = kindOf(a)
  if (kind === 'primitive' || kind === 'leaf' || kind !== kindOf(b)) return false
  return kind !== 'object' || Object.getPrototypeOf(a) === Object.getPrototypeOf(b)
}
