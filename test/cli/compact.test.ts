import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { beforeEach, expect, test } from 'vitest'
import { freshFile, freshScript } from '../openers.ts'
import { varve } from './fake-io.ts'
import { sampleFile } from './sample-file.ts'

let file = ''
beforeEach(() => {
  file = freshFile()
  const repository = openSync(sqlite(file))
  const steps = repository.watch('steps', 0)
  for (let i = 1; i < 3_000; i++) {
    steps.set(i * 3, { label: `step ${i % 7}`, creator: 'ann' })
    if (i % 10 === 0) repository.flush()
  }
  repository.watch('few', 'a')
  repository.close()
})

const told = async (...argv: string[]) => {
  const said = await Promise.all(argv.map(command => varve([command, file, 'steps', '--ndjson'])))
  return said.map(({ code, out }) => [code, out])
}

test('tells what was sealed of what; the next time there is nothing, and every command says the same', async () => {
  const before = await told('log', 'export')
  const { code, out, err } = await varve(['compact', file])
  expect([code, out]).toEqual([0, expect.stringMatching(/^steps\t2991\t\d{6}\t\d{3,4}\n$/)])
  expect(err).toMatch(
    / has [\d,]+ bytes; what became free in it is used by later changes, or given back by --vacuum\n$/,
  )
  expect(await told('log', 'export')).toEqual(before)
  expect(await varve(['verify', file])).toMatchObject({
    code: 0,
    out: 'all holds: 3001 revisions of 2 variables\n',
  })
  expect(await varve(['compact', file])).toMatchObject({ code: 0, out: '' })
})

test('--vacuum gives the room back', async () => {
  const before = statSync(file).size
  const { code, err } = await varve(['compact', file, 'steps', '--vacuum'])
  const after = statSync(file).size
  expect(code).toBe(0)
  expect(err).toBe(
    `${file} had ${before.toLocaleString('en')} bytes, and has ${after.toLocaleString('en')}\n`,
  )
  expect(after * 5).toBeLessThan(before)
  expect(await varve(['set', file, 'steps', '7'])).toMatchObject({ code: 0 })
  expect(await varve(['verify', file])).toMatchObject({ code: 0 })
})

test('a table on a terminal, and documents for programs', async () => {
  const copy = sampleFile()
  expect(await varve(['compact', copy])).toMatchObject({ code: 0, out: '' })
  const { out } = await varve(['compact', file, '--json'])
  expect(JSON.parse(out)).toEqual([
    {
      variable: 'steps',
      lines: 2991,
      segments: 1,
      bytes: { before: expect.any(Number), after: expect.any(Number) },
    },
  ])
})

test('a name that is not there ends with 3, and a script with 2', async () => {
  expect(await varve(['compact', file, 'stepps'])).toMatchObject({ code: 3, out: '' })
  expect(await varve(['compact', `${file}.none`])).toMatchObject({ code: 3, out: '' })
  expect(await varve(['compact', freshScript()])).toMatchObject({
    code: 2,
    err: expect.stringContaining('there is nothing to compact'),
  })
})

test('while another program reads, all but --vacuum is done', async () => {
  const reader = new DatabaseSync(file)
  reader.exec('BEGIN; SELECT count(*) FROM runs')
  expect(await varve(['compact', file])).toMatchObject({ code: 0 })
  reader.exec('COMMIT')
  reader.exec('BEGIN IMMEDIATE')
  const refused = await varve(['compact', file, '--vacuum'])
  expect(refused).toMatchObject({ code: 4, err: expect.stringContaining('cannot be had now') })
  reader.exec('COMMIT')
  reader.close()
})
