import fc, { type Arbitrary } from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { Container } from 'varve/immutable'
import { conditionsOf } from '../../../src/immutable/container/conditions.ts'
import { queryForm } from '../../../src/immutable/container/query-form.ts'
import { fits } from '../../../src/store/querying/fits.ts'
import { compareTexts, isPlainText, storableText, textOf } from '../../../src/store/querying/storable-text.ts'
import { fuzz } from '../../fuzz.ts'
import { removeFiles } from '../../openers.ts'
import { grounds } from './grounds.ts'
import { naiveFits } from './naive-filter.ts'

afterAll(removeFiles)

const names = [
  'a',
  'b',
  'size',
  '"',
  "'",
  '$date',
  '$items',
  '.',
  '~',
  '',
  '0',
  'ä',
  '\0',
  '\ud800',
  '__proto__',
  "x') --",
  'eq',
]
const texts = [
  '',
  'a',
  'b',
  'B',
  'ab',
  '1',
  'null',
  'ä',
  '\uffee',
  '😀',
  '\0',
  '\u0001',
  '\ud800',
  '\ud7ff',
  "'",
  '"',
  '\\',
  '%',
  '1970-01-01T00:00:00.000Z',
]

/** Few values of each kind, so that filters find something. */
const scalar: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...texts),
  fc.constantFrom(0, -0, 1, 2, -1, 1.5, 1e21, 2 ** 53, 5e-324, -1e308, Infinity, -Infinity, NaN),
  fc.constantFrom(0n, 1n, -1n, 9n, 10n, -10n, 2n ** 64n, -(2n ** 64n)),
  fc.constantFrom(true, false, null, undefined),
  fc.constantFrom(0, 1, -1, 1e12).map(time => new Date(time)),
)
const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'b') },
  { weight: 1, arbitrary: fc.constantFrom(...names) },
)

const value: Arbitrary<unknown> = fc.letrec(tie => ({
  any: fc.oneof(
    { weight: 4, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie('any'), { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }).map(items => new Set(items)) },
    { weight: 2, arbitrary: tie('object') },
  ),
  object: fc.dictionary(name, tie('any'), { maxKeys: 4, noNullPrototype: true }),
})).any

const object = fc.dictionary(name, value, { minKeys: 1, maxKeys: 5, noNullPrototype: true })

const ordered = scalar.filter(
  each =>
    (typeof each === 'number' && !Number.isNaN(each)) ||
    ['string', 'bigint'].includes(typeof each) ||
    each instanceof Date,
)
const asked: Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: scalar },
  { weight: 1, arbitrary: fc.record({ not: scalar }) },
  { weight: 1, arbitrary: fc.record({ in: fc.array(scalar, { maxLength: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ gt: ordered, lte: ordered }, { requiredKeys: ['gt'] }) },
  { weight: 2, arbitrary: fc.record({ gte: ordered, lt: ordered }, { requiredKeys: ['lt'] }) },
  { weight: 2, arbitrary: fc.record({ has: value }) },
)
const filter: Arbitrary<object> = fc.letrec(tie => ({
  filter: fc.dictionary(
    name,
    fc.oneof({ weight: 4, arbitrary: asked }, { weight: 1, arbitrary: tie('filter') }),
    {
      minKeys: 1,
      maxKeys: 2,
      noNullPrototype: true,
    },
  ),
})).filter as Arbitrary<object>

/** A filter that is made from an object, so that it finds that. */
function about(given: object): object {
  const [key, found] = Object.entries(given)[0]!
  return { [key]: { eq: found } }
}

test.each(grounds)('$name finds exactly what a look at each object finds', async ({ fresh }) => {
  const property = fc.asyncProperty(
    fc.array(object, { minLength: 1, maxLength: 12 }),
    fc.array(filter, { minLength: 1, maxLength: 12 }),
    async (objects, filters) => {
      const container = await Container.open<object>((await fresh())(), 'all')
      await Promise.all(objects.map((each, at) => container.add(each, `k${at}`)))
      for (const each of [...filters, ...objects.map(about)]) {
        const wanted = objects.flatMap((candidate, at) => (naiveFits(candidate, each) ? [`k${at}`] : []))
        const part = container.where(each as never)
        expect((await Array.fromAsync(part)).map(([key]) => key)).toEqual(wanted.toSorted())
        expect(await part.count()).toBe(wanted.length)
      }
      await container.close()
    },
  )
  await fc.assert(property, fuzz(25))
})

test.each(grounds)(
  '$name orders numbers as they are, whatever digits they are written with',
  async ({ fresh }) => {
    const numbers = [-Infinity, -(2 ** 63), -(2 ** 60), 0, 0.1, 2 ** 53 + 2, 2 ** 60, 1e21, 1e300, Infinity]
    const container = await Container.open<{ n: number; all: number[] }>((await fresh())(), 'all')
    for (const [at, n] of numbers.entries()) await container.add({ n, all: [n] }, `k${at}`)
    const keysOf = (filter: Parameters<typeof container.where>[0]) =>
      Array.fromAsync(container.where(filter), ([key]) => key)
    for (const [at, n] of numbers.entries()) {
      const own = [`k${at}`]
      expect([await keysOf({ n: { lte: n, gte: n } }), await keysOf({ all: { has: n } })]).toEqual([own, own])
      expect([await keysOf({ n: { lt: n } }), await keysOf({ n: { gt: n } })]).toEqual([
        numbers.slice(0, at).map((_, i) => `k${i}`),
        numbers.slice(at + 1).map((_, i) => `k${at + 1 + i}`),
      ])
    }
    await container.close()
  },
)

test('what holds for what is shown of an object holds for the object', () => {
  fc.assert(
    fc.property(object, filter, (candidate, each) => {
      for (const asks of [each, about(candidate)])
        expect(fits(queryForm(candidate), conditionsOf('test', asks, undefined))).toBe(
          naiveFits(candidate, asks),
        )
    }),
    fuzz(3_000),
  )
})

test('a text that can be stored is read back, and ordered by code points', () => {
  const char = fc.oneof(
    fc.constantFrom(...texts.filter(text => text !== '')),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  )
  const text = fc.array(char, { maxLength: 5 }).map(chars => chars.join(''))
  fc.assert(
    fc.property(text, text, (a, b) => {
      const [x, y] = [storableText(a), storableText(b)]
      expect([textOf(x), x.isWellFormed(), x.includes('\0')]).toEqual([a, true, false])
      expect(Math.sign(Buffer.compare(Buffer.from(x), Buffer.from(y)))).toBe(Math.sign(compareTexts(a, b)))
      if (isPlainText(b)) expect(x.includes(y)).toBe(a.includes(b))
    }),
    fuzz(2_000),
  )
})
