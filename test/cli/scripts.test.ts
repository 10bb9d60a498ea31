import { spawnSync } from 'node:child_process'
import fs, { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openSync } from 'varve'
import { openScript } from '../../src/store/script/open-script.ts'
import { script } from '../../src/store/script/script.ts'
import { outputOf, Scripts, valueIn } from '../store/script-files.ts'
import { lines, varve } from './fake-io.ts'

const scripts = new Scripts()
afterAll(() => scripts.end())
const program = "#!/usr/bin/env node\nconsole.log('it runs')"

let file = ''
beforeEach(() => {
  file = recorded(scripts.file(program))
})

/** Records some revisions of two variables. */
function recorded(path: string): string {
  let now = Date.UTC(2026, 10, 1)
  const clock = { now: () => (now += 60_000) }
  const repository = openSync(script(path), { durable: 'each', clock })
  const score = repository.watch('score', 3)
  score.set(5, { label: 'first goal', creator: 'ann' })
  score.mark('kickoff')
  score.set(8)
  repository.watch('team', { players: ['ann'] }).update(team => void team.players.push('bob'))
  repository.close()
  return path
}

const edit = (change: (text: string) => string) => writeFileSync(file, change(readFileSync(file, 'utf8')))

test('every command works on a script as on any store', async () => {
  expect(lines((await varve(['ls', file])).out).map(line => line.split('\t').slice(0, 2))).toEqual([
    ['score', '8'],
    ['team', "{ players: ['ann', 'bob'] }"],
  ])
  expect((await varve(['show', file, 'score@kickoff', '--json'])).out).toContain('"value": 5')
  expect(lines((await varve(['log', file, 'score', '--ndjson'])).out)).toHaveLength(3)
  expect((await varve(['diff', file, 'score@0', 'score@2'])).code).toBe(1)
  expect(await varve(['verify', file])).toMatchObject({
    code: 0,
    out: 'all holds: 5 revisions of 2 variables\n',
  })
  expect(await varve(['set', file, 'score', '9'])).toMatchObject({ code: 0 })
  expect(await varve(['rollback', file, 'score@1'])).toMatchObject({ code: 0 })
  expect(valueIn(file, 'score')).toBe(5)
  expect(await varve(['undo', file, 'score'])).toMatchObject({ code: 0 })
  expect(valueIn(file, 'score')).toBe(9)
  expect(await varve(['prune', file, 'score', '--last', '2', '--yes'])).toMatchObject({ code: 0 })
  expect(readFileSync(file, 'utf8').startsWith(program)).toBe(true)
  expect(outputOf(file)).toBe('it runs\n')
})

test('a script is known by its name, by its first line, and by its block', async () => {
  const plain = scripts.file("console.log('it runs')\n", '.ts')
  expect(await varve(['ls', plain])).toMatchObject({ code: 0, out: '' })
  const command = scripts.file(program, '')
  expect(await varve(['set', command, 'n', '1', '--create'])).toMatchObject({ code: 0 })
  expect(valueIn(command, 'n')).toBe(1)
  const other = scripts.file(readFileSync(file), '.es6')
  expect((await varve(['show', other, 'score', '--json'])).out).toContain('"value": 8')
})

test('what is in a journal is read, and folded by who changes something', async () => {
  const repository = openSync(openScript(file, { journal: true, fold: false }), { durable: 'each' })
  repository.watch('score', 0).set(21)
  repository.close()
  expect((await varve(['show', file, 'score', '--json'])).out).toContain('"value": 21')
  await varve(['set', file, 'score', '22'])
  expect(existsSync(`${file}.varve-journal`)).toBe(false)
  expect(valueIn(file, 'score')).toBe(22)
})

test('what is said of a damaged or missing script is said once, and is true', async () => {
  const missing = await varve(['ls', `${file}.none.mjs`])
  expect(missing).toMatchObject({
    code: 3,
    err: expect.stringContaining('values can be kept in a script that is there'),
  })
  edit(text => text.replace('"b":5', '"b":6'))
  for (const argv of [['ls'], ['strip'], ['set', 'score', '1']])
    expect((await varve([argv[0]!, file, ...argv.slice(1)])).err.match(/varve repair/g)).toHaveLength(1)
})

