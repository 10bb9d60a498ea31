import { expect, test } from 'vitest'
import { openSync, type Variable } from 'varve'
import { sqlite } from 'varve/sqlite'
import { CommandFailure } from '../../src/cli/exit-codes.ts'
import { storedVariable, withRepository } from '../../src/cli/with-repository.ts'
import { manifest, root } from '../../tools/entries.ts'
import { run } from '../../tools/run.ts'
import { lines, varve } from './fake-io.ts'
import { sampleFile } from './sample-file.ts'

const main = root + manifest.bin['varve']!

/** Changes a variable after another program has, without having seen it. */
async function late(file: string, change: (variable: Variable<unknown>) => unknown): Promise<unknown> {
  return withRepository(file, {}, open => {
    const variable = storedVariable(open, 'score')
    const other = openSync(sqlite(file))
    other.watch<unknown>('score', 0).set(99, { creator: 'bo' })
    other.close()
    change(variable)
    return variable.value
  }).catch((error: unknown) => error)
}

test('a set that comes late is refused, and says who was first', async () => {
  const file = sampleFile()
  const error = await late(file, variable => variable.set(1))
  expect(error).toBeInstanceOf(CommandFailure)
  expect(error).toMatchObject({
    ending: 'conflict',
    message: expect.stringMatching(
      /^score: score@4, set by bo at \S+Z, was recorded first; nothing was changed/,
    ),
  })
  expect(await varve(['show', file, 'score'])).toMatchObject({ out: expect.stringContaining('score@4') })
})

test('a rollback that comes late is made again on top; an undo is not, where that would take back what came since', async () => {
  expect(await late(sampleFile(), variable => variable.rollback(0))).toBe(3)
  expect(await late(sampleFile(), variable => variable.undo())).toMatchObject({ ending: 'conflict' })
})

test('of many at once each is recorded and told, or neither', { timeout: 60_000 }, async () => {
  const file = sampleFile()
  const programs = ['a', 'b', 'c', 'd', 'e', 'f'].map(creator =>
    run('node', [main, 'set', file, 'score', '1', '--creator', creator, '--ndjson'], { mayFail: true }),
  )
  const said = await Promise.all(programs)
  const told = said.flatMap(({ code, out }) =>
    code === 0 ? [JSON.parse(out) as { index: number; hash: string }] : [],
  )
  for (const { code, err } of said)
    if (code !== 0)
      expect({ code, err }).toEqual({ code: 4, err: expect.stringContaining('was recorded first') })
  const log = lines((await varve(['log', file, 'score', '--ndjson', '--reverse'])).out).map(line =>
    JSON.parse(line),
  )
  const recorded = log.slice(4).map(({ index, hash }) => ({ index, hash }))
  expect(told.map(({ index, hash }) => ({ index, hash })).sort((a, b) => a.index - b.index)).toEqual(recorded)
})
