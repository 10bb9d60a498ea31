import { copyFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { apply, diff, type Patches } from 'varve'
import { freshFile } from '../openers.ts'
import { lines, varve } from './fake-io.ts'
import { sampleFile } from './sample-file.ts'

let file = ''
beforeAll(() => void (file = sampleFile()))

test('what differs, a line for each place, and 1', async () => {
  expect(await varve(['diff', file, 'score@2'])).toEqual({ code: 1, out: 'replace\t\t8\t5\n', err: '' })
  const { code, out } = await varve(['diff', file, 'team@0'])
  expect(code).toBe(1)
  expect(lines(out)).toContain('replace\ttotal\t1\t3')
})

test('equal values end with 0 and say nothing, whatever the histories say', async () => {
  expect(await varve(['diff', file, 'score@1'])).toEqual({ code: 0, out: '', err: '' })
  expect(await varve(['diff', file, 'score'])).toEqual({ code: 0, out: '', err: '' })
})

test.each([
  [['score@0', 'score@2'], '3', '8'],
  [['score@0', '@2'], '3', '8'],
  [['score@0', '~1'], '3', '8'],
  [['score@2026-11-01T09:00Z', '@kickoff'], '3', '5'],
  [['score@2', 'score@0'], '8', '3'],
])('%j', async (refs, before, after) => {
  const { code, out } = await varve(['diff', file, ...refs])
  expect({ code, out }).toEqual({ code: 1, out: `replace\t\t${before}\t${after}\n` })
})

test('two variables can be compared as well', async () => {
  expect(await varve(['diff', file, 'score', 'team'])).toMatchObject({ code: 1 })
})

test('added, removed, spliced and retyped, in a table', async () => {
  const fresh = freshFile()
  const text = (word: string) => `the quick ${word} fox ${'jumps '.repeat(40)}`
  const first = { a: 1, gone: 2, list: [1, 2, 3], text: text('brown') }
  const second = { a: 1, list: [1, 9, 8, 3], text: text('red'), new: 'x' }
  await varve(['set', fresh, 'v', JSON.stringify(first), '--create'])
  await varve(['set', fresh, 'v', JSON.stringify(second)])
  const { out } = await varve(['diff', fresh, 'v@0'], { columns: 80 })
  expect(lines(out).map(line => line.replaceAll(/ +/g, ' '))).toEqual([
    'DOES PLACE BEFORE AFTER',
    'remove gone 2',
    `add new 'x'`,
    'splice list[1] 2 9, 8',
    `text text[10] 'brown' 'red'`,
  ])
})

describe('--with another file', () => {
  let copy = ''
  beforeAll(async () => {
    copy = freshFile()
    copyFileSync(file, copy)
    await varve(['set', copy, 'score', '6'])
  })

  test('the same ref there, or another', async () => {
    expect(await varve(['diff', file, 'score', '--with', copy])).toMatchObject({
      code: 1,
      out: 'replace\t\t5\t6\n',
    })
    expect(await varve(['diff', file, 'score@2', '--with', copy])).toMatchObject({ code: 0, out: '' })
    expect(await varve(['diff', file, 'score@2', '@4', '--with', copy])).toMatchObject({
      out: 'replace\t\t8\t6\n',
    })
  })

  test('a file or variable that is not there ends with 3', async () => {
    expect(await varve(['diff', file, 'score', '--with', `${copy}.missing`])).toMatchObject({ code: 3 })
    expect(await varve(['diff', file, 'score', 'scor'])).toMatchObject({ code: 3 })
    expect(await varve(['diff', file, 'score@77'])).toMatchObject({ code: 3 })
  })
})

test('--json has both revisions and the patches, --ndjson a patch a line', async () => {
  const { code, out } = await varve(['diff', file, 'team@0', '--json'])
  expect(code).toBe(1)
  const { from, to, patches } = JSON.parse(out)
  expect([from, to]).toMatchObject([{ index: 0 }, { variable: 'team', index: 2 }])
  const values = await Promise.all(
    ['team@0', 'team'].map(async ref => JSON.parse((await varve(['show', file, ref, '--json'])).out).value),
  )
  expect(patches.length).toBe(diff<unknown>(values[0], values[1]).length)
  const paths = (patches as { path: string }[]).map(patch => ({
    ...patch,
    path: patch.path
      .split(/[.[\]]+/)
      .filter(Boolean)
      .map(key => (/^\d+$/.test(key) ? Number(key) : key)),
  }))
  expect(apply<unknown>(values[0], paths as unknown as Patches)).toEqual(values[1])
  const each = await varve(['diff', file, 'team@0', '--ndjson'])
  expect(lines(each.out).map(line => JSON.parse(line))).toEqual(patches)
})
