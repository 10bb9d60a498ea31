import { expect } from 'vitest'
import { isVarveError, type VarveError, type VarveErrorCode } from '../../src/errors.ts'
import { decodeValue, encodeValue } from '../../src/value/codec.ts'
import { keep } from '../../src/value/keep.ts'
import type { Kept } from '../../src/value/kept.ts'
import { parseBounded } from '../../src/value/parse-bounded.ts'
import { same } from '../../src/value/same.ts'
import { thaw } from '../../src/value/thaw.ts'
import { expectEqual } from './equal.ts'

/** Keeps a value under the name `score`. */
export const kept = (value: unknown): any => keep(value, { name: 'score' })

/** Encodes and decodes. */
export const stored = (value: unknown): any => decodeValue(parseBounded(encodeValue(value as Kept)))

/** The Varve error that `fn` throws, which must have the code. */
export function errorOf<C extends VarveErrorCode>(code: C, fn: () => unknown): VarveError<C> {
  try {
    fn()
  } catch (error) {
    if (isVarveError(error, code)) return error as VarveError<C>
    throw error
  }
  throw new Error(`No ${code} was thrown`)
}

/** Expects NOT_REMEMBERABLE, and nothing else; gives its message. */
export function refused(value: unknown): string {
  return errorOf('NOT_REMEMBERABLE', () => kept(value)).message
}

/** Expects a value to come back exactly: kept and thawed, and stored and thawed; Node's own equality is the judge. */
export function exact(value: unknown, expected: unknown = value): void {
  const once = kept(value)
  expectEqual(thaw(once), expected)
  const again = stored(once)
  expectEqual(thaw(again), expected)
  expect(same(once, again)).toBe(true)
  expect(encodeValue(again)).toBe(encodeValue(once))
}
