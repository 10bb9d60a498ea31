import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { manifest, publicEntries, root } from '../tools/entries.ts'
import { packed } from '../tools/pack.ts'
import { run } from '../tools/run.ts'

// What is published is what is tested here: the packed tarball, installed beside its dependencies and nothing else.
const folder = mkdtempSync(join(tmpdir(), 'varve-package-'))
const installed = join(folder, 'node_modules/varve')
const entries = [...publicEntries().keys()]

beforeAll(async () => {
  mkdirSync(installed, { recursive: true })
  await packed(tarball => run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']))
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(join(folder, 'node_modules', name, '..'), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('exports name sources that exist, and tsconfig.json names the same', async () => {
  const sources = publicEntries()
  expect([...sources.values()].filter(source => !existsSync(root + source))).toEqual([])
  const { out } = await run('tsc', ['--showConfig', '-p', '.'])
  const { paths }: { paths: Record<string, string[]> } = JSON.parse(out).compilerOptions
  delete paths['#platform']
  expect(paths).toEqual(Object.fromEntries([...sources].map(([name, source]) => [name, [`./${source}`]])))
})

test('the README has a row for every entry and no other', () => {
  const rows = readFileSync(`${root}README.md`, 'utf8').matchAll(/^\| `(varve(?:\/[a-z]+)?)`/gm)
  expect([...new Set([...rows].map(row => row[1]!))].toSorted()).toEqual(entries.toSorted())
})

test('the tarball holds what is built and the papers, nothing else', () => {
  const files = globSync('**', { cwd: installed }).filter(file => statSync(join(installed, file)).isFile())
  const papers = ['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'package.json']
  const others = files.filter(file => !/^(dist\/.*\.(js|d\.ts)|docs\/.*\.md)$/.test(file))
  expect(others.toSorted()).toEqual(papers)
})

test.each(entries)('%s can be imported and required', async name => {
  const script = `
    const imported = await import('${name}')
    const required = (await import('node:module')).createRequire(import.meta.url)('${name}')
    if (required !== imported || Object.keys(imported).length === 0) throw new Error('two copies, or an empty one')`
  const { err } = await run('node', ['--input-type=module', '--eval', script], { cwd: folder })
  expect(err).toBe('')
})

test('entries share one copy of what they have in common', async () => {
  const owners = new Map<string, string[]>()
  for (const file of globSync('dist/**/*.js', { cwd: installed, exclude: ['dist/cli/**'] })) {
    for (const [, name] of readFileSync(join(installed, file), 'utf8').matchAll(
      /^(?:var|class) (\w+) ?(?:= class )?.*\{$/gm,
    )) {
      owners.set(name!, [...(owners.get(name!) ?? []), file])
    }
  }
  expect(owners.get('VarveError')).toHaveLength(1)
})

test('what is not exported cannot be reached', async () => {
  const { err } = await run('node', ['--input-type=module', '--eval', `import 'varve/dist/index.js'`], {
    cwd: folder,
    mayFail: true,
  })
  expect(err).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED')
})

test('the command runs', async () => {
  const main = join(installed, manifest.bin['varve']!)
  expect(readFileSync(main, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
  // npm makes a package's bin executable when it installs it; the build already did.
  expect(statSync(join(root, manifest.bin['varve']!)).mode & 0o111).not.toBe(0)
  chmodSync(main, 0o755)
  const { out } = await run(main, ['--help'])
  expect(out).toContain('Usage: varve')
})

test('the declarations compile for a consumer with old libs, strictly, and without @types/node', async () => {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    target: 'es2022',
    lib: ['es2022'],
    module: 'nodenext',
    types: [],
    skipLibCheck: false,
  }
  const program = entries
    .map((name, i) => `import * as entry${i} from '${name}'\nexport { entry${i} }`)
    .join('\n')
  writeFileSync(join(folder, 'consumer.ts'), program)
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }))
  const { out } = await run('tsc', ['-p', '.', '--pretty', 'false'], { cwd: folder, mayFail: true })
  expect(out).toBe('')
})

test('the lockfile names no address: whatever registry npm is set to gives the packages', () => {
  expect(readFileSync(`${root}package-lock.json`, 'utf8')).not.toMatch(/"resolved": "\w+:\/\//)
})
