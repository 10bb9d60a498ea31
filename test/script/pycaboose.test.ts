import { spawn } from 'node:child_process'
import { chmodSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from '../../tools/entries.ts'
import { kept, out, program, Programs, tried } from './programs.ts'

// What pycaboose 1.0.1 does, row by row, and what becomes of it here.
const programs = new Programs()
afterAll(() => programs.end())
const node = `${root}node_modules/.bin/node`

test('a = Value(0), a.value += 1: the next run continues, with history, rollback and blame', async () => {
  const file = programs.write(`const a = remember(0)
a.value += 1
if (a.value === 3) {
  console.log(a.history().map(r => r.value), a.blame('').kind)
  a.rollback(1)
}
console.log(a.value)`)
  expect(await out(file)).toBe('1')
  expect(await out(file)).toBe('2')
  expect(await out(file)).toBe('[ 0, 1, 2, 3 ] set\n1')
  expect(kept(file)).toEqual({ a: 1 })
})

describe('a value is known by its place in the source, or by a key', () => {
  const text = `const a = remember(0), b = remember(0)
const todos = remember([] as string[], 'todos')
function main() { const a = remember(0); return a.value += 100 }
a.value += 1; b.value += 10
todos.update(t => { t.push('x') })
console.log(a.value, b.value, todos.value.length, main())`

  test('moved lines, two on a line, other formatting, another file name: every value stays', async () => {
    const file = programs.write(text)
    expect(await out(file)).toBe('1 10 1 100')
    const moved = readFileSync(file, 'utf8')
      .replace(
        'const a = remember(0), b',
        '\n// two of them\nlet unused = 0\nconst a =\n  remember( 0 )\nconst b',
      )
      .replace('function main() { ', 'async function other() {}\nfunction main() {\n\n  ')
    writeFileSync(file, moved)
    expect(await out(file)).toBe('2 20 2 200')
    const renamed = join(programs.folder, 'renamed.mts')
    renameSync(file, renamed)
    expect(await out(renamed)).toBe('3 30 3 300')
  })

  test.each([
    ['a loop', 'for (const i of [1, 2]) { const a = remember(i) }', 'it stands in a loop', '`a.${i}`'],
    [
      'a function that runs twice',
      'const f = () => { const a = remember(0) }\nf(); f()',
      'runs a second time',
      '`f.a.${i}`',
    ],
    [
      'a doubled key',
      "const a = remember(0, 'k')\nconst b = remember(0, 'k')",
      'line 2 has this name already',
      "'k2'",
    ],
    [
      'a key that is a place',
      "const k = remember(0)\nconst b = remember(0, { key: 'k' })",
      'line 2 has this name',
      "'k2'",
    ],
    ['a doubled place', '{ const a = remember(0) }\n{ const a = remember(0) }', "have the place 'a'", "'a2'"],
    ['no place', 'remember(0).value++', 'it is the value of no variable', "'runs'"],
  ])('%s is an error that asks for a key', async (_, text, said, example) => {
    const file = programs.write(text)
    const before = readFileSync(file)
    const { code, err } = await tried([file])
    expect(code).toBe(1)
    expect(err).toContain(said)
    expect(err).toMatch(/code: '(BAD_OPTION|DUPLICATE_NAME)'/)
    expect(err).toContain(`{ key: ${example} }`)
    expect(readFileSync(file)).toEqual(before)
  })

  test('what was renamed is reported and kept; { was } adopts it', async () => {
    const file = programs.write('const old = remember(0)\nold.value += 7')
    await out(file)
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(
        'const old = remember(0)\nold.value += 7',
        'const young = remember(0)\nconsole.log(young.value)',
      ),
    )
    const { out: said, err } = await tried([file])
    expect(said).toBe('0\n')
    expect(err).toBe(
      `varve: ${file} keeps 'old', which no remember() in it asks for. If something was renamed, say so: remember(…, { was: 'old' })\n`,
    )
    expect(kept(file)).toEqual({ old: 7 })
    const adopting = readFileSync(file, 'utf8')
      .replace('remember(0)', "remember(0, { was: 'old' })")
      .replace('console.log(', 'young.value += 1\nconsole.log(')
    writeFileSync(file, adopting)
    expect(await tried([file])).toMatchObject({ out: '8\n', err: '' })
    expect(await out(file)).toBe('9')
  })

  test('what was renamed and has been begun anew: each run says what leads to the old value, and that does', async () => {
    const file = programs.write('const old = remember(0)\nold.value += 7')
    const edit = (from: string | RegExp, to: string) =>
      writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
    await out(file)
    edit(/const old[^]*?7/, 'const fresh = remember(0)\nfresh.value += 1\nconsole.log(fresh.value)')
    const { err } = await tried([file])
    expect(err).toMatch(/keeps 'old', which .* \{ was: 'old' \}\), or remember\(…, \{ key: 'old' \}\) where /)
    edit('remember(0)', "remember(0, { was: 'old' })")
    const told = `varve: ${file} keeps 'old', and { was: 'old' } does not lead to it: 'fresh' has values of its own by now, and goes on with these. remember(…, { key: 'old' }) goes on with the old ones\n`
    expect(await tried([file])).toMatchObject({ out: '2\n', err: told })
    expect(await tried([file])).toMatchObject({ out: '3\n', err: told })
    edit("{ was: 'old' }", "{ key: 'old' }")
    const { out: said, err: left } = await tried([file])
    expect(said).toBe('8\n')
    expect(left).toContain("keeps 'fresh', which no remember() in it asks for")
    expect(kept(file)).toEqual({ old: 8, fresh: 3 })
  })
})

