import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, test } from 'vitest'
import { VarveError } from 'varve'
import { commandNames } from '../../src/cli/program.ts'
import { CommandFailure, exitCodeOf, exitCodes } from '../../src/cli/exit-codes.ts'
import { lines, varve } from './fake-io.ts'
import { sampleFile } from './sample-file.ts'

let file = ''
beforeEach(() => void (file = sampleFile()))

/** What a command is tried with here. */
interface Tried {
  /** What follows the file. */
  readonly rest: readonly string[]
  /** What follows it where something that steers terminals is to be printed; nothing that it prints can. */
  readonly evil?: readonly string[]
  readonly code?: number
  /** How it ends where a line is no JSON. */
  readonly damaged?: number
  /** False for those that print one plain line. */
  readonly dressed?: boolean
}

const folder = mkdtempSync(join(tmpdir(), 'varve-cli-'))
const steers = ['--creator', 'a\u001b[31mb']
const tried: Readonly<Record<string, Tried>> = {
  ls: { rest: [], evil: [] },
  show: { rest: ['score'], evil: ['evil'] },
  log: { rest: ['score'], evil: ['evil', '--value'] },
  diff: { rest: ['score@0'], evil: ['score', 'evil'], code: 1 },
  verify: { rest: [], dressed: false },
  set: { rest: ['score', '5'], evil: ['score', '5', ...steers], dressed: false },
  rollback: { rest: ['score@1'], evil: ['score@1', ...steers], dressed: false },
  undo: { rest: ['score'], evil: ['score', ...steers], dressed: false },
  redo: { rest: ['score'], evil: ['score', ...steers], dressed: false },
  repair: { rest: ['--dry-run'], damaged: 1 },
  prune: { rest: ['--last', '1', '--yes'] },
}
/**
 * tail never ends by itself, export gives no text to terminals, import and strip make files, compact says what became of the file;
 * each has tests of its own.
 */
const others = ['tail', 'export', 'import', 'strip', 'compact']
const commands = Object.entries(tried)

test('every command is tried here', () => {
  expect(Object.keys(tried)).toEqual(commandNames.filter(name => !others.includes(name)))
})

