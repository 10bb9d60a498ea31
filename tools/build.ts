/**
 * Builds `dist/`. `--when-stale` does so only when a file the build reads is newer than the last one, which keeps
 * `npm start` and `npm test` honest and quick.
 */
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { build } from 'tsdown'
import { root } from './entries.ts'

const dist = `${root}dist`
// Not in `dist/`, which is published as it stands.
const cache = `${root}node_modules/.cache/varve`
const stamp = `${cache}/built`
const onlyWhenStale = process.argv.includes('--when-stale')

if (!onlyWhenStale || isStale()) {
  const started = new Date()
  mkdirSync(cache, { recursive: true })
  await build({ cwd: root, outDir: `${cache}/dist`, clean: true, logLevel: onlyWhenStale ? 'warn' : 'info' })
  // A failing build leaves the last good one; a program that starts meanwhile finds its files, old or new.
  const before = existsSync(dist) ? globSync('**/*.{js,ts}', { cwd: dist }) : []
  cpSync(`${cache}/dist`, dist, { recursive: true })
  for (const file of before) if (!existsSync(`${cache}/dist/${file}`)) rmSync(`${dist}/${file}`)
  writeFileSync(stamp, sources().join('\n'))
  // A file saved while the build ran counts as newer.
  utimesSync(stamp, started, started)
}

function isStale(): boolean {
  if (!existsSync(stamp) || !existsSync(`${dist}/index.js`)) return true
  const built = statSync(stamp).mtimeMs
  const files = sources()
  return (
    readFileSync(stamp, 'utf8') !== files.join('\n') ||
    files.some(file => statSync(root + file).mtimeMs > built)
  )
}

function sources(): string[] {
  const read = globSync('src/**/*.ts', { cwd: root }).toSorted()
  return [
    ...read,
    'package.json',
    'package-lock.json',
    'tsdown.config.ts',
    'tsconfig.json',
    'tools/entries.ts',
  ]
}
