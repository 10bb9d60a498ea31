import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from '../../tools/entries.ts'
import { run } from '../../tools/run.ts'
import { isRemote } from '../../src/script/check-place.ts'
import { kept, out, Programs, tried } from './programs.ts'

const programs = new Programs()
afterAll(() => programs.end())

describe('the call is found', () => {
  test.each<[string, string, string]>([
    [
      'in an ES module',
      '.mjs',
      `import { remember } from 'varve/script'\nconst a = remember(0)\na.value += 1`,
    ],
    ['by a namespace', '.mjs', `import * as v from 'varve/script'\nconst a = v.remember(0)\na.value += 1`],
    [
      'under another name',
      '.mjs',
      `import { remember as keep } from 'varve/script'\nconst a = keep(0)\na.value += 1`,
    ],
    [
      'in CommonJS',
      '.cjs',
      `const { remember } = require('varve/script')\nconst a = remember(0)\na.value += 1`,
    ],
    [
      'as compilers call it',
      '.cjs',
      `const script_1 = require("varve/script");\nconst a = (0, script_1.remember)(0);\na.value += 1`,
    ],
    [
      'in the first line of CommonJS, behind a byte order mark',
      '.cjs',
      `\uFEFFconst { remember } = require('varve/script'); const a = remember(0); a.value += 1`,
    ],
    [
      'in the first line of a module, behind a byte order mark',
      '.mjs',
      `\uFEFFimport { remember } from 'varve/script'; const a = remember(0); a.value += 1`,
    ],
    [
      'in TypeScript',
      '.mts',
      `import { remember } from 'varve/script'\ntype N = number\nconst a = remember<N>(0 as N)\na.value += 1`,
    ],
    [
      'in CommonJS with types',
      '.cts',
      `const { remember } = require('varve/script') as typeof import('varve/script')\nconst a = remember<number>(0)\na.value += 1`,
    ],
    [
      'behind what other libraries make of stack traces',
      '.mjs',
      `import { remember } from 'varve/script'
Error.prepareStackTrace = () => 'nothing'
Error.stackTraceLimit = 0
const a = remember(0)
a.value += 1
if (new Error('x').stack !== 'nothing' || Error.stackTraceLimit !== 0) throw 'not put back'`,
    ],
    [
      'where nobody may change how stack traces are made',
      '.mjs',
      `import { remember } from 'varve/script'
Object.defineProperty(Error, 'prepareStackTrace', { get: () => () => 'nothing', configurable: false })
const a = remember(0)
a.value += 1`,
    ],
    [
      'in a worker',
      '.mjs',
      `import { Worker, isMainThread } from 'node:worker_threads'
import { remember } from 'varve/script'
if (isMainThread) new Worker(new URL(import.meta.url))
else { const a = remember(0); a.value += 1 }`,
    ],
  ])('%s', async (_, ending, text) => {
    const file = programs.writeRaw(text, ending)
    expect(await tried([file])).toMatchObject({ code: 0, err: '' })
    expect(kept(file)).toEqual({ a: 1 })
    await tried([file])
    expect(kept(file)).toEqual({ a: 2 })
  })

  test.each([['--frozen-intrinsics'], ['--enable-source-maps'], ['--disallow-code-generation-from-strings']])(
    'with %s',
    async flag => {
      const file = programs.write('const a = remember(0)\na.value += 1')
      expect((await tried(['--no-warnings', flag, file])).err).toBe('')
      expect(kept(file)).toEqual({ a: 1 })
    },
  )

  test('in a folder and file with every kind of character', async () => {
    const folder = join(programs.folder, 'ä b%20#c?d[e]')
    mkdirSync(folder)
    const file = join(folder, 'ü %41#x.ts')
    renameSync(programs.write('const a = remember(0)\nconsole.log(a.value += 1)'), file)
    expect(await out(file)).toBe('1')
    expect(await out(file)).toBe('2')
    const common = join(folder, 'ü %41#x?y.cjs')
    writeFileSync(
      common,
      "const { remember } = require('varve/script')\nconst a = remember(0)\nconsole.log(a.value += 1)",
    )
    expect(await out(common)).toBe('1')
    expect(await out(common)).toBe('2')
  })

  test('in the helper that makes it, in whose file it is kept', async () => {
    const helper = programs.write(`export const counter = (name: string) => remember(0, name)`)
    const main = programs.writeRaw(
      `import { counter } from ${JSON.stringify(helper)}\nconst runs = counter('runs')\nruns.value += 1`,
    )
    expect((await tried([main])).err).toBe('')
    expect([kept(helper), kept(main)]).toEqual([{ runs: 1 }, {}])
  })

  test('in the text that was started, whatever an editor has made of it before the first call', async () => {
    const file = programs.write(`import { readFileSync, writeFileSync } from 'node:fs'
const text = readFileSync(import.meta.filename, 'utf8')
const [first, other] = ['const a = remember(0)', 'const b = remember(0)']
if (text.includes(\`\${first}\\n\${other}\\n\`))
  writeFileSync(import.meta.filename, text.replace(\`\${first}\\n\${other}\\n\`, \`\${other}\\n\${first}\\n\`))
const a = remember(0)
const b = remember(0)
a.value += 1; b.value += 100`)
    for (const n of [1, 2]) {
      expect(await tried([file])).toMatchObject({ code: 0, err: '' })
      expect(kept(file)).toEqual({ a: n, b: 100 * n })
    }
  })

  test('with enums, where Node makes code of them', async () => {
    const file = programs.write(
      'enum E { A, B }\nnamespace N { export const x = 1 }\nconst a = remember(E.B)\na.value += N.x',
    )
    expect((await tried(['--no-warnings', '--experimental-transform-types', file])).err).toBe('')
    expect(kept(file)).toEqual({ a: 2 })
  })
})

