import type { Kept } from '../kept.ts'
import { kindOf } from '../sealed.ts'

/** Tells whether two values are containers of one kind, which may differ in some places only. */
export function isPair(a: Kept, b: Kept): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const prototype: unknown = Object.getPrototypeOf(a)
  if (prototype !== Object.getPrototypeOf(b)) return false
  return prototype === Object.prototype || Array.isArray(a) || kindOf(a) !== 'leaf'
}