describe('strip', () => {
  test('takes the block out into a file, and import puts it back', async () => {
    const before = readFileSync(file, 'utf8')
    expect(await varve(['strip', file])).toMatchObject({
      code: 0,
      out: `score: @0 to @2\nteam: @0 to @1\n${file}.ndjson has what was in ${file}\n`,
    })
    expect(readFileSync(file, 'utf8')).toBe(program)
    expect(await varve(['import', file, `${file}.ndjson`])).toMatchObject({ code: 0 })
    // A keyframe is not exported, and may be dropped at any time.
    const lasting = (text: string) =>
      text.split('\n').filter(line => !/^\/\/ (keyframe|varve end)/.test(line))
    expect(lasting(readFileSync(file, 'utf8'))).toEqual(lasting(before))
    expect(valueIn(file, 'team')).toEqual({ players: ['ann', 'bob'] })
  })

  test('with what is in a journal, and with what has forgotten', async () => {
    const repository = openSync(openScript(file, { journal: true, fold: false }), { durable: 'each' })
    repository.watch('score', 0).set(21)
    repository.watch('score2', 0)
    repository.close()
    await varve(['prune', file, 'score', '--last', '1', '--yes'])
    await varve(['strip', file, '--out', `${file}.out`])
    expect(existsSync(`${file}.varve-journal`)).toBe(false)
    expect(valueIn(file, 'score')).toBeUndefined()
    await varve(['import', file, `${file}.out`])
    expect([valueIn(file, 'score'), valueIn(file, 'score2')]).toEqual([21, 0])
    expect(await varve(['verify', file])).toMatchObject({ code: 0 })
  })

  test('of what only its owner may read gives a copy that is read by nobody else', async () => {
    chmodSync(file, 0o700)
    expect(await varve(['strip', file])).toMatchObject({ code: 0 })
    expect(statSync(`${file}.ndjson`).mode & 0o777).toBe(0o600)
  })

  test('of what cannot be written leaves nothing behind, so that a second try can succeed', async () => {
    chmodSync(file, 0o444)
    const refused = { code: 2, err: expect.stringContaining('is read-only') }
    expect(await varve(['strip', file])).toMatchObject(refused)
    expect(await varve(['strip', file])).toMatchObject(refused)
    chmodSync(file, 0o644)
    // Where it fails only when the copy is there.
    const { renameSync } = fs
    fs.renameSync = (from, to) => {
      if (to === file) throw Object.assign(new Error('EACCES: rename'), { code: 'EACCES' })
      renameSync(from, to)
    }
    syncBuiltinESMExports()
    try {
      expect(await varve(['strip', file])).toMatchObject({ code: 2, err: expect.stringContaining('EACCES') })
    } finally {
      fs.renameSync = renameSync
      syncBuiltinESMExports()
    }
    expect(existsSync(`${file}.ndjson`)).toBe(false)
    expect(await varve(['strip', file])).toMatchObject({ code: 0 })
    expect(readFileSync(file, 'utf8')).toBe(program)
  })

  test('refuses to write over a file, what is no script, and what holds nothing', async () => {
    const before = readFileSync(file)
    expect(await varve(['strip', file, '--out', file])).toMatchObject({ code: 2 })
    expect(await varve(['strip', scripts.file('', '.db')])).toMatchObject({ code: 3 })
    expect(await varve(['strip', scripts.file('1', '.mjs')])).toMatchObject({ code: 3 })
    expect(readFileSync(file).equals(before)).toBe(true)
  })
})

