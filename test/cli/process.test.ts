import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { manifest, root } from '../../tools/entries.ts'
import { run } from '../../tools/run.ts'
import { freshFile } from '../openers.ts'
import { sampleFile } from './sample-file.ts'

// The built command as a process of its own: what only a process can show.
const main = root + manifest.bin['varve']!
const varve = (...argv: string[]) => run('node', [main, ...argv], { mayFail: true })

let file = ''
let long = ''
beforeAll(() => {
  file = sampleFile()
  long = freshFile()
  const repository = openSync(sqlite(long))
  const n = repository.watch('n', 'x'.repeat(100))
  for (let i = 1; i < 5_000; i++) n.set(`${i} ${'x'.repeat(100)}`)
  repository.close()
})

test.each([
  [['ls', 'FILE'], 0],
  [['show', 'FILE', 'score@1'], 0],
  [['log', 'FILE', 'team', '-n', '1'], 0],
  [['ls', 'FILE', '--jsn'], 2],
  [['ls', 'FILE.missing'], 3],
  [['show', 'FILE', 'nobody'], 3],
  [['ls', 'README'], 5],
])('%j ends with %i', async (argv, expected) => {
  const words = argv.map(word => word.replace('FILE', file).replace('README', `${root}README.md`))
  const { code, out, err } = await varve(...words)
  expect(code).toBe(expected)
  expect([out, err].map(text => text.length > 0)).toEqual(expected === 0 ? [true, false] : [false, true])
  expect(existsSync(`${file}.missing`)).toBe(false)
})

test('times are local on request of TZ, dates on the command line too', async () => {
  const argv = [main, 'show', file, 'score@2026-11-01T10:02', '--json']
  const { out } = await run('node', argv, { env: { TZ: 'Europe/Berlin' } })
  expect(JSON.parse(out)).toMatchObject({ index: 2, timestamp: '2026-11-01T09:02:00.000Z' })
  const early = await run('node', argv, { env: { TZ: 'Asia/Tokyo' }, mayFail: true })
  expect(early).toMatchObject({ code: 3, out: '' })
})

test('piped into head it ends quietly', async () => {
  const script = `node ${main} log ${long} n --value; echo "ended with $?" >&2`
  const { out, err } = await run('sh', ['-c', `(${script}) | head -n 1`])
  expect(out.split('\n')).toHaveLength(2)
  expect(err).toBe('ended with 0\n')
})

test('a disk that is full is an error', async () => {
  const { code, err } = await run('sh', ['-c', `node ${main} ls ${file} > /dev/full`], { mayFail: true })
  expect(code).toBe(2)
  expect(err).toMatch(/^varve: .*ENOSPC.*\n$/)
})

test('SIGINT ends it at once, also while nobody reads, and a shell shows 130', async () => {
  const child = spawn('node', [main, 'log', long, 'n', '--value'], {
    env: { ...process.env, PATH: `${root}node_modules/.bin:${process.env['PATH']}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // The pipe is full by now and nobody empties it.
  await once(child.stdout, 'readable')
  child.kill('SIGINT')
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGINT' })
  child.stdout.destroy()
})
