import { beforeEach, expect, test } from 'vitest'
import { lines, varve } from './fake-io.ts'
import { sampleFile } from './sample-file.ts'

let file = ''
beforeEach(async () => {
  file = sampleFile()
  for (let i = 0; i < 8; i++) await varve(['set', file, 'score', String(i)])
})

const left = async (name = 'score') =>
  lines((await varve(['log', file, name, '--ndjson', '--reverse'])).out).map(
    line => JSON.parse(line).index as number,
  )
const all = Array.from({ length: 12 }, (_, i) => i)

test('forgets what lies outside; first, last and marked ones stay', async () => {
  expect(await varve(['prune', file, 'score', '--last', '3', '--yes'])).toEqual({
    code: 0,
    out: 'score\t2\t8\t7\n',
    err: '',
  })
  expect(await left()).toEqual([0, 1, 9, 10, 11])
  expect(await varve(['verify', file])).toMatchObject({ code: 0 })
  expect(await varve(['show', file, 'score@5'])).toMatchObject({
    code: 3,
    err: expect.stringContaining('the last 3'),
  })
})

test('again tells only what is new', async () => {
  await varve(['prune', file, 'score', '--last', '5', '--yes'])
  const { out } = await varve(['prune', file, 'score', '--last', '3', '--yes', '--ndjson'])
  expect(lines(out).map(line => JSON.parse(line))).toEqual([
    { variable: 'score', first: 7, last: 8, revisions: 2 },
  ])
  expect(await varve(['prune', file, 'score', '--last', '3', '--yes'])).toEqual({
    code: 0,
    out: '',
    err: 'nothing is to be forgotten\n',
  })
})

test('--dry-run tells the same and does nothing', async () => {
  const dry = await varve(['prune', file, '--last', '1', '--dry-run'])
  expect(await left()).toEqual(all)
  const done = await varve(['prune', file, '--last', '1', '--yes'])
  expect(dry).toEqual(done)
  expect(await left('team')).toEqual([0, 2])
})

test('by age and by size', async () => {
  expect(await varve(['prune', file, '--younger-than', '1 h', '--dry-run'])).toMatchObject({
    out: 'score\t2\t3\t2\nteam\t1\t1\t1\n',
  })
  expect(await varve(['prune', file, 'score', '--bytes', '1', '--yes'])).toMatchObject({ code: 0 })
  expect(await left()).toEqual([0, 1, 11])
})

test('asks on a terminal, and refuses where nobody can be asked', async () => {
  const argv = ['prune', file, 'score', '--last', '3']
  expect(await varve(argv)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--yes does it') })
  for (const stdin of ['', '\n', 'n\n', 'yessir\n']) {
    const said = await varve(argv, { columns: 80, stdin })
    expect(said).toMatchObject({ code: 2, out: '' })
    expect(said.err).toContain(`7 revisions of 'score' will be forgotten for good. [y/N] `)
    expect(said.err).toContain('varve: nothing was changed\n')
  }
  expect(await left()).toEqual(all)
  expect(await varve(argv, { columns: 80, stdin: 'Yes\n' })).toMatchObject({ code: 0 })
  expect(await left()).toEqual([0, 1, 9, 10, 11])
})

test.each([
  [[], 'say what is to stay'],
  [['--last', '0'], 'whole number from 1'],
  [['--younger-than', '30 fortnights'], `'30 days'`],
])('%j is refused', async (argv, message) => {
  const said = await varve(['prune', file, '--yes', ...argv])
  expect(said).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) })
})

test('an unknown variable ends with 3, and nothing is forgotten', async () => {
  expect(await varve(['prune', file, 'score', 'scor', '--last', '1', '--yes'])).toMatchObject({
    code: 3,
    out: '',
  })
  expect(await left()).toEqual(all)
})
