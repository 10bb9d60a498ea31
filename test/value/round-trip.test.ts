import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonValues, rememberableValues } from '../../src/testing/values.ts'
import { encodeValue } from '../../src/value/codec.ts'
import { keep } from '../../src/value/keep.ts'
import { heightOf, measureOf, sizeOf } from '../../src/value/measure.ts'
import { rememberMeasure } from '../../src/value/mark.ts'
import { same } from '../../src/value/same.ts'
import {
  eachPlace,
  hasPlace,
  isSealed,
  kindOf,
  placesOf,
  readPlace,
  seal,
  unseal,
} from '../../src/value/sealed.ts'
import { show } from '../../src/value/show.ts'
import { thaw } from '../../src/value/thaw.ts'
import { fuzz } from '../fuzz.ts'
import { kept, stored } from './around.ts'
import { expectEqual } from './equal.ts'
import { instances, lists } from './own-classes.ts'

const values = rememberableValues(fc, inner => [instances(inner), lists(inner)])

/** All sealed containers in a value, itself first. */
function containers(value: unknown): unknown[] {
  if (!isSealed(value)) return []
  const found: unknown[] = [value]
  eachPlace(value, (_key, part) => found.push(...containers(part)))
  return found
}

describe('any rememberable value', () => {
  test('is the same after keep and thaw', () => {
    fc.assert(
      fc.property(values, value => expectEqual(thaw(kept(value)), typeof value === 'object' ? value : value)),
      fuzz(1_000),
    )
  })
  test('is the same after encode and decode, which writes the same text again', () => {
    fc.assert(
      fc.property(values, value => {
        const once = kept(value)
        const again = stored(once)
        expectEqual(thaw(again), thaw(once))
        expect(same(once, again)).toBe(true)
        expect(encodeValue(again)).toBe(encodeValue(once))
      }),
      fuzz(2_000),
    )
  })
  test('is the same after show and keep', () => {
    fc.assert(
      fc.property(values, value => {
        const once = kept(value)
        expect(same(kept(show(once)), once)).toBe(true)
      }),
      fuzz(),
    )
  })
  test('is the same when handed over, and never changed by being copied', () => {
    fc.assert(
      fc.property(values, value => {
        const once = kept(value)
        expectEqual(thaw(once), value)
        expect(same(keep(value, { name: 'score', copy: false }), once)).toBe(true)
      }),
      fuzz(),
    )
  })
  test('differs from another exactly where Node says so', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const one = kept(a)
        const other = kept(b)
        // Texts are the judge: order counts in Maps and Sets, which deepStrictEqual doesn't mind.
        if (encodeValue(one) === encodeValue(other)) expect(same(one, other)).toBe(true)
        if (same(one, other)) expectEqual(thaw(one), thaw(other))
        expect(same(one, other)).toBe(same(other, one))
      }),
      fuzz(500),
    )
  })
  test('is sealed at every level, and each level survives unseal and seal', () => {
    fc.assert(
      fc.property(values, value => {
        for (const part of containers(kept(value))) {
          expect(Object.isFrozen(part)).toBe(true)
          const again = seal(unseal(part as never))
          expect(kindOf(again)).toBe(kindOf(part))
          expect(same(again, part as never)).toBe(true)
          const places = placesOf(part)
          for (const [key, found] of places) {
            expect(hasPlace(part, key)).toBe(true)
            expect(readPlace(part, key)).toBe(found)
          }
        }
      }),
      fuzz(300),
    )
  })
  test('has the measure that keep found, when measured again', () => {
    fc.assert(
      fc.property(values, value => {
        const parts = containers(kept(value))
        const measures = parts.map(measureOf)
        for (const part of parts) rememberMeasure(part as object, 0)
        expect(parts.map(measureOf)).toEqual(measures)
        // Instances and lists count for two levels each.
        for (const measure of measures)
          expect(heightOf(measure)).toBeLessThanOrEqual(2 * (sizeOf(measure) + 1))
      }),
      fuzz(300),
    )
  })
})

test('any plain JSON value is stored as plain JSON', () => {
  fc.assert(
    fc.property(jsonValues(fc), value => {
      const text = encodeValue(kept(value))
      expect(text).toBe(
        typeof value === 'object' && value !== null
          ? `{"v":${JSON.stringify(value)}}`
          : JSON.stringify(value),
      )
      expectEqual(thaw(stored(kept(value))), value)
    }),
    fuzz(500),
  )
})
