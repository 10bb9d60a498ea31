import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { sqlite } from 'varve/sqlite'
import { makeRuns } from 'varve/testing'
import { freshFile, removeFiles } from '../openers.ts'
import { change } from './sqlite-files.ts'

afterAll(removeFiles)

/** Two variables of six runs with three lines each; of `x` the lines 2 to 7 and 10 were forgotten. */
function sound(): string {
  const file = freshFile()
  const store = sqlite(file)
  const [x, y] = [makeRuns('x', 6, { bodies: 3 }), makeRuns('y', 6, { bodies: 3 })]
  for (let i = 0; i < 6; i++) store.appendSync([{ runs: [x[i]!, y[i]!] }])
  const gap = (first: number, last: number) => ({ first, last, record: '{}', base: '0' })
  store.forgetSync({ variable: 'x', branch: 'main', expected: x[5]!.head, gaps: [gap(2, 7), gap(10, 10)] })
  store.closeSync()
  return file
}

const damages: [what: string, sql: string, said: RegExp][] = [
  ['a run that is missing', 'DELETE FROM runs WHERE pos = 10', /^y \(main\): run 10 is missing$/],
  ['the newest run missing', 'DELETE FROM runs WHERE pos = 12', /^y \(main\): run 12 is missing$/],
  [
    'a run that ends early',
    'UPDATE runs SET last = last - 1 WHERE pos = 8',
    /^y \(main\): run 8 ends at 10, where 11/,
  ],
  [
    'a run cut short',
    "UPDATE runs SET body = '[1]' WHERE pos = 8",
    /^y \(main\): run 8 does not hold the lines 9 to 11$/,
  ],
  [
    'a run of another lane',
    'UPDATE runs SET variable = 1 WHERE pos = 8',
    /^y \(main\): run 8 belongs to another lane$/,
  ],
  [
    'a circle',
    'UPDATE runs SET prev = 12 WHERE pos = 8',
    /^y \(main\): run 8 goes back to run 12, which is newer$/,
  ],
  [
    'an end too early',
    'UPDATE runs SET prev = NULL WHERE pos = 8',
    /^y \(main\): the lines before 9 are missing$/,
  ],
  [
    'a head elsewhere',
    'UPDATE heads SET idx = 20 WHERE variable = 2',
    /^y \(main\): run 12 ends at 17, where 20/,
  ],
  [
    'a head without a run',
    'UPDATE heads SET pos = NULL WHERE variable = 2',
    /^y \(main\): its head has no run$/,
  ],
  [
    'a lane that is not listed',
    'DELETE FROM lanes WHERE variable = 2',
    /^heads: 1 are on a lane that is not in lanes$/,
  ],
  ['a head missing', 'DELETE FROM heads WHERE variable = 2', /^y: a head of it is missing$/],
  [
    'a head of nobody',
    'PRAGMA foreign_keys=OFF; DELETE FROM variables WHERE id = 2',
    /^heads: a row points to what is not in variables$/,
  ],
  [
    'a segment missing',
    'DELETE FROM segments WHERE first = 8',
    /^x \(main\): the gap 2 to 7 should end at 9$/,
  ],
  [
    'the first segment missing',
    'DELETE FROM segments WHERE first = 0',
    /^x \(main\): the lines before 2 are missing$/,
  ],
  [
    'a segment cut short',
    "UPDATE segments SET body = '[1]' WHERE first = 0",
    /^x \(main\): the segment 0 to 1 does not hold its lines$/,
  ],
  [
    'a segment of no known kind',
    "UPDATE segments SET kind = 'pages' WHERE first = 0",
    /^x \(main\): the segment 0 to 1 is of no known kind$/,
  ],
  [
    'a sealed segment that is none',
    "UPDATE segments SET kind = 'columns' WHERE first = 0",
    /^x \(main\): the segment 0 to 1 is not as it was sealed$/,
  ],
  [
    'a segment of nobody',
    "INSERT INTO segments VALUES(7, 0, 0, 1, 'lines', '[]')",
    /^segments: 1 belong to no branch$/,
  ],
  [
    'a base missing',
    'DELETE FROM bases WHERE idx = 7',
    /^x \(main\): the gap 2 to 7 has no value after it in bases$/,
  ],
  ['a base too many', "INSERT INTO bases VALUES(1, 0, 3, '1')", /^bases: 1 follow no gap$/],
  ['a run too many', "INSERT INTO runs VALUES(99, 2, 0, 0, 0, NULL, '[1]')", /^runs: 1 belong to no branch$/],
]

test.each(damages)('%s is found, and said in one sentence', (_, sql, said) => {
  const file = sound()
  change(file, sql)
  const store = sqlite(file, { readOnly: true })
  const problems = store.checkSync()
  store.closeSync()
  expect(
    problems.filter(problem => said.test(problem)),
    problems.join('\n'),
  ).toHaveLength(1)
})

test('what SQLite finds is said too', () => {
  const file = sound()
  const database = new DatabaseSync(file, { defensive: false })
  database.exec('CREATE INDEX i ON runs(variable); PRAGMA writable_schema=ON')
  database.exec("UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON runs(lane)' WHERE name = 'i'")
  database.close()
  const store = sqlite(file, { readOnly: true })
  expect(store.checkSync().join()).toMatch(/^SQLite: .*index i/)
  store.closeSync()
})

test('a sound file has no problems', () => {
  const store = sqlite(sound())
  expect(store.checkSync()).toEqual([])
  store.closeSync()
})
