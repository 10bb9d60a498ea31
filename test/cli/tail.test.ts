import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { manifest, root } from '../../tools/entries.ts'
import { freshFile } from '../openers.ts'
import { lines, varve, type Said } from './fake-io.ts'
import { sampleFile } from './sample-file.ts'

let file = ''
beforeEach(() => void (file = sampleFile()))

/**
 * Runs a tail beside another program, which records when the tail has begun: when it has written, or kept its cursor. The
 * tail ends when it would write once more than `takes` times.
 */
async function tail(takes: number, argv: readonly string[], name = 'score', columns?: number): Promise<Said> {
  let hasBegun = false
  const pretended = { readerTakes: takes, onWrite: () => void (hasBegun = true), ...(columns && { columns }) }
  const cursor = argv[argv.indexOf('--cursor') + 1]
  const ended = varve(['tail', file, ...argv], pretended)
  const repository = openSync(sqlite(file))
  let n = 100
  const timer = setInterval(() => {
    if (!hasBegun && !(argv.includes('--cursor') && existsSync(cursor!))) return
    const variable = repository.has(name) ? repository.get(name) : repository.watch<unknown>(name, 0)
    variable.set(n++, { creator: 'cy' })
    repository.flush()
  }, 20)
  const said = await ended
  clearInterval(timer)
  repository.close()
  return said
}

const indexes = (out: string) => lines(out).map(line => line.split('\t')[0])

test('begins with the last ones, in the order in which they were recorded', async () => {
  const { code, out, err } = await tail(1, ['-n', '3'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(indexes(out)).toEqual(['team@2', 'rich.things@0', 'evil@0'])
})

test('of one variable', async () => {
  const one = await tail(1, ['score', '-n', '2'])
  expect(lines(one.out)).toEqual([
    'score@2\t2026-11-01T09:02:00.000Z\tset\tbob\tthe referee said so\t5 → 8',
    'score@3\t2026-11-01T09:03:00.000Z\tundo 2\tann\t\t8 → 5',
  ])
})

test('goes on with each new one, once and in order', async () => {
  const { out } = await tail(4, ['score', '-n', '1'])
  const all = indexes(out)
  expect(all).toEqual(Array.from({ length: all.length }, (_, i) => `score@${i + 3}`))
  expect(all.length).toBeGreaterThanOrEqual(4)
  expect(out).toMatch(/^score@4\t.*\tset\tcy\t\t5 → 100$/m)
})

test('of all variables, also of those that come', async () => {
  const { out } = await tail(2, ['-n', '0', '--cursor', freshFile()], 'new')
  expect(indexes(out).slice(0, 2)).toEqual(['new@0', 'new@1'])
  const named = await tail(2, ['score', '-n', '1'])
  for (const index of indexes(named.out)) expect(index).toMatch(/^score@/)
})

test('--ndjson is as varve log has it', async () => {
  const { out } = await tail(1, ['score', '-n', '2', '--ndjson'])
  const log = await varve(['log', file, 'score', '--ndjson', '--reverse'])
  expect(lines(out)).toEqual(lines(log.out).slice(2, 4))
})

test('on a terminal a line is as wide as it', async () => {
  const { out } = await tail(1, ['team', '-n', '3'], 'team', 60)
  expect(lines(out)[0]).toMatch(/^team@0 {2}2026-11-01 \d\d:04:00 {2}initial/)
  for (const line of lines(out)) expect(line.length).toBeLessThanOrEqual(60)
})

test.each([
  [['scor'], 3, `did you mean 'score'?`],
  [['score', '-n', '-1'], 2, 'whole number from 0'],
])('%j ends with %i', async (argv, code, message) => {
  expect(await tail(1, argv)).toMatchObject({ code, out: '', err: expect.stringContaining(message) })
})

describe('--cursor', () => {
  test('none is left out and none comes twice, whatever happens between two runs', async () => {
    const cursor = freshFile()
    const first = await tail(3, ['score', '-n', '1', '--cursor', cursor])
    const between = openSync(sqlite(file))
    between.watch('score', 0).set(-1)
    between.close()
    const second = await tail(3, ['score', '-n', '9', '--cursor', cursor])
    const all = [...indexes(first.out), ...indexes(second.out)]
    expect(all).toEqual(Array.from({ length: all.length }, (_, i) => `score@${i + 3}`))
  })

  test('is kept before anything was recorded, and refuses other files and other variables', async () => {
    const cursor = freshFile()
    const copy = freshFile()
    await tail(1, ['score', '-n', '0', '--cursor', cursor])
    expect(existsSync(cursor)).toBe(true)
    expect(await tail(1, ['--cursor', cursor])).toMatchObject({
      code: 2,
      err: expect.stringContaining(`of a tail of 'score'`),
    })
    writeFileSync(copy, 'my diary')
    expect(await tail(1, ['score', '--cursor', copy])).toMatchObject({ code: 5, out: '' })
    expect(readFileSync(copy, 'utf8')).toBe('my diary')
  })

  test('refuses another file with a variable of the same name', async () => {
    const cursor = freshFile()
    await tail(1, ['score', '-n', '0', '--cursor', cursor])
    file = freshFile()
    const other = openSync(sqlite(file))
    const score = other.watch('score', -1)
    for (let i = 0; i < 200; i++) score.set(i)
    other.close()
    expect(await tail(1, ['score', '--cursor', cursor])).toMatchObject({
      code: 2,
      err: expect.stringContaining('of another file'),
    })
  })
})

test('SIGINT ends it at once, while it waits', async () => {
  const child = spawn('node', [root + manifest.bin['varve']!, 'tail', file, 'score', '-n', '1'], {
    env: { ...process.env, PATH: `${root}node_modules/.bin:${process.env['PATH']}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.kill('SIGINT')
  expect(await once(child, 'exit')).toEqual([null, 'SIGINT'])
})