describe('repair', () => {
  const rowsOf = async (...argv: string[]) => {
    const { code, out } = await varve(['repair', file, ...argv])
    return { code, rows: lines(out).map(line => line.split('\t').slice(0, 3)) }
  }

  test('of a sound script has nothing to do', async () => {
    expect(await varve(['repair', file, '--in-place'])).toMatchObject({
      code: 0,
      out: 'nothing is to be repaired\n',
    })
  })

  test('of an edited block keeps what is proven of each variable, and the program', async () => {
    chmodSync(file, 0o755)
    edit(text => text.replace('"players":["ann"]', '"players":["eve"]'))
    expect(await varve(['ls', file])).toMatchObject({ code: 5, err: expect.stringContaining('varve repair') })
    expect(await varve(['verify', file])).toMatchObject({ code: 5 })
    const { code, rows } = await rowsOf('--in-place', '--yes')
    expect(code).toBe(1)
    expect(rows[0]).toEqual(['score', '@0 to @2', ''])
    expect(rows[1]![1]).toContain('value of @1')
    expect([valueIn(file, 'score'), valueIn(file, 'team')]).toEqual([8, { players: ['ann', 'bob'] }])
    expect(readFileSync(file, 'utf8').startsWith(`${program}\n`)).toBe(true)
    expect(outputOf(file)).toBe('it runs\n')
    expect(statSync(file).mode & 0o777).toBe(0o755)
    expect(readFileSync(`${file}.damaged-1`, 'utf8')).toContain('eve')
  })

  test('of a block that is cut keeps what is whole', async () => {
    edit(text => text.slice(0, text.indexOf('// variable "team"') + 30))
    expect(await rowsOf('--dry-run')).toMatchObject({
      rows: [
        ['score', '@0 to @2', ''],
        ['team', 'nothing', '@0'],
      ],
    })
    edit(text => text.slice(0, text.indexOf('// head 2')))
    expect((await rowsOf('--dry-run')).rows[0]![0]).toBe('score')
    expect(await varve(['repair', file, '--in-place', '--yes', '--unproven'])).toMatchObject({ code: 1 })
    expect(valueIn(file, 'score')).toBe(8)
  })

  test('of a block of which nothing is proven names what keeps it', async () => {
    edit(text => text.replaceAll('"k":"initial"', '"k":"set"').replaceAll(/\/\/ keyframe.*\n/g, ''))
    const { code, err } = await varve(['repair', file, '--in-place', '--yes'])
    expect([code, err]).toEqual([5, expect.stringContaining('--unproven keeps what can be read')])
    expect(await rowsOf('--in-place', '--yes', '--unproven')).toMatchObject({ code: 1 })
    expect(valueIn(file, 'score')).toBe(8)
  })

  test('of a block whose first line is missing, and of one with code in it', async () => {
    edit(text => text.replace(/\/\/ varve 1: .*\n/, ''))
    expect(await rowsOf('--in-place', '--yes')).toMatchObject({ code: 0 })
    expect(valueIn(file, 'score')).toBe(8)
    edit(text => text.replace('// head 2', "console.log('here')\n// head 2"))
    expect(await rowsOf('--in-place', '--yes')).toMatchObject({ code: 0 })
    expect(valueIn(file, 'score')).toBe(8)
    expect(outputOf(file)).toBe('it runs\nhere\n')
  })

  test('into another file: of SQLite, or a script with the same program', async () => {
    edit(text => text.replace('"players":["ann"]', '"players":["eve"]'))
    const [database, other] = [`${file}.db`, `${file}.other.mjs`]
    expect(await rowsOf('--to', database)).toMatchObject({ code: 1 })
    expect((await varve(['show', database, 'score', '--json'])).out).toContain('"value": 8')
    expect(await rowsOf('--to', other)).toMatchObject({ code: 1 })
    expect([valueIn(other, 'score'), outputOf(other)]).toEqual([8, 'it runs\n'])
  })

  test('of a conflict of git, where one side goes on from the other, needs no choice', async () => {
    const before = readFileSync(file, 'utf8')
    await varve(['set', file, 'score', '9'])
    conflict(before, readFileSync(file, 'utf8'))
    expect(await varve(['ls', file])).toMatchObject({ code: 5, err: expect.stringContaining('git') })
    expect(await rowsOf('--in-place', '--yes')).toMatchObject({ code: 0 })
    expect([valueIn(file, 'score'), outputOf(file)]).toEqual([9, 'it runs\n'])
  })

  test.each([
    ['1', 9],
    ['2', 11],
  ])(
    'of a conflict of git in which both went on, side %s is kept where it is chosen',
    async (side, value) => {
      const before = readFileSync(file, 'utf8')
      await varve(['set', file, 'score', '9', '--creator', 'ann'])
      const ours = readFileSync(file, 'utf8')
      writeFileSync(file, before)
      await varve(['set', file, 'score', '10'])
      await varve(['set', file, 'score', '11', '--creator', 'bob'])
      conflict(ours, readFileSync(file, 'utf8'))
      expect(await rowsOf('--dry-run')).toMatchObject({
        code: 1,
        rows: [
          ['score (side 1, HEAD)', '@0 to @3', ''],
          ['score (side 2, theirs)', '@0 to @4', ''],
          ['team (side 1, HEAD)', '@0 to @1', ''],
        ],
      })
      const { out } = await varve(['repair', file, '--dry-run', '--json'])
      const last = (score: number, creator: string | null) => ({
        value: score,
        changed: expect.stringMatching(/^20.*Z$/),
        creator,
        label: null,
        comment: null,
      })
      expect(JSON.parse(out).slice(0, 2)).toMatchObject([
        { variable: 'score', side: 1, sideLabel: 'HEAD', last: last(9, 'ann') },
        { variable: 'score', side: 2, sideLabel: 'theirs', last: last(11, 'bob') },
      ])
      expect((await varve(['repair', file, '--dry-run'])).out).toMatch(
        /^score \(side 1, HEAD\)\t@0 to @3\t\t9\t20\S*\tann\t\nscore \(side 2, theirs\)\t@0 to @4\t\t11\t20\S*\tbob\t\n/,
      )
      expect(await varve(['repair', file, '--in-place', '--yes'])).toMatchObject({ code: 2 })
      expect(await rowsOf('--in-place', '--yes', '--side', side)).toMatchObject({ code: 0 })
      expect([valueIn(file, 'score'), outputOf(file)]).toEqual([value, 'it runs\n'])
      expect(readFileSync(`${file}.damaged-1`, 'utf8')).toContain('<<<<<<<')
    },
  )

  describe.each<[string, (merged: string) => string, string[]]>([
    ['that was told to unite both', text => text, ['--union']],
    ['whose marks were taken out', text => text.replace(/^(<{7}|={7}|>{7}).*\n/gm, ''), []],
    [
      'whose marks were taken out, with what both had before',
      text => text.replace(/^(<{7}|\|{7}|={7}|>{7}).*\n/gm, ''),
      ['--diff3'],
    ],
  ])('of a merge by git %s', (_what, change, flags) => {
    /** What git makes of two branches, each of which has set these scores. */
    const merged = async (...scores: readonly (readonly number[])[]) => {
      const base = readFileSync(file, 'utf8')
      const texts = [base]
      for (const each of scores) {
        writeFileSync(file, base)
        for (const score of each) await varve(['set', file, 'score', String(score)])
        texts.push(readFileSync(file, 'utf8'))
      }
      const [old, ours, theirs] = texts.map(text => scripts.file(text))
      const git = ['merge-file', '-p', ...flags, ours!, old!, theirs!]
      const { stdout } = spawnSync('git', git, { encoding: 'utf8' })
      writeFileSync(file, change(stdout))
      expect(await varve(['ls', file])).toMatchObject({ code: 5 })
    }

    test.each([
      ['1', 9],
      ['2', 11],
    ])('in which both went on: neither is dropped unsaid, and side %s stays', async (side, value) => {
      await merged([9], [10, 11])
      expect(await rowsOf('--dry-run')).toMatchObject({ code: 1 })
      expect((await varve(['repair', file, '--dry-run'])).out).toMatch(/score \(side 1[^]*score \(side 2/)
      const refused = await varve(['repair', file, '--in-place', '--yes'])
      expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('--side') })
      expect(await rowsOf('--in-place', '--yes', '--side', side)).toMatchObject({ code: 0 })
      expect([valueIn(file, 'score'), outputOf(file)]).toEqual([value, 'it runs\n'])
      expect(valueIn(file, 'team')).toEqual({ players: ['ann', 'bob'] })
      expect(await varve(['verify', file])).toMatchObject({ code: 0 })
    })
  })

  test('of two blocks of which one is damaged as well does not drop it unsaid', async () => {
    const before = readFileSync(file, 'utf8')
    await varve(['set', file, 'score', '9'])
    const ours = readFileSync(file, 'utf8')
    writeFileSync(file, before)
    for (const score of ['10', '11', '12']) await varve(['set', file, 'score', score])
    const theirs = readFileSync(file, 'utf8').slice(program.length + 2)
    writeFileSync(file, ours + theirs.replace('"b":10}', '"b":77}'))
    expect(await varve(['repair', file, '--in-place', '--yes'])).toMatchObject({ code: 2 })
    expect(await rowsOf('--in-place', '--yes', '--side', '2', '--unproven')).toMatchObject({ code: 1 })
    expect(valueIn(file, 'score')).toBe(12)
  })

  test('of a conflict that is in the program, too, leaves that to be settled by hand', async () => {
    const ours = readFileSync(file, 'utf8').replace("'it runs'", "'it runs well'")
    await varve(['set', file, 'score', '9'])
    conflict(ours, readFileSync(file, 'utf8'))
    expect(await rowsOf('--in-place', '--yes')).toMatchObject({ code: 0 })
    expect(valueIn(file, 'score')).toBe(9)
    expect(readFileSync(file, 'utf8')).toMatch(
      /<<<<<<< HEAD\n.*runs well.*\n\n?=======\n.*runs'.*\n\n?>>>>>>> theirs\n/,
    )
  })

  test('of a block that is there twice', async () => {
    const before = readFileSync(file, 'utf8')
    await varve(['set', file, 'score', '9'])
    edit(text => text + before.slice(program.length + 2))
    expect(await rowsOf('--in-place', '--yes')).toMatchObject({ code: 0 })
    expect([valueIn(file, 'score'), outputOf(file)]).toEqual([9, 'it runs\n'])
  })

  test('of a damaged journal keeps what was whole before, and the journal', async () => {
    const repository = openSync(openScript(file, { journal: true, fold: false }), { durable: 'each' })
    const score = repository.watch('score', 0)
    for (const value of [21, 22, 23]) score.set(value)
    repository.close()
    const journal = `${file}.varve-journal`
    writeFileSync(journal, readFileSync(journal, 'utf8').replace('"b\\":23', '"b\\":99'))
    expect(await varve(['show', file, 'score'])).toMatchObject({ code: 5 })
    expect(await rowsOf('--in-place', '--yes')).toMatchObject({ code: 0 })
    expect(valueIn(file, 'score')).toBe(22)
    const names = readdirSync(scripts.folder).filter(name => name.startsWith(`${basename(file)}.damaged`))
    expect(names).toEqual([`${basename(file)}.damaged-1`, `${basename(file)}.damaged-1.varve-journal`])
  })
})

/** What git leaves of two texts: all lines from the first that differs to the last. */
function conflict(ours: string, theirs: string): void {
  const [a, b] = [ours.split('\n'), theirs.split('\n')]
  const same = a.findIndex((line, i) => line !== b[i])
  let end = 0
  while (a.at(-1 - end) === b.at(-1 - end)) end += 1
  const middle = (all: string[]) => all.slice(same, all.length - end)
  const text = [...a.slice(0, same), '<<<<<<< HEAD', ...middle(a), '=======', ...middle(b), '>>>>>>> theirs']
  writeFileSync(file, [...text, ...a.slice(a.length - end)].join('\n'))
}
