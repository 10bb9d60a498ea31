import { beforeEach, describe, expect, test } from 'vitest'
import { lines, varve } from './fake-io.ts'
import { sampleFile } from './sample-file.ts'

let file = ''
beforeEach(() => void (file = sampleFile()))

const headOf = async (name: string) => JSON.parse((await varve(['show', file, name, '--json'])).out)

describe('rollback', () => {
  test.each([
    ['score@1', 5, 1],
    ['score@~3', 3, 0],
    ['score@kickoff', 5, 1],
    ['score@2026-11-01T09:02Z', 8, 2],
  ])('%s', async (ref, value, target) => {
    const argv = ['rollback', file, ref, '--creator', 'eve', '--comment', 'why not']
    expect(await varve(argv)).toEqual({
      code: 0,
      out: `score@4 rolled back to @${target} by eve\n`,
      err: '',
    })
    const recorded = { kind: 'rollback', target, value, creator: 'eve', comment: 'why not' }
    expect(await headOf('score')).toMatchObject({ ...recorded, label: `rollback to index ${target}` })
  })

  test('what is not there ends with 3 and records nothing', async () => {
    expect(await varve(['rollback', file, 'score'])).toMatchObject({
      code: 2,
      err: expect.stringContaining(`'score' names no revision; write score@3`),
    })
    expect(await varve(['rollback', file, 'score@9'])).toMatchObject({ code: 3, out: '' })
    expect(await varve(['rollback', file, 'scor@1'])).toMatchObject({ code: 3, out: '' })
    expect(await headOf('score')).toMatchObject({ index: 3 })
  })
})

describe('undo and redo', () => {
  test('one step, and back', async () => {
    expect(await varve(['undo', file, 'team', '--creator', 'ann'])).toMatchObject({
      code: 0,
      out: 'team@3 undid @2 by ann\n',
    })
    expect(await varve(['redo', file, 'team', '--label', 'after all'])).toMatchObject({
      code: 0,
      out: 'team@4 redid @2\n',
    })
    expect(await headOf('team')).toMatchObject({ kind: 'redo', label: 'after all', target: 2 })
  })

  test('several steps are one transaction, as many as there are', async () => {
    const { code, out } = await varve(['undo', file, 'team', '--steps', '9', '--json'])
    expect(code).toBe(0)
    const documents = JSON.parse(out) as { index: number; target: number; transaction: string }[]
    expect(documents).toMatchObject([
      { index: 3, target: 2 },
      { index: 4, target: 1 },
    ])
    expect(new Set(documents.map(({ transaction }) => transaction)).size).toBe(1)
    const one = await varve(['redo', file, 'team', '--json'])
    expect(JSON.parse(one.out)).toMatchObject([{ index: 5, target: 1 }])
    const rest = await varve(['redo', file, 'team', '--ndjson', '--steps', '3'])
    expect(lines(rest.out).map(line => JSON.parse(line))).toMatchObject([{ index: 6, target: 2 }])
  })

  test('--by takes those of one creator', async () => {
    expect(await varve(['undo', file, 'score', '--by', 'ann'])).toMatchObject({ out: 'score@4 undid @1\n' })
    expect(await varve(['undo', file, 'team', '--by', 'ann'])).toEqual({
      code: 3,
      out: '',
      err: 'varve: team: there is nothing of ann to undo\n',
    })
  })

  test('at the end they end with 3', async () => {
    expect(await varve(['redo', file, 'team'])).toEqual({
      code: 3,
      out: '',
      err: 'varve: team: there is nothing to redo\n',
    })
    expect(await varve(['undo', file, 'evil'])).toMatchObject({ code: 3, out: '' })
  })

  test.each(['0', '-1', 'x', '1.5'])('--steps %s is no number of steps', async steps => {
    const said = await varve(['undo', file, 'team', '--steps', steps])
    expect(said).toMatchObject({ code: 2, out: '', err: expect.stringContaining('whole number from 1') })
  })
})
