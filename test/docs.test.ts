import {
  existsSync,
  globSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { databaseUrl, withDatabase } from './postgres/database.ts'
import { root } from '../tools/entries.ts'
import { run } from '../tools/run.ts'
import { blocksOf, missingLines, printsAs, promisedLines } from './blocks.ts'

/**
 * Every `ts` block of README.md and docs/ that imports from varve is a program of its own: it must compile and run
 * against the built package, print the `text` block that follows and the lines promised in comments.
 * A block marked `no-run` must only compile, one marked `no-check` neither.
 */
const pages = globSync(['README.md', 'docs/**/*.md'], { cwd: root }).toSorted()
const programs = pages
  .flatMap(page => blocksOf(page, readFileSync(root + page, 'utf8')))
  .filter(
    ({ language, marks, text }) =>
      language === 'ts' && !marks.includes('no-check') && /from ['"]varve/.test(text),
  )
  .filter(({ text }) => databaseUrl !== undefined || !text.includes('varve/postgres'))
  .map((block, i) => ({ ...block, file: `block-${i}.ts` }))

const folder = mkdtempSync(join(tmpdir(), 'varve-docs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
mkdirSync(join(folder, 'node_modules'))
symlinkSync(root, join(folder, 'node_modules/varve'))
for (const each of ['@types', 'pg'])
  symlinkSync(`${root}node_modules/${each}`, join(folder, 'node_modules', each))
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
for (const { file, text } of programs) writeFileSync(join(folder, file), text)

test('there is a README whose first program runs', () => {
  expect(
    programs.some(({ where, marks }) => where.startsWith('README.md') && !marks.includes('no-run')),
  ).toBe(true)
})

test('every program of the docs compiles', async () => {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2024',
    module: 'nodenext',
    lib: ['esnext'],
    types: ['node'],
    skipLibCheck: true,
    // Each block is a file of its own, and may end with a lone expression.
    moduleDetection: 'force',
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['block-*.ts'] }))
  const { out } = await run('tsc', ['-p', '.', '--pretty', 'false'], { cwd: folder, mayFail: true })
  const placed = out.replaceAll(
    /block-\d+\.ts/g,
    file => programs.find(one => one.file === file)?.where ?? file,
  )
  expect(programs.length === 0 ? '' : placed).toBe('')
})

test.each(programs.filter(({ marks }) => !marks.includes('no-run')))(
  '$where runs as it says',
  async program => {
    const { out } = await withDatabase(program.text, env =>
      run('node', [program.file], { cwd: folder, timeout: 15_000, env }),
    )
    if (program.output !== null && !printsAs(program.output, out))
      expect(out.trim()).toBe(program.output.trim())
    expect(missingLines(promisedLines(program.text), out)).toEqual([])
  },
)

/** How an example is run, if not once and without arguments: `run.json` beside it. */
interface Runs {
  readonly runs?: readonly (readonly string[])[]
  readonly env?: Readonly<Record<string, string>>
  /** A program that no npm package brings. */
  readonly needs?: string
}

function runsOf(example: string): Runs {
  const how = join(root, example, 'run.json')
  return existsSync(how) ? (JSON.parse(readFileSync(how, 'utf8')) as Runs) : {}
}

/** Where a program is missing its example is left out with a word; what is taken has to have run all. */
function isRunnable(example: string): boolean {
  const { needs } = runsOf(example)
  if (needs === undefined || spawnSync(needs, ['--version']).status === 0 || process.env['CI']) return true
  console.log(`${example} is left out: ${needs} is not installed`)
  return false
}

const examples = globSync('examples/*/', { cwd: root }).toSorted().filter(isRunnable)

test.each(examples)('%s prints its expected.txt', async example => {
  const [main, expected] = ['main.ts', 'expected.txt'].map(name => join(root, example, name))
  const { runs = [[]], env = {} } = runsOf(example)
  // What it writes to the current folder goes to a fresh one.
  const cwd = mkdtempSync(join(folder, 'example-'))
  let printed = ''
  for (const args of runs) printed += (await run('node', [main!, ...args], { cwd, env, timeout: 15_000 })).out
  const promised = readFileSync(expected!, 'utf8')
  if (!printsAs(promised, printed)) expect(printed.trim()).toBe(promised.trim())
})