test('no pickle that runs code, but comments that nothing can end', async () => {
  const hostile = [
    '*/ console.log(1)',
    '\u2028console.log(2)',
    '\u2029\r\nconsole.log(3)\n',
    '// varve 1: x',
    '// varve end: 1 lines',
    '\ud800',
    '`${process.exit(9)}`',
    '# pycaboose #',
    '//# sourceMappingURL=x.map',
  ]
  const file = programs.write(`const all = remember<string[]>([])
if (all.value.length === 0) all.set(${JSON.stringify(hostile)})
console.log(JSON.stringify(all.value))`)
  expect(await out(file)).toBe(JSON.stringify(hostile))
  expect(await out(file)).toBe(JSON.stringify(hostile))
  const block = readFileSync(file, 'utf8').split('\n// varve 1:')[1]!
  expect(
    block
      .split('\n')
      .slice(1, -1)
      .filter(line => !line.startsWith('// ')),
  ).toEqual([])
})

test.each(['0', "''", 'false', 'null', 'undefined', 'NaN', '-0', '0n', '[]'])(
  'stored %s comes back',
  async value => {
    const file = programs.write(`import { isDeepStrictEqual } from 'node:util'
const a = remember<unknown>('initial')
console.log(isDeepStrictEqual(a.value, ${value}))
a.set(${value})`)
    expect(await out(file)).toBe('false')
    expect(await out(file)).toBe('true')
  },
)

test('the value is a snapshot that cannot be changed in place; update saves', async () => {
  const file = programs.write(`const list = remember<number[]>([])
try { (list.value as number[]).push(1) } catch (e) { console.log((e as Error).name) }
list.update(l => { l.push(2) })
console.log(list.value)`)
  expect(await out(file)).toBe('TypeError\n[ 2 ]')
  expect(await out(file)).toBe('TypeError\n[ 2, 2 ]')
})

describe('reading never writes', () => {
  test('a first run that sets nothing leaves the file as it is, byte for byte and in time', async () => {
    const file = programs.write('const a = remember(0)\nconsole.log(a.value, a.history().length)')
    const before = [readFileSync(file), statSync(file, { bigint: true }).ctimeNs]
    expect(await out(file)).toBe('0 1')
    expect([readFileSync(file), statSync(file, { bigint: true }).ctimeNs]).toEqual(before)
  })

  test('a script that is read-only: READ_ONLY at the first set, with the value kept in memory', async () => {
    const file = programs.write(`const a = remember(1)
console.log(a.value)
try { a.value += 1 } catch (e) { console.log((e as { code: string }).code, a.value, a.lastChange().saved) }`)
    chmodSync(file, 0o444)
    const before = readFileSync(file)
    expect(await tried([file])).toMatchObject({ out: '1\nREAD_ONLY 2 false\n', err: '', code: 0 })
    expect(readFileSync(file)).toEqual(before)
    expect(statSync(file).mode & 0o777).toBe(0o444)
  })

  test("under Node's permission model, which lets nobody set the mode of a file: READ_ONLY, too", async () => {
    const file = programs.write(`const a = remember(1)
try { a.value += 1 } catch (e) { console.log((e as { code: string }).code, a.value, a.lastChange().saved) }`)
    const before = readFileSync(file)
    const flags = ['--no-warnings', '--permission', '--allow-fs-read=*', `--allow-fs-write=${dirname(file)}/`]
    expect(await tried([...flags, file])).toMatchObject({ out: 'READ_ONLY 2 false\n', err: '', code: 0 })
    expect(readFileSync(file)).toEqual(before)
  })
})

