import { keep } from '../value/keep.ts'
import type { Kept } from '../value/kept.ts'

/** Brings a value in: checked, converted and locked, sharing what is locked already. */
export function admit(value: unknown, name: string): Kept {
  return keep(value, { name, converts: true })
}
