import { dirname, join } from 'node:path'
import { existsSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { manifest, root } from '../../tools/entries.ts'
import { run } from '../../tools/run.ts'
import { freshFile } from '../openers.ts'
import { lines, varve } from './fake-io.ts'
import { sampleFile } from './sample-file.ts'

let file = ''
beforeEach(() => void (file = sampleFile()))

/** What another program finds. */
const valueOf = (name: string, path = file): unknown => {
  const repository = openSync(sqlite(path))
  try {
    return repository.watch<unknown>(name, 'nothing').value
  } finally {
    repository.close()
  }
}
const headOf = async (name: string) => JSON.parse((await varve(['show', file, name, '--json'])).out)

describe('a value', () => {
  test('is recorded with who and why, and told in one line', async () => {
    const argv = ['set', file, 'score', '-7', '--creator', 'cy', '--label', 'own goal', '--comment', 'oh']
    expect(await varve(argv)).toEqual({ code: 0, out: 'score@4 set by cy\n', err: '' })
    const recorded = { kind: 'set', creator: 'cy', label: 'own goal', comment: 'oh', value: -7 }
    expect(await headOf('score')).toMatchObject(recorded)
    expect(valueOf('score')).toBe(-7)
  })

  test('that is equal is recorded too', async () => {
    expect(await varve(['set', file, 'score', '5'])).toMatchObject({ code: 0, out: 'score@4 set\n' })
  })

  test.each<[string, string[], unknown]>([
    ['{"a":[1,null,{"b":"x"}]}', [], { a: [1, null, { b: 'x' }] }],
    ['"5"', [], '5'],
    ['5', ['--text'], '5'],
    ['', ['--text'], ''],
    ['{"x":[["Date",1],"2026-01-01T00:00:00.000Z"]}', ['--stored'], new Date('2026-01-01')],
    ['{"v":{"x":-1}}', ['--stored'], { x: -1 }],
    ['{"v":1}', [], { v: 1 }],
  ])('%s %j', async (given, options, value) => {
    expect(await varve(['set', file, 'score', given, ...options])).toMatchObject({ code: 0 })
    expect(valueOf('score')).toEqual(value)
    const input = { stdin: given }
    expect(await varve(['set', file, 'team', '-', ...options], input)).toMatchObject({ code: 0 })
    expect(valueOf('team')).toEqual(value)
  })

  test('a key __proto__ is a key like any other', async () => {
    await varve(['set', file, 'score', '{"__proto__":{"x":1}}'])
    expect(Object.keys(valueOf('score') as object)).toEqual(['__proto__'])
  })

  test('from stdin is taken as it is, in UTF-8 only', async () => {
    await varve(['set', file, 'score', '-', '--text'], { stdin: '\ufeffdé\u{1f600}\n' })
    expect(valueOf('score')).toBe('\ufeffdé\u{1f600}\n')
    const bytes = Uint8Array.of(0x22, 0xc3, 0x28, 0x22)
    const { code, err } = await varve(['set', file, 'score', '-'], { stdin: bytes })
    expect({ code, err }).toEqual({ code: 2, err: 'varve: what comes from stdin is no UTF-8 text\n' })
  })

  test.each<[string, string[], string]>([
    ['Plan B', [], `'Plan B' is no JSON; --text takes it as a string`],
    ['{"x":1', ['--stored'], `'{"x":1' is no JSON; give what --json shows as "stored"`],
    ['{"y":1}', ['--stored'], 'a cell must be a JSON primitive'],
    ['1e999', [], 'a number in JSON must be finite'],
    ['['.repeat(2_000) + ']'.repeat(2_000), [], 'nested more than'],
    ['x', ['--text', '--stored'], 'cannot be used with'],
  ])('%.20s %j is refused, and nothing recorded', async (given, options, message) => {
    const { code, out, err } = await varve(['set', file, 'score', given, ...options])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(lines(err)).toEqual([expect.stringContaining(message)])
    expect(await headOf('score')).toMatchObject({ index: 3 })
  })
})

describe('--path', () => {
  const first = {
    players: [
      { name: 'ann', goals: 1 },
      { name: 'bob', goals: 2 },
      { name: '田中', goals: 0 },
    ],
  }
  test.each<[string, string, object]>([
    [
      'players[0].name',
      '"bea"',
      { players: [{ name: 'bea', goals: 1 }, ...first.players.slice(1)], total: 3 },
    ],
    ['players[3]', '{}', { players: [...first.players, {}], total: 3 }],
    ['coach', '"dan"', { ...first, total: 3, coach: 'dan' }],
    ['', '1', 1 as unknown as object],
  ])('%s', async (path, given, value) => {
    expect(await varve(['set', file, 'team', given, '--path', path])).toMatchObject({
      code: 0,
      out: 'team@3 updated\n',
    })
    expect(valueOf('team')).toEqual(value)
  })

  test('in a Map, and a hole of an array', async () => {
    expect(await varve(['set', file, 'rich.things', '2', '--path', 'amounts.b'])).toMatchObject({ code: 0 })
    const { amounts } = valueOf('rich.things') as { amounts: ReadonlyMap<string, unknown> }
    expect([...amounts]).toEqual([
      ['a', 1n],
      ['b', 2],
    ])
    await varve(['set', file, 'score', '{"x":[[-7,3,0,1],"a"]}', '--stored'])
    expect(await varve(['set', file, 'score', '"b"', '--path', '1'])).toMatchObject({ code: 0 })
    // eslint-disable-next-line no-sparse-arrays
    expect(valueOf('score')).toEqual(['a', 'b', ,])
  })

  test.each<[string, string, number, string]>([
    ['team', 'players[4]', 3, `team@2 has no place 'players[4]'; 'players[3]' adds an element`],
    ['team', 'playrs[0].name', 3, `did you mean 'players'?`],
    ['team', 'total.x', 3, `team@2 has no place 'total.x'`],
    ['rich.things', 'tags[3]', 2, `'tags' is a Set`],
    ['team', 'players[', 2, 'is not a path'],
  ])('%s: %s ends with %i', async (name, path, code, message) => {
    const said = await varve(['set', file, name, '1', '--path', path])
    expect(said).toMatchObject({ code, out: '', err: expect.stringContaining(message) })
  })
})

describe('--create', () => {
  test('makes file and variable, with who and why', async () => {
    const fresh = freshFile()
    expect(await varve(['set', fresh, 'n', '1'])).toMatchObject({ code: 3, out: '' })
    expect((await varve(['set', join(dirname(fresh), 'something-else.db'), 'n', '1'])).err).toMatch(
      /; --create begins it\n$/,
    )
    expect(existsSync(fresh)).toBe(false)
    const argv = ['set', fresh, 'n', '1', '--create', '--creator', 'ann', '--comment', 'to begin with']
    expect(await varve(argv)).toEqual({ code: 0, out: 'n@0 begun by ann\n', err: '' })
    expect(valueOf('n', fresh)).toBe(1)
    const { out } = await varve(['show', fresh, 'n', '--json'])
    expect(JSON.parse(out)).toMatchObject({ kind: 'initial', label: 'initial', comment: 'to begin with' })
    expect(await varve(['set', fresh, 'n', '2', '--create', '--label', 'two'])).toMatchObject({
      code: 0,
      out: 'n@1 set\n',
    })
  })

  test('without it an unknown variable ends with 3, and the nearest is named', async () => {
    const said = await varve(['set', file, 'scor', '1'])
    expect(said).toMatchObject({ code: 3, out: '', err: expect.stringMatching(/did you mean 'score'\?\n$/) })
    expect((await varve(['set', file, 'quite-other', '1'])).err).toMatch(/; --create begins it\n$/)
    expect((await varve(['set', file, 'quite-other', '1', '--path', 'a'])).err).not.toMatch(/--create/)
  })

  test('a first revision takes no label, and no name that cannot be one', async () => {
    expect(await varve(['set', file, 'new', '1', '--create', '--label', 'x'])).toMatchObject({
      code: 2,
      err: expect.stringContaining(`has the label 'initial'`),
    })
    expect(await varve(['set', file, 'new@1', '1', '--create'])).toMatchObject({ code: 2 })
    expect(await varve(['show', file, 'new'])).toMatchObject({ code: 3 })
  })
})

describe('--expect', () => {
  test('refuses where another revision is the last, and says which and whose', async () => {
    const { code, out, err } = await varve(['set', file, 'score', '1', '--expect', '1'])
    expect({ code, out }).toEqual({ code: 4, out: '' })
    expect(err).toMatch(
      /last revision is not @1 but score@3, undo by ann at 2026-11-01T09:03:00.000Z; nothing/,
    )
    expect(await varve(['set', file, 'score', '1', '--expect', '9'])).toMatchObject({ code: 3 })
    expect(await varve(['set', file, 'score', '1', '--expect', '~x'])).toMatchObject({ code: 2 })
    expect(await varve(['set', file, 'score', '1', '--expect', '~0'])).toMatchObject({ code: 0 })
  })

  test('of many programs with the same one, one wins and the others end with 4', async () => {
    const argv = ['set', file, 'score', '1', '--expect', '3', '--creator']
    const main = root + manifest.bin['varve']!
    const said = await Promise.all(
      [0, 1, 2, 3, 4].map(i => run('node', [main, ...argv, `p${i}`], { mayFail: true })),
    )
    expect(said.map(({ code }) => code).toSorted()).toEqual([0, 4, 4, 4, 4])
    const winner = said.findIndex(({ code }) => code === 0)
    expect(await headOf('score')).toMatchObject({ index: 4, creator: `p${winner}` })
    for (const { code, err } of said) if (code === 4) expect(err).toContain(`by p${winner} at`)
  })
})

test('--json and --ndjson give the revision as varve show has it', async () => {
  const { out } = await varve(['set', file, 'score', '9', '--json'])
  const { value, ...shown } = await headOf('score')
  expect(value).toBe(9)
  expect(JSON.parse(out)).toEqual(shown)
  const line = await varve(['set', file, 'score', '10', '--ndjson'])
  expect(lines(line.out).map(text => JSON.parse(text))).toMatchObject([{ index: 5, kind: 'set' }])
})