describe('the call is not certain, so a key is asked for', () => {
  test('where the file cannot be parsed', async () => {
    const file = programs.write('enum E { A, B }\nconst a = remember(E.B)')
    const { err } = await run('tsx', [file], { mayFail: true })
    expect(err).toContain('the file cannot be parsed here')
    expect(err).toContain("give it a name: remember(…, { key: 'runs' })")
  })

  test('where an imported file is no longer what runs', async () => {
    const file = programs.write(`import { readFileSync, writeFileSync } from 'node:fs'
writeFileSync(import.meta.filename, '\\n' + readFileSync(import.meta.filename, 'utf8'))
const a = remember(0)`)
    const main = programs.writeRaw(`import ${JSON.stringify(file)}`)
    expect((await tried([main])).err).toContain(
      'does not lead back to one call in the file as it is on the disk',
    )
  })

  test.each([
    ['{ key: 1 }', 'BAD_NAME'],
    ["{ key: 'a:b' }", 'BAD_NAME'],
    ["{ was: '' }", 'BAD_NAME'],
    ['{ jurnal: true }', "did you mean 'journal'?"],
    ['{ journal: 1 }', 'journal is neither true nor false'],
    ['7', "is 7: give a key, 'runs', or options, { key: 'runs' }"],
    ["{ retention: 'all' }", 'remember(): retention: options are no object'],
    ['{ equal: 7 }', 'remember(): equal is neither true nor false nor a function'],
    ['{ overwrite: true }', 'overwrite is not for repositories'],
  ])('an option that makes no sense is refused: %s', async (options, said) => {
    const file = programs.write(`const a = remember(0, ${options} as any)`)
    expect((await tried([file])).err).toContain(said)
  })
})

test('a bundle is refused, with a source map or without', async () => {
  const file = programs.write('const a = remember(0)\na.value += 1')
  for (const format of ['esm', 'cjs']) {
    const bundle = file.replace(/\.ts$/, format === 'esm' ? '.mjs' : '.cjs')
    await run('esbuild', [file, '--bundle', '--platform=node', `--format=${format}`, `--outfile=${bundle}`])
    expect((await tried([bundle])).err).toContain('the file was bundled, and the next build would be without')
  }
  const built = file.replace(/\.ts$/, '.js')
  await run('esbuild', [file, '--sourcemap', `--outfile=${built}`])
  expect((await tried([built])).err).toContain(`was built of ${file}`)
})

const packages = `${root}node_modules`
describe('other runtimes', () => {
  const text = `interface N { n: number }
const a = remember<N>({ n: 0 }), b = remember(0)
function main() { const a = remember(0); a.value += 100 }
main()
a.update(v => { v.n += 1 }); b.value += 10`

  test.each(['.ts', '.mts', '.cts'])('tsx runs a %s file, by its source map', async ending => {
    const file = programs.write(text, ending)
    for (const n of [1, 2]) {
      expect((await run('tsx', [file], { mayFail: true })).err).toBe('')
      expect(kept(file)).toEqual({ a: { n }, b: 10 * n, 'main.a': 100 * n })
    }
  })

  test('tsx runs CommonJS by its source map, too', async () => {
    const folder = join(programs.folder, 'commonjs')
    mkdirSync(folder)
    writeFileSync(join(folder, 'package.json'), '{}')
    const file = join(folder, 'main.ts')
    renameSync(programs.write(text), file)
    expect((await run('tsx', [file], { mayFail: true })).err).toBe('')
    expect(kept(file)).toEqual({ a: { n: 1 }, b: 10, 'main.a': 100 })
  })

  test('Deno', async () => {
    const file = programs.write(text)
    const deno = `${packages}/@deno/linux-${process.arch}-glibc/deno`
    for (const n of [1, 2]) {
      expect(
        (await run(deno, ['run', '-A', '--no-lock', file], { mayFail: true, cwd: dirname(file) })).err,
      ).not.toContain('rror')
      expect(kept(file)).toEqual({ a: { n }, b: 10 * n, 'main.a': 100 * n })
    }
  })

  test('Bun: JavaScript by its place, TypeScript by a key', async () => {
    const bun = `${packages}/@oven/bun-linux-${process.arch === 'arm64' ? 'aarch64' : 'x64'}/bin/bun`
    const file = programs.write(text.replace(/^interface.*$/m, '').replace('<N>', ''), '.js')
    expect((await run(bun, [file], { mayFail: true })).err).toBe('')
    expect(kept(file)).toEqual({ a: { n: 1 }, b: 10, 'main.a': 100 })
    const typed = programs.write('const a: unknown = remember(0)')
    expect((await run(bun, [typed], { mayFail: true })).err).toContain(
      "give it a name: remember(…, { key: 'runs' })",
    )
    const keyed = programs.write("const a = remember<number>(0, 'a')\na.value += 1")
    expect((await run(bun, [keyed], { mayFail: true })).err).toBe('')
    expect(kept(keyed)).toEqual({ a: 1 })
  })
})

test('network drives are known by what Linux calls them', () => {
  expect([0x6969, 0xff534d42, 0xfe534d42, 0x517b].map(isRemote)).toEqual([true, true, true, true])
  // ext4, tmpfs, btrfs, overlay, what Windows shows to Linux, and what a program makes up.
  expect([0xef53, 0x01021994, 0x9123683e, 0x794c7630, 0x01021997, 0x65735546].some(isRemote)).toBe(false)
})
