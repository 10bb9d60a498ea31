import { beforeAll, expect, test } from 'vitest'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { displayWidth } from '../../src/cli/text/display-width.ts'
import { freshFile } from '../openers.ts'
import { lines, varve } from './fake-io.ts'
import { begin, minute, sampleFile } from './sample-file.ts'

let file = ''
beforeAll(() => void (file = sampleFile()))

const iso = (minutes: number) => new Date(begin + minutes * minute).toISOString()
const log = async (...argv: string[]) => lines((await varve(['log', file, ...argv])).out)
const indexes = async (...argv: string[]) => (await log(...argv)).map(line => Number(line.split('\t')[0]))

test('newest first, with what each revision changed', async () => {
  expect(await log('score')).toEqual(
    [
      ['3', iso(3), 'undo 2', 'ann', '', '8 → 5'],
      ['2', iso(2), 'set', 'bob', 'the referee said so', '5 → 8'],
      ['1', iso(1), 'set', 'ann', '[kickoff] first goal', '3 → 5'],
      ['0', iso(0), 'initial', '', 'initial', '3'],
    ].map(cells => cells.join('\t')),
  )
  expect((await log('team')).map(line => line.split('\t').at(-1))).toEqual([
    'players +1',
    expect.stringMatching(
      /^(players\[1\]\.goals 0 → 2, total 1 → 3|total 1 → 3, players\[1\]\.goals 0 → 2)$/,
    ),
    expect.stringMatching(/^\{ players: \[\{ name: 'ann', goals: 1 \}/),
  ])
})

test('a limit takes the newest, in either order', async () => {
  expect(await indexes('score', '-n', '2')).toEqual([3, 2])
  expect(await indexes('score', '--limit', '2', '--reverse')).toEqual([2, 3])
  expect(await indexes('score', '--reverse')).toEqual([0, 1, 2, 3])
  expect(await indexes('score', '-n', '0')).toEqual([])
})

test.each([
  [
    ['--creator', 'ann'],
    [3, 1],
  ],
  [['--creator', 'an'], []],
  [['--label', 'first goal'], [1]],
  [['--comment', 'referee'], [2]],
  [
    ['--kind', 'set'],
    [2, 1],
  ],
  [
    ['--kind', 'undo,initial'],
    [3, 0],
  ],
  [
    ['--since', iso(1)],
    [3, 2, 1],
  ],
  [['--until', iso(1)], [0]],
  [
    ['--since', iso(1), '--until', iso(3)],
    [2, 1],
  ],
  [['--since', iso(9)], []],
  [['--creator', 'ann', '--kind', 'set', '-n', '1'], [1]],
])('%j', async (filter, found) => {
  expect(await indexes('score', ...filter)).toEqual(found)
  expect(await indexes('score', ...filter, '--reverse')).toEqual(found.toReversed())
})

test('--path: only what changed a place', async () => {
  expect(await indexes('team', '--path', 'players[1].goals')).toEqual([1, 0])
  expect(await indexes('team', '--path', 'players')).toEqual([2, 1, 0])
  expect(await indexes('team', '--path', 'total')).toEqual([1, 0])
  expect(await indexes('team', '--path', 'nothing')).toEqual([])
})

test('--value prints each value', async () => {
  expect((await log('score', '--value')).map(line => line.split('\t').at(-1))).toEqual(['5', '8', '5', '3'])
})

test('--json and --ndjson', async () => {
  const { out } = await varve(['log', file, 'team', '--json', '--value'])
  const documents = JSON.parse(out) as Record<string, unknown>[]
  expect((await log('team', '--ndjson', '--value')).map(line => JSON.parse(line) as unknown)).toEqual(
    documents,
  )
  expect(documents[0]).toMatchObject({
    variable: 'team',
    index: 2,
    kind: 'update',
    timestamp: iso(6),
    patches: [{ op: 'splice', path: 'players', index: 2, remove: 0, insert: [{ name: '田中', goals: 0 }] }],
    value: { total: 3 },
  })
  expect(documents[2]).toMatchObject({ index: 0, kind: 'initial', patches: [] })
  const [undo] = await log('score', '--ndjson')
  expect(JSON.parse(undo!)).not.toHaveProperty('value')
})

test.each([50, 80, 120])('on a terminal of %i columns: a table that fits', async columns => {
  for (const name of ['score', 'team', 'evil', 'rich.things']) {
    const [header, ...rows] = lines((await varve(['log', file, name, '--value'], { columns })).out)
    expect(header!.trimStart()).toMatch(/^INDEX/)
    for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(columns)
  }
})

test('every way to change is told, and nothing that could steer a terminal gets through', async () => {
  const other = freshFile()
  const repository = openSync(sqlite(other))
  const v = repository.watch('v', {
    text: 'hello',
    list: [1, 2, 3],
    map: new Map([['k', 1]]),
    gone: true,
  } as Record<string, unknown> & {
    text: string
    list: number[]
    map: Map<string, number>
  })
  v.splice('text', 5, 0, ' world')
  v.update(draft => void draft.list.splice(0, 2, 9))
  v.update(draft => void draft.map.set('k', 2))
  v.update(draft => void delete draft['gone'])
  v.update(draft => void (draft['\u001b[2J'] = '\u001b]0;title\u0007'))
  v.set(v.value)
  v.update(draft => {
    for (const key of 'abcdef') draft[key] = key
  })
  repository.close()
  const { out } = await varve(['log', other, 'v', '--reverse'])
  expect(lines(out).map(line => line.split('\t').at(-1))).toEqual([
    expect.stringContaining(`{ text: 'hello'`),
    'text +6 characters',
    'list +1 -2',
    'map.k 1 → 2',
    '-gone',
    String.raw`+["\u001b[2J"]: '\x1b]0;title\x07'`,
    'no change',
    `+a: 'a', +b: 'b', +c: 'c', … 3 more`,
  ])
})

test('a long history is written as it comes: a reader that leaves early ends it', async () => {
  const long = freshFile()
  const repository = openSync(sqlite(long))
  const n = repository.watch('n', 0)
  for (let i = 1; i < 3_000; i++) n.set(i)
  repository.close()
  const { code, err, out } = await varve(['log', long, 'n', '--ndjson'], { readerTakes: 1 })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(lines(out).length).toBeLessThan(200)
})

test.each([
  [['scor'], 3, `did you mean 'score'?`],
  [['score', '--since', 'soon'], 2, `'soon' is no date`],
  [['score', '-n', '-1'], 2, 'whole number'],
  [['score', '--kind', 'sets'], 2, `There is no kind 'sets'`],
  [['score', '--path', 'a[', '-n', '1'], 2, 'is not a path'],
])('%j ends with %i', async (argv, code, message) => {
  const said = await varve(['log', file, ...argv])
  expect(said).toMatchObject({ code, out: '' })
  expect(lines(said.err)).toEqual([expect.stringContaining(message)])
})
