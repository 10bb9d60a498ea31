import { deepStrictEqual } from 'node:assert'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { refusals } from './nasty-refused.ts'
import { remembered } from './nasty-remembered.ts'

const cases: Record<string, () => void> = { ...remembered, ...refusals }
const page = readFileSync(new URL('../../docs/values.md', import.meta.url), 'utf8')
const table = page.slice(page.indexOf('| value |'))
const rows = [...table.matchAll(/^\| (?!value |-)(.+?) \| (.+?) \|$/gm)].map(match => ({
  row: match[1]!,
  promise: match[2]!,
}))

describe('the table of docs/values.md', () => {
  test('has a test for each row, and no other', () => {
    expect(rows.map(({ row }) => row).toSorted()).toEqual(Object.keys(cases).toSorted())
  })
  test.each(rows)('$row: $promise', ({ row }) => cases[row]!(), 60_000)
})

test('what Node thinks equal is what the tests think equal', () => {
  expect(() => deepStrictEqual([-0], [0])).toThrow()
  expect(() => deepStrictEqual([,], [undefined])).toThrow()
  expect(() => deepStrictEqual(Object.create(null), {})).toThrow()
})
