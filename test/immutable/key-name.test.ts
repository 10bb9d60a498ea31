import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkName } from '../../src/history/name.ts'
import { keyName, readKeyName } from '../../src/immutable/key-name.ts'
import { codeOf } from '../code-of.ts'
import { fuzz } from '../fuzz.ts'

const keys = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 25 }),
  fc.string({ unit: fc.constantFrom('!', '%', '/', '0', '~', 'n', '\ud800', '\udc00', 'ä'), maxLength: 12 }),
  fc.double(),
  fc.bigInt(),
  fc.boolean(),
  fc.constant(null),
)

test('every key has a name of its own that a store takes, and can be read back', () => {
  const property = fc.property(keys, fc.nat(3), (key, generation) => {
    const name = keyName('people', { key, generation })
    checkName(name, 'variable')
    const back = readKeyName('people', name)!
    // Maps know no -0.
    expect(back).toEqual({ key: key === 0 ? 0 : key, generation })
  })
  fc.assert(property, fuzz(500))
})

test('plain keys stand as they are', () => {
  const named = (key: string | number | bigint | boolean | null, generation = 0) =>
    keyName('people', { key, generation })
  expect([named('ann'), named('ann', 2), named('a/b@c'), named('!x'), named('')]).toEqual([
    'people/ann',
    'people/ann/2',
    'people/a%002fb%0040c',
    'people/%0021x',
    'people/',
  ])
  expect([named(1.5), named(10n), named(true), named(null), named(NaN)]).toEqual([
    'people/!n1.5',
    'people/!i10',
    'people/!true',
    'people/!null',
    'people/!nNaN',
  ])
})

test('other names are no keys of the mapping', () => {
  for (const name of [
    'people',
    'peoples/ann',
    'people/a/0',
    'people/a/b',
    'people/a/1/2',
    'people/!x',
    'people/!n01',
    'people/%0061',
  ])
    expect(readKeyName('people', name)).toBeUndefined()
})

test('a key that is too long is refused, saying so', () => {
  expect(keyName('people', { key: 'k'.repeat(193), generation: 0 })).toHaveLength(200)
  expect(codeOf(() => keyName('people', { key: 'k'.repeat(194), generation: 0 }))).toBe('BAD_NAME')
  expect(() => keyName('people', { key: '@'.repeat(99), generation: 0 })).toThrow('502 characters')
})
