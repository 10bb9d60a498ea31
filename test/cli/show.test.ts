import { beforeAll, expect, test } from 'vitest'
import { displayWidth } from '../../src/cli/text/display-width.ts'
import { lines, varve } from './fake-io.ts'
import { begin, minute, sampleFile } from './sample-file.ts'

let file = ''
beforeAll(() => void (file = sampleFile()))

const iso = (minutes: number) => new Date(begin + minutes * minute).toISOString()
const document = async (...argv: string[]) =>
  JSON.parse((await varve(['show', file, ...argv, '--json'])).out) as Record<string, unknown>

test('tells what is known of a revision, then its value', async () => {
  const { code, out } = await varve(['show', file, 'score@1'])
  expect(code).toBe(0)
  expect(lines(out)).toEqual([
    'score@1',
    'kind     set',
    `time     ${iso(1)}`,
    'creator  ann',
    'label    first goal',
    'marks    kickoff',
    expect.stringMatching(/^writer {3}[0-9a-f]{16}$/),
    expect.stringMatching(/^hash {5}[0-9a-f]{64}$/),
    '',
    '5',
  ])
})

test('on a terminal the time is local, in a form that a ref takes', async () => {
  const { out } = await varve(['show', file, 'score@2'], { columns: 80 })
  const time = /^time +(\S+)$/m.exec(out)![1]!
  expect((await document(`score@${time}`))['index']).toBe(2)
})

test.each([
  ['score', 3],
  ['score@main', 3],
  ['score@0', 0],
  ['score@~1', 2],
  ['score~3', 0],
  ['score@kickoff', 1],
  [`score@${iso(2)}`, 2],
  [`score@${iso(2.5)}`, 2],
])('%s is revision %i', async (ref, index) => {
  expect((await document(ref))['index']).toBe(index)
})

test('a hash names a revision, in full or by its beginning', async () => {
  const { hash } = (await document('team@1')) as { hash: string }
  expect((await document(`team@#${hash}`))['index']).toBe(1)
  expect((await document(`team#${hash.slice(0, 12)}`))['index']).toBe(1)
})

test('--json is one document with all of it', async () => {
  expect(await document('score@3')).toEqual({
    variable: 'score',
    branch: 'main',
    index: 3,
    kind: 'undo',
    timestamp: iso(3),
    validFrom: null,
    validTo: null,
    label: null,
    comment: null,
    creator: 'ann',
    target: 2,
    transaction: null,
    marks: [],
    writer: expect.stringMatching(/^[0-9a-f]{16}$/),
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    value: 5,
  })
  const { out } = await varve(['show', file, 'score@3', '--ndjson'])
  expect(lines(out)).toHaveLength(1)
  expect(JSON.parse(out)).toEqual(await document('score@3'))
})

test('--path shows one place', async () => {
  const { out } = await varve(['show', file, 'team@0', '--path', 'players[1]'])
  expect(lines(out).slice(-3)).toEqual(['place   team.players[1]', '', `{ name: 'bob', goals: 0 }`])
  expect(await document('team', '--path', 'players.1.goals')).toMatchObject({
    path: 'players[1].goals',
    value: 2,
  })
})

test.each([
  ['players[1].gaols', `team@2 has no place 'players[1].gaols'; did you mean 'players[1].goals'?`],
  ['players[7].name', `team@2 has no place 'players[7]'; did you mean 'players[0]'?`],
  ['total.x', `team@2 has no place 'total.x'; 'total' has no places`],
  ['zzzzzzzzzzzzz', `team@2 has no place 'zzzzzzzzzzzzz'; the value has players, total`],
])('a path that leads nowhere, %s, ends with 3', async (path, message) => {
  expect(await varve(['show', file, 'team', '--path', path])).toEqual({
    code: 3,
    out: '',
    err: `varve: ${message}\n`,
  })
})

test('--blame lists the places with the revision that last changed each', async () => {
  const { out } = await varve(['show', file, 'team', '--blame'])
  expect(lines(out).slice(lines(out).indexOf('') + 1)).toEqual(
    [
      ['players[0].name', `'ann'`, 0, iso(4), '', 'initial'],
      ['players[0].goals', '1', 0, iso(4), '', 'initial'],
      ['players[1].name', `'bob'`, 0, iso(4), '', 'initial'],
      ['players[1].goals', '2', 1, iso(5), 'bob', 'brace'],
      ['players[2].name', `'田中'`, 2, iso(6), '', ''],
      ['players[2].goals', '0', 2, iso(6), '', ''],
      ['total', '3', 1, iso(5), 'bob', 'brace'],
    ].map(cells => cells.join('\t')),
  )
})

test('--blame as of a revision, of a place, in JSON', async () => {
  const { out } = await varve(['show', file, 'team@1', '--blame', '--path', 'players[1]', '--ndjson'])
  const rows = lines(out).map(line => JSON.parse(line) as { path: string; index: number })
  expect(rows.map(({ path, index }) => [path, index])).toEqual([
    ['players[1].name', 0],
    ['players[1].goals', 1],
  ])
  expect((await document('team@1', '--blame', '--path', 'players[1]'))['blame']).toEqual(rows)
})

test('a long value is laid out in lines that fit the terminal', async () => {
  const { out } = await varve(['show', file, 'team'], { columns: 60 })
  expect(lines(out).slice(lines(out).indexOf('') + 1)).toEqual([
    '{',
    '  players: [',
    `    { name: 'ann', goals: 1 },`,
    `    { name: 'bob', goals: 2 },`,
    `    { name: '田中', goals: 0 },`,
    '  ],',
    '  total: 3,',
    '}',
  ])
  const blame = await varve(['show', file, 'team', '--blame'], { columns: 60 })
  const table = lines(blame.out).slice(lines(blame.out).indexOf('') + 1)
  expect(table[0]).toMatch(/^PLACE/)
  for (const line of table) expect(displayWidth(line)).toBeLessThanOrEqual(60)
})

test.each([
  ['scoer', 3, `there is no variable 'scoer'; did you mean 'score'?`],
  ['score@9', 3, `score@9: there is no such revision; 'score' has the indexes 0 to 3`],
  ['score@~9', 3, 'there is no such revision'],
  ['score@kickof', 3, 'its marks are kickoff'],
  ['score@1999-01-01', 3, 'had no revision yet'],
  ['score@#ffffffffffff', 3, 'no revision whose hash begins so'],
  ['score@-1', 2, 'indexes count from 0'],
  ['@1', 2, 'names no variable'],
])('%s ends with %i', async (ref, code, message) => {
  const said = await varve(['show', file, ref])
  expect(said).toMatchObject({ code, out: '' })
  expect(lines(said.err)).toEqual([expect.stringContaining(message)])
})
