import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keep } from '../../src/value/keep.ts'
import { toPath } from '../../src/value/parse-path.ts'
import { pathText } from '../../src/value/path-text.ts'
import { placeAt } from '../../src/value/place-at.ts'
import type { PathKey } from '../../src/value/path.ts'
import { fuzz } from '../fuzz.ts'

test.each([
  ['', []],
  ['players[3].name', ['players', 3, 'name']],
  ['players.3.name', ['players', 3, 'name']],
  ['["a.b"]', ['a.b']],
  ['a["x\\"]"].b', ['a', 'x"]', 'b']],
  ['[0][1]', [0, 1]],
  ['m[12n][true][null][-1.5]', ['m', 12n, true, null, -1.5]],
  ['a.01', ['a', '01']],
  ['größe.π', ['größe', 'π']],
] as const)('%j is a path', (text, path) => {
  expect(toPath(text)).toEqual(path)
})

test.each(['.', 'a.', '.a', 'a..b', 'a[', 'a[]', 'a[x]', 'a]', 'a[0', '["a"', '["a"x]', 'a[0]b'])(
  '%j is none',
  text => {
    expect(() => toPath(text)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }))
  },
)

test('a path that holds no keys is refused', () => {
  expect(() => toPath([{}] as never)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }))
})

test('every path reads back from its text', () => {
  const step: fc.Arbitrary<PathKey> = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('a', '0', '01', '[', '"', '\\', '-0', 'null', '12n'),
  )
  fc.assert(
    fc.property(fc.array(step), path => {
      expect(toPath(pathText(path))).toEqual(path)
    }),
    fuzz(500),
  )
})

test('a place is found in any container, and the container decides between 3 and "3"', () => {
  const value = keep(
    {
      list: [1, , { n: 2 }],
      m: new Map<unknown, unknown>([
        ['3', 'text'],
        [4, 'four'],
        [12n, 'big'],
      ]),
      s: new Set(['a', { n: 5 }]),
      '7': 'seven',
      when: new Date(6),
    },
    { name: 'value' },
  ) // eslint-disable-line no-sparse-arrays
  const at = (text: string) => placeAt(value, toPath(text))
  expect(at('list[2].n')).toEqual({ found: true, value: 2 })
  expect(at('list.2.n').value).toBe(2)
  expect(placeAt(value, ['list', '2', 'n']).value).toBe(2)
  expect(at('list[1]').found).toBe(false)
  expect(at('list.length').found).toBe(false)
  expect(at('m.3').value).toBe('text')
  expect(at('m["4"]').value).toBe('four')
  expect(at('m[12n]').value).toBe('big')
  expect(at('s[1].n').value).toBe(5)
  expect(at('s[2]').found).toBe(false)
  expect(at('[7]').value).toBe('seven')
  expect(at('toString').found).toBe(false)
  expect(at('when.getTime').found).toBe(false)
  expect(at('').value).toBe(value)
})
