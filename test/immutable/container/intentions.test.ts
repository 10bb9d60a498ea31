import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { intentions } from './intentions.ts'

/** The titles of the tests beside this one. */
const titles = globSync('*.test.ts', { cwd: import.meta.dirname }).flatMap(file =>
  [...readFileSync(`${import.meta.dirname}/${file}`, 'utf8').matchAll(/\btest\(\s*'((?:[^'\\]|\\.)+)'/g)].map(
    ([, title]) => title!,
  ),
)

test('each of the 44 database tests of the original stands once in the list, with a test that is here', () => {
  expect(intentions).toHaveLength(44)
  expect(new Set(intentions.map(({ original }) => original)).size).toBe(44)
  expect(intentions.filter(({ law }) => !titles.includes(law))).toEqual([])
})
