import { beforeEach, describe, expect, test } from 'vitest'
import { change, changeLines } from './damage.ts'
import { lines, varve } from './fake-io.ts'
import { sampleFile } from './sample-file.ts'

let file = ''
beforeEach(() => void (file = sampleFile()))

const hashOf = async (ref: string) =>
  JSON.parse((await varve(['show', file, ref, '--json'])).out).hash as string

test('a sound file is told in one line', async () => {
  expect(await varve(['verify', file])).toEqual({
    code: 0,
    out: 'all holds: 9 revisions of 4 variables\n',
    err: '',
  })
  expect(await varve(['verify', file, 'score'])).toMatchObject({
    out: 'all holds: 4 revisions of 1 variable\n',
  })
  const { out } = await varve(['verify', file, '--json'])
  expect(JSON.parse(out)).toEqual({ ok: true, variables: 4, revisions: 9, problems: [] })
  expect(await varve(['verify', file, '--ndjson'])).toMatchObject({ code: 0, out: '' })
})

describe('what does not hold', () => {
  test('is listed with place and reason, all of it, and ends with 5', async () => {
    changeLines(file, 'score', 'the referee', 'a referee')
    changeLines(file, 'team', 'brace', 'space')
    change(file, `UPDATE marks SET idx = 2`)
    const { code, out, err } = await varve(['verify', file])
    expect(code).toBe(5)
    expect(lines(out).map(line => line.split('\t')[0])).toEqual(['score@0', 'score@2', 'team@0'])
    expect(out).toContain('a line was changed')
    expect(out).toContain(`the mark 'kickoff' names a revision that is not there`)
    expect(err).toBe(
      'varve: 3 problems in 9 revisions of 4 variables; varve repair keeps what holds in a new file\n',
    )
    const { out: json } = await varve(['verify', file, 'team', '--json'])
    expect(JSON.parse(json)).toMatchObject({ ok: false, problems: [{ variable: 'team', index: 0 }] })
  })

  test('of the file itself, and of what cannot be read at all', async () => {
    change(
      file,
      'UPDATE runs SET last = last + 1 WHERE first = 0 AND variable = (SELECT id FROM variables WHERE name = ?)',
      'team',
    )
    const { code, out } = await varve(['verify', file])
    expect(code).toBe(5)
    expect(lines(out).map(line => line.split('\t')[0])).toEqual(['file', 'team'])
    expect(
      lines((await varve(['verify', file, '--ndjson'])).out).map(line => JSON.parse(line)),
    ).toMatchObject([
      { variable: null, index: null },
      { variable: 'team', index: null },
    ])
    expect(await varve(['verify', file, 'score'])).toMatchObject({ code: 0 })
  })
})

describe('--head', () => {
  test('holds while the revision is there, whatever came behind it', async () => {
    const hash = await hashOf('score@1')
    for (const head of [`score=#${hash}`, `score=${hash}`])
      expect(await varve(['verify', file, '--head', head])).toMatchObject({ code: 0 })
    const other = await hashOf('team')
    const argv = ['verify', file, 'score', '--head', `score=#${hash}`, '--head', `team=#${other}`]
    expect(await varve(argv)).toMatchObject({ code: 0, out: expect.stringContaining('2 variables') })
  })

  test('finds another history whose hashes fit', async () => {
    const hash = await hashOf('score@3')
    const other = sampleFile()
    change(other, 'DELETE FROM runs')
    await varve(['set', file, 'score', '6'])
    const head = `score=#${hash.replace(/./, digit => (digit === '0' ? '1' : '0'))}`
    const { code, out } = await varve(['verify', file, '--head', head])
    expect({ code, out }).toEqual({
      code: 5,
      out: expect.stringContaining('does not come by the trusted head'),
    })
  })

  test.each([
    ['score', 2],
    ['score=#9f3c', 2],
    [`scor=#${'0'.repeat(64)}`, 3],
  ])('%s ends with %i', async (head, code) => {
    expect(await varve(['verify', file, '--head', head])).toMatchObject({ code, out: '' })
  })
})
