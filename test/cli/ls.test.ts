import { DatabaseSync } from 'node:sqlite'
import { beforeAll, expect, test } from 'vitest'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { displayWidth } from '../../src/cli/text/display-width.ts'
import { freshFile } from '../openers.ts'
import { changeLines } from './damage.ts'
import { lines, varve } from './fake-io.ts'
import { begin, minute, sampleFile } from './sample-file.ts'

let file = ''
beforeAll(() => void (file = sampleFile()))

const iso = (minutes: number) => new Date(begin + minutes * minute).toISOString()

test('piped: a line each with a tab between columns, times in UTC, no header, no colour', async () => {
  const { code, out, err } = await varve(['ls', file])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(lines(out).map(line => line.split('\t'))).toEqual([
    ['evil', String.raw`'a\x1b[31mred\x1b]0;title\x07\x9b2J\u202eabc\nline'`, '1', iso(8), '', 'initial'],
    [
      'rich.things',
      `{ when: 1970-01-01T00:00:00.000Z, amounts: Map(1) { 'a' => 1n }, tags: Set(1) { 'x' }, nan: NaN }`,
      '1',
      iso(7),
      '',
      'initial',
    ],
    ['score', '5', '4', iso(3), 'ann', ''],
    [
      'team',
      `{ players: [{ name: 'ann', goals: 1 }, { name: 'bob', goals: 2 }, { name: '田中', goals: 0 }], total: 3 }`,
      '3',
      iso(6),
      '',
      '',
    ],
  ])
})

test.each([60, 80, 120, 200])('on a terminal of %i columns: an aligned table that fits', async columns => {
  const { out } = await varve(['ls', file], { columns })
  const [header, ...rows] = lines(out)
  expect(header).toMatch(/^NAME +VALUE +REVISIONS  CHANGED +CREATOR  LA(BEL$|…$)/)
  expect(rows).toHaveLength(4)
  for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(columns)
  expect(rows[2]).toMatch(/^score +5 +4  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d  ann$/)
  expect(rows[3]!.includes('…')).toBe(columns < 200)
})

test('--json is one document, --ndjson a line each', async () => {
  const one = await varve(['ls', file, '--json'])
  const many = await varve(['ls', file, '--ndjson'])
  const documents = JSON.parse(one.out) as Record<string, unknown>[]
  expect(lines(many.out).map(line => JSON.parse(line) as unknown)).toEqual(documents)
  expect(documents.map(({ name }) => name)).toEqual(['evil', 'rich.things', 'score', 'team'])
  const { hash, ...score } = documents[2]!
  expect(score).toEqual({
    name: 'score',
    value: 5,
    revisions: 4,
    changed: iso(3),
    creator: 'ann',
    label: null,
    comment: null,
    checked: true,
  })
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(documents[1]).toMatchObject({
    value: { amounts: [['a', '1']], nan: 'NaN' },
    stored: { x: expect.anything() },
  })
  expect(one.out + many.out).toMatch(/^[\u0020-\u007e\n田中]*$/)
})

test.each([
  ['name', ['evil', 'rich.things', 'score', 'team']],
  ['changed', ['evil', 'rich.things', 'team', 'score']],
  ['revisions', ['score', 'team', 'evil', 'rich.things']],
])('--sort %s', async (by, names) => {
  const { out } = await varve(['ls', file, '--sort', by])
  expect(lines(out).map(line => line.split('\t')[0])).toEqual(names)
})

test.each([
  ['ore', ['score']],
  ['*e*', ['evil', 'score', 'team']],
  ['????', ['evil', 'team']],
  ['rich.*', ['rich.things']],
])('the pattern %s', async (pattern, names) => {
  const { out } = await varve(['ls', file, pattern])
  expect(lines(out).map(line => line.split('\t')[0])).toEqual(names)
})

test('a pattern that fits nothing ends with 3 and names the nearest', async () => {
  expect(await varve(['ls', file, 'scroe'])).toEqual({
    code: 3,
    out: '',
    err: `varve: no variable is called 'scroe'; did you mean 'score'?\n`,
  })
  expect((await varve(['ls', file, 'zzz', '--json'])).out).toBe('[\n]\n')
})

test('a damaged variable is listed as such, the others as they are, and it ends with 5', async () => {
  const damaged = freshFile()
  const repository = openSync(sqlite(damaged))
  for (const name of ['a', 'b', 'c']) repository.watch(name, name)
  repository.close()
  const database = new DatabaseSync(damaged)
  database.exec(
    `UPDATE runs SET body = replace(body, '"k"', '"K"') WHERE variable = (SELECT id FROM variables WHERE name = 'b')`,
  )
  database.close()
  const { code, out, err } = await varve(['ls', damaged])
  expect(code).toBe(5)
  expect(lines(out).map(line => line.split('\t').slice(0, 2))).toEqual([
    ['a', `'a'`],
    ['b', '(damaged)'],
    ['c', `'c'`],
  ])
  expect(lines(err)).toEqual([expect.stringMatching(/^varve: b@0: the chain does not lead to @0/)])
  const [, row] = JSON.parse((await varve(['ls', damaged, '--json'])).out) as object[]
  expect(row).toMatchObject({ name: 'b', revisions: 1, damage: expect.stringContaining('b@0') })
})

test('a value that somebody edited in the last line is never shown as if it were right', async () => {
  const edited = freshFile()
  const repository = openSync(sqlite(edited))
  repository.watch('n', 0).set(41)
  repository.close()
  changeLines(edited, 'n', '"b":41', '"b":14')
  const { code, out } = await varve(['ls', edited])
  expect([code, out]).toEqual([5, expect.stringContaining('(damaged)')])
})

test('a chain that is too long to be checked in a listing is said to be', async () => {
  const long = freshFile()
  const repository = openSync(sqlite(long))
  const n = repository.watch('n', 0)
  repository.watch('short', 1)
  for (let i = 1; i <= 50_000; i++) n.set(i)
  repository.close()
  const { code, out, err } = await varve(['ls', long, '--ndjson'])
  expect(lines(out).map(line => JSON.parse(line) as object)).toMatchObject([
    { name: 'n', value: 50_000, checked: false },
    { name: 'short', value: 1, checked: true },
  ])
  expect([code, err]).toEqual([0, 'the chain of n is long and was not checked: varve verify does\n'])
})
