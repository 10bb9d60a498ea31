import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { intentions } from './intentions.ts'

/** The titles of the tests beside this one: what `test` is called with, and the `law` of a row of a table. */
const titles = globSync('*.test.ts', { cwd: import.meta.dirname }).flatMap(file =>
  [
    ...readFileSync(`${import.meta.dirname}/${file}`, 'utf8').matchAll(
      /(?:\btest\(|\blaw:)\s*'((?:[^'\\]|\\.)+)'/g,
    ),
  ].map(([, title]) => title!),
)

test('each of the 171 tests of the original stands once in the list of intentions', () => {
  expect(intentions).toHaveLength(171)
  expect(new Set(intentions.map(({ original }) => original)).size).toBe(171)
  expect(intentions.filter(({ original }) => original.startsWith('test_immutable.py::'))).toHaveLength(127)
  expect(intentions.filter(({ original }) => original.startsWith('test_revisioned.py::'))).toHaveLength(44)
})

test('every intention names a test that is here', () => {
  expect(intentions.filter(({ law }) => !titles.includes(law))).toEqual([])
})

test('no two laws have the same title, and none is longer than 90 characters', () => {
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([])
  expect(titles.filter(title => title.length > 90)).toEqual([])
})
