import { expect, test } from 'vitest'
import { CommandFailure } from '../../src/cli/exit-codes.ts'
import { parseDate } from '../../src/cli/parse-date.ts'
import { parseRef } from '../../src/cli/parse-ref.ts'

test.each([
  ['score', 'main'],
  ['score@3', 3],
  ['score@007', 7],
  ['score@~2', '~2'],
  ['score~2', '~2'],
  ['score@#9f3c', '#9f3c'],
  ['score#9f3c', '#9f3c'],
  ['score@release', 'release'],
  ['score@v1.0', 'v1.0'],
  ['score@main', 'main'],
  ['score@2026-11-01', new Date(2026, 10, 1)],
  ['score@2026-11-01T10:00', new Date(2026, 10, 1, 10)],
  ['score@2026-11-01T10:00Z', new Date('2026-11-01T10:00:00Z')],
])('%s', (text, ref) => {
  expect(parseRef(text)).toEqual({ name: 'score', ref })
})

test('a name may have spaces, dots and slashes', () => {
  expect(parseRef('my cart/items.0@1')).toEqual({ name: 'my cart/items.0', ref: 1 })
})

test.each([
  ['', /names no variable/],
  ['@3', /names no variable/],
  ['score@', /nothing after '@'/],
  ['score@-1', /indexes count from 0, and ~1 goes back/],
  ['score@2026-02-30', /no such date/],
  ['score@2026-11-01T25:00', /no such date/],
  ['score@2026-11', /no such date/],
  ['score@~', /needs a number/],
  ['score@~x', /needs a number/],
  ['score@#xyz', /hexadecimal/],
  ['score@#abc', /hexadecimal/],
  ['score@a@b', /sign that no mark may have/],
  ['score@:a', /sign that no mark may have/],
])('%j is refused with an example', (text, why) => {
  const parse = () => parseRef(text)
  expect(parse).toThrow(why)
  expect(parse).toThrow(/write score@3, score@~2/)
  expect(parse).toThrow(CommandFailure)
})

test.each([
  ['2026-11-01', new Date(2026, 10, 1)],
  ['2026-11-01 10:05', new Date(2026, 10, 1, 10, 5)],
  ['2026-11-01T10:05:06', new Date(2026, 10, 1, 10, 5, 6)],
  ['2026-11-01T10:05:06.25', new Date(2026, 10, 1, 10, 5, 6, 250)],
  ['2026-11-01T10:05:06.007z', new Date('2026-11-01T10:05:06.007Z')],
  ['2026-11-01T10:05+01:00', new Date('2026-11-01T09:05:00Z')],
  ['2026-11-01T10:05-0530', new Date('2026-11-01T15:35:00Z')],
  ['2024-02-29', new Date(2024, 1, 29)],
])('the date %s', (text, date) => {
  expect(parseDate(text)).toEqual(date)
})

test.each([
  '',
  'soon',
  '2026',
  '2026-11',
  '2026-13-01',
  '2026-00-01',
  '2023-02-29',
  '2026-11-01T24:01',
  '2026-11-01T10',
  '26-11-01',
])('%j is no date', text => {
  expect(parseDate(text)).toBeUndefined()
})