describe('help', () => {
  test('varve --help lists the commands, on stdout', async () => {
    const { code, out, err } = await varve(['--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('Usage: varve')
    for (const name of commandNames)
      expect(out).toMatch(new RegExp(`^  ${name} \\[options\\] (FILE|SCRIPT)`, 'm'))
  })

  test.each(commandNames)('varve %s --help has examples, however it is asked for', async name => {
    const { code, out } = await varve([name, '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`^Usage: varve ${name} \\[options\\] (FILE|SCRIPT)`))
    expect(out).toMatch(new RegExp(`Examples:\n  varve ${name} `))
    for (const line of lines(out)) expect(line.length).toBeLessThanOrEqual(84)
    expect(await varve(['help', name])).toEqual({ code, out, err: '' })
  })

  test('without a command the help goes to stderr, and it ends with 2', async () => {
    const { code, out, err } = await varve([])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('Usage: varve')
  })

  test('--version', async () => {
    expect(await varve(['--version'])).toEqual({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      err: '',
    })
  })
})

describe('exit code 2: the command line makes no sense', () => {
  test.each([
    [['lss'], `there is no command 'lss'; did you mean 'ls'?`],
    [['help', 'sho'], `there is no command 'sho'; did you mean 'show'?`],
    [['frobnicate'], `there is no command 'frobnicate'; there are ls, show, log, `],
    [['ls'], `missing required argument 'FILE'; varve ls --help tells more`],
    [['ls', 'FILE', '--jsn'], `unknown option '--jsn'; did you mean --json?`],
    [['ls', 'FILE', 'a', 'b'], `too many arguments for 'ls'`],
    [['ls', 'FILE', '--sort', 'size'], 'Allowed choices are name, changed, revisions'],
    [['ls', 'FILE', '--json', '--ndjson'], `option '--json' cannot be used with option '--ndjson'`],
    [['--jsn'], `unknown option '--jsn'`],
  ])('%j', async (argv, message) => {
    const { code, out, err } = await varve(argv.map(word => (word === 'FILE' ? file : word)))
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(lines(err)).toEqual([expect.stringMatching(/^varve: /)])
    expect(err).toContain(message)
  })
})

describe.each(commands)('varve %s', (name, options) => {
  const { rest, code: ending = 0, damaged: whenDamaged = 5, dressed = true } = options
  const on = (path: string) => varve([name, path, ...rest])

  test(`ends with ${ending}`, async () => {
    expect(await on(file)).toMatchObject({ code: ending, err: '' })
  })

  test('a missing file ends with 3, names the nearest, and makes none', async () => {
    const near = join(folder, 'game.db')
    writeFileSync(near, '')
    const { code, out, err } = await on(join(folder, 'gmae.db'))
    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err).toBe(`varve: there is no file '${join(folder, 'gmae.db')}'; did you mean '${near}'?\n`)
    expect(await on(join(folder, 'no/such/folder/x.db'))).toMatchObject({ code: 3 })
    expect(await on(join(near, 'x.db'))).toMatchObject({ code: 3 })
    expect(await on(near)).toMatchObject({
      code: 3,
      err: expect.stringMatching(
        /^varve: '.*game\.db' is empty: nothing was ever kept in it(; .*)?\n$/,
      ) as string,
    })
    expect(readdirSync(folder)).toEqual(['game.db'])
  })

  test("a file that is not varve's, or newer, or damaged, ends with 5", async () => {
    const text = sampleFile()
    writeFileSync(text, 'x'.repeat(4_096))
    expect(await on(text)).toMatchObject({
      code: 5,
      out: '',
      err: expect.stringContaining('was not made by varve'),
    })
    expect(await on(folder)).toMatchObject({ code: 5, out: '' })
    const newer = changed('PRAGMA user_version = 99')
    expect(await on(newer)).toMatchObject({ code: 5, out: '', err: expect.stringContaining('Update varve') })
    const damaged = changed(`UPDATE runs SET body = '[{' || body`)
    const said = await on(damaged)
    expect(said.code).toBe(whenDamaged)
    expect(said.err).toMatch(whenDamaged === 5 ? /^varve: .*\n$/ : /^$/)
    const isReader = !['import', 'repair', 'verify'].includes(name)
    expect(said.err.includes('(varve repair FILE --dry-run tells what can be kept)')).toBe(isReader)
  })

  test('VARVE_DEBUG=1 tells where an error comes from; without it there is one line', async () => {
    const argv = [name, join(folder, 'nothing.db'), ...rest]
    expect(lines((await varve(argv)).err)).toHaveLength(1)
    expect((await varve(argv, { env: { VARVE_DEBUG: '1' } })).err).toMatch(/\n +at .*open-store\.ts/)
  })

  test('nothing in a name on the command line can steer the terminal', async () => {
    const { err } = await on(join(folder, '\u001b[2J\n\u009b.db'))
    expect(err).toMatch(/^[\u0020-\u007e]*\n$/)
  })

  const colour = /\u001b\[\d+m/
  test.each<[string, Record<string, string>, number | undefined, string[], boolean]>([
    ['a terminal', {}, 80, [], true],
    ['a pipe', {}, undefined, [], false],
    ['NO_COLOR', { NO_COLOR: '1' }, 80, [], false],
    ['an empty NO_COLOR', { NO_COLOR: '' }, 80, [], true],
    ['--no-color', {}, 80, ['--no-color'], false],
    ['--no-color and FORCE_COLOR', { FORCE_COLOR: '1' }, 80, ['--no-color'], false],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, 80, [], false],
    ['NO_COLOR and FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, 80, [], false],
    ['TERM=dumb', { TERM: 'dumb' }, 80, [], false],
    ['--json', {}, 80, ['--json'], false],
  ])('%s: colours or none', async (_what, env, columns, options, expected) => {
    const { out } = await varve([name, file, ...rest, ...options], { env, ...(columns && { columns }) })
    expect(out).not.toBe('')
    expect(colour.test(out)).toBe(expected && dressed)
  })

  test('--no-color is taken before the command too', async () => {
    const { out } = await varve(['--no-color', name, file, ...rest], { columns: 80, env: {} })
    expect(out).not.toMatch(colour)
  })

  test('a reader that leaves is no error', async () => {
    expect(await varve([name, file, ...rest], { readerTakes: 0 })).toEqual({ code: 0, out: '', err: '' })
  })
})

const printing = commands.flatMap(([name, { evil }]) => (evil ? [[name, evil] as const] : []))

describe.each(printing)('varve %s', (name, evil) => {
  test('nothing stored can steer the terminal, in any form', async () => {
    for (const form of [[], ['--json'], ['--ndjson']]) {
      for (const columns of [undefined, 80]) {
        const argv = [name, sampleFile(), ...evil, ...form]
        const { out } = await varve(argv, columns === undefined ? {} : { columns })
        expect(out).toContain(form.length > 0 ? '\\u001b[31m' : '\\x1b[31m')
        expect(out).not.toMatch(steering(form, columns))
      }
    }
  })
})

test('show in a pipe has colour where FORCE_COLOR orders it', async () => {
  const { out } = await varve(['show', file, 'score'], { env: { FORCE_COLOR: '1' } })
  expect(out).toMatch(/^\u001b\[1mscore@3/)
})

test('the table of exit codes', () => {
  expect(exitCodes).toEqual({
    ok: 0,
    differs: 1,
    usage: 2,
    notFound: 3,
    conflict: 4,
    damaged: 5,
    interrupted: 130,
  })
  expect(exitCodeOf(new VarveError('BUSY', '', {}))).toBe(4)
  expect(exitCodeOf(new VarveError('CORRUPT', '', { file: null, offset: null }))).toBe(5)
  expect(exitCodeOf(new VarveError('UNKNOWN_BRANCH', '', { variable: '', branch: '' }))).toBe(3)
  expect(exitCodeOf(new VarveError('BAD_OPTION', '', { option: '', nearest: null }))).toBe(2)
  expect(exitCodeOf(new CommandFailure('differs', ''))).toBe(1)
  expect(exitCodeOf(new TypeError())).toBe(2)
})

/** A fresh sample, with something changed behind the store's back. */
function changed(sql: string): string {
  const path = sampleFile()
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
  return path
}

/** What must not come out: a tab stands between cells in a pipe only, a newline only at the end of lines. */
function steering(form: readonly string[], columns: number | undefined): RegExp {
  const tab = form.length === 0 && columns === undefined ? '' : '\\u0009'
  return new RegExp(`[\\u0000-\\u0008${tab}\\u000b-\\u001f\\u007f-\\u009f\\u2028-\\u202e]`)
}