describe('durable when the statement returns', () => {
  const counting = `import { writeSync } from 'node:fs'
const a = remember(0)
for (;;) { a.value += 1; writeSync(1, a.value + '\\n') }`

  test(
    'killed at any moment: nothing that was acknowledged is lost, and the script still runs',
    { timeout: 60_000 },
    async () => {
      const file = programs.write(counting)
      const text = program(file)
      for (let kills = 0; kills < 12; kills++) {
        const child = spawn(node, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
        let printed = ''
        child.stdout.setEncoding('utf8').on('data', (more: string) => (printed += more))
        const ended = new Promise(resolve => child.once('close', resolve))
        while (printed === '') await later(5)
        await later(Math.random() * 40)
        child.kill('SIGKILL')
        await ended
        const acknowledged = Number(printed.split('\n').at(-2))
        expect([0, 1]).toContain((kept(file)['a'] as number) - acknowledged)
        expect(program(file)).toBe(text)
      }
    },
  )

  test.each([
    "process.kill(process.pid, 'SIGTERM')",
    "process.kill(process.pid, 'SIGKILL')",
    'process.reallyExit(0)',
    'process.abort()',
  ])('the last change before %s is there', async end => {
    const file = programs.write(
      `const a = remember(0)\na.value = 42\n;(process as any).${end.slice('process.'.length)}`,
    )
    await tried([file])
    expect(kept(file)).toEqual({ a: 42 })
  })
})

test('two processes, 300 + 300 increments by update: 600', { timeout: 120_000 }, async () => {
  const file = programs.write(`const n = remember(0)
for (let i = 0; i < 300; i++) n.update(v => v + 1)`)
  const both = await Promise.all([tried([file]), tried([file])])
  expect(both.map(({ code, err }) => [code, err])).toEqual([
    [0, ''],
    [0, ''],
  ])
  expect(kept(file)).toEqual({ n: 600 })
})

describe('every byte outside of the block is kept', () => {
  const body = `import { remember } from 'varve/script'\nconst a = remember(0)\na.value += 1\nconsole.log(a.value)`
  test.each<[string, string]>([
    ['no final newline', body],
    ['CRLF', `${body}\n`.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${body}\n`],
    ['a shebang', `#!/usr/bin/env node\n${body}\n`],
    ['blank lines at the end', `${body}\n\n\n\n`],
    ['our marks in a text', `${body}\nconst doc = '// varve 1: # pycaboose #'\n`],
    ['a directive', `'use strict'\n${body}\n`],
  ])('%s', async (_, text) => {
    const file = programs.writeRaw(text)
    chmodSync(file, 0o755)
    expect(await out(file)).toBe('1')
    expect(await out(file)).toBe('2')
    const bytes = readFileSync(file, 'utf8')
    expect(bytes.startsWith(text)).toBe(true)
    expect(bytes.slice(text.length)).toMatch(/^(\r?\n)*\/\/ varve 1/)
    expect(statSync(file).mode & 0o777).toBe(0o755)
  })

  test('an editor that converts to CRLF, or adds blank lines behind the values, loses nothing', async () => {
    const file = programs.writeRaw(`${body}\n`)
    await out(file)
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'))
    expect(await out(file)).toBe('2')
    writeFileSync(file, `${readFileSync(file, 'utf8')}\r\n\r\n`)
    expect(await out(file)).toBe('3')
  })
})

describe('it writes into the file that holds the call', () => {
  test('an imported module keeps its own, also where both have the same names, and after chdir', async () => {
    const module = programs.write('export const a = remember(0)\na.value += 5')
    const main =
      programs.write(`process.chdir('/')\nconst { a: other } = await import('./${basename(module)}')
const a = remember(0)
a.value += 1
console.log(a.value, other.value)`)
    expect(await out(main)).toBe('1 5')
    expect(await out(main)).toBe('2 10')
    expect([kept(main), kept(module)]).toEqual([{ a: 2 }, { a: 10 }])
  })

  const asked = `const { remember } = await import('varve/script'); const a = remember(0)`
  test.each<[string, string[], string | undefined]>([
    ['eval', ['--input-type=module', '-e', asked], undefined],
    [
      'eval of CommonJS',
      ['-e', `const { remember } = require('varve/script'); const a = remember(0)`],
      undefined,
    ],
    ['standard input', ['--input-type=module', '-'], asked],
    ['the REPL', ['-i'], `const { remember } = require('varve/script')\nconst a = remember(0)\n.exit\n`],
    [
      'a data: URL',
      [
        '--input-type=module',
        '-e',
        `await import('data:text/javascript,' + encodeURIComponent(${JSON.stringify(asked)}.replace('varve/script', import.meta.resolve('varve/script'))))`,
      ],
      undefined,
    ],
  ])('%s: there is no file, so a store of its own is offered', async (_, args, input) => {
    const child = spawn(node, args, { cwd: programs.folder, stdio: ['pipe', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (t: string) => (said += t))
    child.stdin.end(input ?? '')
    await new Promise(resolve => child.once('close', resolve))
    expect(said).toMatch(
      /remember\(\) in [^]*(no file|stands in no file|no file that could be written|Cannot find|Failed to resolve)/,
    )
    if (!said.includes('resolve module specifier')) expect(said).toContain("openSync(sqlite('values.db')")
  })

  test('code made by eval is refused', async () => {
    const file = programs.write(`eval('remember(0)')`, '.mjs')
    expect((await tried([file])).err).toContain('it was made by eval, and stands in no file')
  })

  test('a build output is refused, and names its source', async () => {
    const source = programs.write('const a: number = 1')
    const map = JSON.stringify({ version: 3, sources: [basename(source)], names: [], mappings: 'AAAA' })
    const built = programs.write('const a = remember(0)\n//# sourceMappingURL=built.js.map', '.js')
    writeFileSync(join(dirname(built), 'built.js.map'), map)
    const { err, code } = await tried([built])
    expect(code).toBe(1)
    expect(err).toContain(`was built of ${source}`)
    const inline = programs.write(
      `const a = remember(0)\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}\n`,
      '.js',
    )
    expect((await tried(['--enable-source-maps', inline])).err).toContain(`was built of ${source}`)
    const lost = programs.write('const a = remember(0)\n//# sourceMappingURL=gone.js.map\n', '.js')
    expect((await tried([lost])).err).toContain('gone.js.map names, which cannot be read')
  })
})

describe('links, and editors that save during the run', () => {
  test('a symbolic link is followed, and stays one', async () => {
    const file = programs.write('const a = remember(0)\nconsole.log(a.value += 1)')
    const link = join(programs.folder, 'link.ts')
    symlinkSync(file, link)
    expect(await out(link)).toBe('1')
    expect(await out(file)).toBe('2')
    expect(await tried(['--preserve-symlinks-main', '--preserve-symlinks', link])).toMatchObject({
      out: '3\n',
    })
    expect(readFileSync(link)).toEqual(readFileSync(file))
    expect(kept(file)).toEqual({ a: 3 })
  })

  test("two saves by an editor in between: the editor's text wins, our values stay", async () => {
    const file = programs.write(`import { readFileSync, writeFileSync } from 'node:fs'
const a = remember(0)
const me = import.meta.filename
a.value += 1
writeFileSync(me, readFileSync(me, 'utf8').replace('// here', '// here it was edited'))
a.value += 1
writeFileSync(me, '// twice\\n' + readFileSync(me, 'utf8').replace(/\\/\\/ varve 1[^]*/, ''))
a.value += 1
console.log(a.value)
// here`)
    expect(await out(file)).toBe('3')
    const text = readFileSync(file, 'utf8')
    expect(text).toMatch(/^\/\/ twice\nimport/)
    expect(text).toContain('// here it was edited')
    expect(kept(file)).toEqual({ a: 3 })
  })

  test('a set that lost to another process is told', async () => {
    const file = programs.write(`import { spawnSync } from 'node:child_process'
const a = remember(0)
if (process.argv[2]) a.set(9)
else {
  spawnSync(process.execPath, [import.meta.filename, 'other'], { stdio: 'inherit' })
  try { a.set(1) } catch (e) { console.log((e as { code: string }).code) }
  console.log(a.value)
}`)
    expect(await out(file)).toBe('CONFLICT\n9')
  })
})

test('what cannot be remembered is refused before anything is written', async () => {
  const file = programs.write(`const a = remember<unknown>(1)
a.set(2)
try { a.set({ deep: [() => 1] }) } catch (e) { console.log((e as Error).message) }
console.log(a.value)`)
  expect(await out(file)).toMatch(/a\.deep\[0\].*function[^]*\n2$/)
  expect(kept(file)).toEqual({ a: 2 })
})

test('the command lists, shows, changes and takes back values, also those that are known by their place', async () => {
  const file = programs.write('const a = remember(0)\na.value += 1\nconsole.log(a.value)')
  const text = program(file)
  await out(file)
  await out(file)
  const varve = async (...args: string[]) =>
    (await tried([`${root}dist/cli/main.js`, ...args], { cwd: programs.folder })).out
  expect(await varve('ls', file)).toMatch(/a\s.*2/)
  expect(await varve('log', file, 'a')).toMatch(/2.*set[^]*1.*set[^]*0.*initial/)
  expect(await varve('show', file, 'a@1')).toContain('1')
  await varve('set', file, 'a', '40')
  expect(await out(file)).toBe('41')
  await varve('rollback', file, 'a@1')
  expect(await out(file)).toBe('2')
  expect(program(file)).toBe(text)
})
