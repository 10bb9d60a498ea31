import { readFileSync, writeFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { openSync } from 'varve'
import { load } from 'varve/node'
import { sqlite } from 'varve/sqlite'
import { writeHistory } from '../../src/cli/write-history.ts'
import { parsePortableSync } from '../../src/history/parse-portable.ts'
import { freshFile } from '../openers.ts'
import { lines, varve } from './fake-io.ts'
import { sampleFile } from './sample-file.ts'

let file = ''
let copy = ''
let out = ''
beforeEach(() => {
  file = sampleFile()
  copy = freshFile()
  out = freshFile()
})

/** The hash of each revision that is left, by its index. */
async function hashes(path: string, name: string): Promise<Record<string, string>> {
  const { out: log } = await varve(['log', path, name, '--ndjson'])
  return Object.fromEntries(
    lines(log)
      .map(line => JSON.parse(line))
      .map(({ index, hash }) => [index, hash]),
  )
}

describe('export', () => {
  test('writes histories into a file that load and import take', async () => {
    expect(await varve(['export', file, 'score', '--out', out])).toEqual({
      code: 0,
      out: 'score: @0 to @3\n',
      err: '',
    })
    const score = await load<number>(out)
    expect([score.value, score.marks().get('kickoff')!.index]).toEqual([5, 1])
  })

  test('all of a file, or what is named, in a pipe', async () => {
    const all = await varve(['export', file])
    const names = lines(all.out)
      .filter(line => line.startsWith('{"varve":'))
      .map(line => JSON.parse(line).name)
    expect(names).toEqual(['evil', 'rich.things', 'score', 'team'])
    const named = await varve(['export', file, 'team', 'score', 'team'])
    const heads = lines(named.out).filter(line => line.startsWith('{"varve":'))
    expect(heads.map(line => JSON.parse(line).name)).toEqual(['team', 'score'])
    expect(await varve(['export', file, 'scor'])).toMatchObject({ code: 3, out: '' })
  })

  test('not to a terminal, which would obey what it shows', async () => {
    expect(await varve(['export', file], { columns: 80 })).toMatchObject({ code: 2, out: '' })
  })

  test('leaves a file that was not exported as it is', async () => {
    writeFileSync(out, 'my diary')
    expect(await varve(['export', file, '--out', out])).toMatchObject({ code: 5, out: '' })
    expect(await varve(['export', file, '--out', file])).toMatchObject({ code: 5, out: '' })
    expect(readFileSync(out, 'utf8')).toBe('my diary')
    expect(await varve(['verify', file])).toMatchObject({ code: 0 })
  })
})

describe('import', () => {
  const exported = async (...names: string[]) => (await varve(['export', file, ...names])).out

  test('gives equal hashes and values, and the file can go on', async () => {
    const all = { stdin: await exported() }
    expect(await varve(['import', copy, '-'], all)).toEqual({
      code: 0,
      out: 'evil: @0 imported\nrich.things: @0 imported\nscore: @0 to @3 and the mark kickoff imported\nteam: @0 to @2 imported\n',
      err: '',
    })
    for (const name of ['evil', 'rich.things', 'score', 'team']) {
      expect(await hashes(copy, name)).toEqual(await hashes(file, name))
      expect(await varve(['diff', file, name, '--with', copy])).toMatchObject({ code: 0 })
    }
    expect(await varve(['verify', copy])).toMatchObject({ code: 0 })
    expect(await varve(['undo', copy, 'team'])).toMatchObject({ code: 0 })
    expect(await varve(['verify', copy])).toMatchObject({ code: 0 })
  })

  test('again adds nothing; what went on there follows here, with its marks', async () => {
    await varve(['import', copy, '-'], { stdin: await exported('score') })
    expect(await varve(['import', copy, '-'], { stdin: await exported('score') })).toMatchObject({
      code: 0,
      out: 'score: has all of it\n',
    })
    await varve(['set', file, 'score', '6'])
    const repository = openSync(sqlite(file))
    repository.watch('score', 0).mark('late', 4).mark('early', 0)
    repository.close()
    expect(await varve(['import', copy, '-', '--dry-run'], { stdin: await exported('score') })).toMatchObject(
      {
        out: 'score: @4 and the marks early, late would be imported\n',
      },
    )
    expect(await hashes(copy, 'score')).not.toHaveProperty('4')
    const { out: said } = await varve(['import', copy, '-', '--json'], { stdin: await exported('score') })
    expect(JSON.parse(said)).toMatchObject([{ variable: 'score', first: 4, last: 4, added: 1, marks: 2 }])
    expect(await hashes(copy, 'score')).toEqual(await hashes(file, 'score'))
    // An older state adds nothing either.
    await varve(['set', copy, 'score', '7'])
    expect(await varve(['import', copy, '-'], { stdin: await exported('score') })).toMatchObject({
      out: 'score: has all of it\n',
    })
  })

  test('what parts from the file is refused with 4, and nothing of it is taken over', async () => {
    await varve(['import', copy, '-'], { stdin: await exported('score') })
    await varve(['set', copy, 'score', '1'])
    await varve(['set', file, 'score', '2'])
    const before = await hashes(copy, 'score')
    for (const more of [[], ['3']]) {
      for (const value of more) await varve(['set', file, 'score', value])
      const said = await varve(['import', copy, '-'], { stdin: await exported('score') })
      expect(said).toMatchObject({
        code: 4,
        out: '',
        err: expect.stringContaining('they differ in @4 or before'),
      })
    }
    expect(await hashes(copy, 'score')).toEqual(before)
  })

  test('a mark that names another revision here is refused with 4', async () => {
    const text = await exported('score')
    await varve(['import', copy, '-'], {
      stdin: lines(text)
        .map(line => line.replace('"marks":1', '"marks":0'))
        .filter(line => !line.startsWith('{"mark"'))
        .join('\n'),
    })
    const repository = openSync(sqlite(copy))
    repository.watch('score', 0).mark('kickoff', 2)
    repository.close()
    expect(await varve(['import', copy, '-'], { stdin: text })).toMatchObject({
      code: 4,
      err: expect.stringContaining(`'kickoff' names @2 here and @1 there`),
    })
  })

  test('what was forgotten stays forgotten, with equal hashes', async () => {
    for (let i = 0; i < 20; i++) await varve(['set', file, 'score', String(i)])
    await varve(['prune', file, 'score', '--last', '4', '--yes'])
    const text = await exported('score')
    expect(await varve(['import', copy, '-'], { stdin: text })).toMatchObject({ code: 0 })
    expect(await hashes(copy, 'score')).toEqual(await hashes(file, 'score'))
    expect(await varve(['verify', copy])).toMatchObject({ code: 0 })
    expect(await varve(['show', copy, 'score@9'])).toMatchObject({ code: 3 })
    expect((await varve(['export', copy, 'score'])).out).toBe(text)
    // What went on there, and was forgotten there, follows.
    for (let i = 0; i < 9; i++) await varve(['set', file, 'score', String(i)])
    expect(await varve(['import', copy, '-'], { stdin: await exported('score') })).toMatchObject({ code: 0 })
    expect(await hashes(copy, 'score')).toEqual(await hashes(file, 'score'))
    expect(await varve(['verify', copy])).toMatchObject({ code: 0 })
  })

  test('a history that forgot is taken over in one act: nobody sees its stand-ins', async () => {
    for (let i = 0; i < 9; i++) await varve(['set', file, 'score', String(i)])
    await varve(['prune', file, 'score', '--last', '2', '--yes'])
    const { name: variable, gaps, ...history } = [...parsePortableSync(lines(await exported('score')))][0]!
    const { first, record, base } = gaps.all[0]!
    const refuses = { first, last: 1_000, record, base }
    const store = sqlite(copy)
    // Where forgetting is refused, the lines are not there either.
    const written = { ...history, variable, expected: null, gaps: [refuses] }
    expect(writeHistory(store, written)).toMatchObject({ ok: false })
    expect(store.headSync(variable, 'main')).toBeUndefined()
    store.closeSync()
  })

  test('a history that forgot what this file has last cannot be told from another', async () => {
    await varve(['import', copy, '-'], { stdin: await exported('score') })
    for (let i = 0; i < 9; i++) await varve(['set', file, 'score', String(i)])
    await varve(['prune', file, 'score', '--last', '2', '--yes'])
    const said = await varve(['import', copy, '-'], { stdin: await exported('score') })
    expect(said).toMatchObject({ code: 4, err: expect.stringContaining('has forgotten @3') })
  })

  test('a history that forgot what this file still has is not put together with it', async () => {
    await varve(['set', file, 'score', '5'])
    await varve(['import', copy, '-'], { stdin: await exported('score') })
    await varve(['prune', file, 'score', '--last', '1', '--yes'])
    await varve(['set', file, 'score', '6'])
    const said = await varve(['import', copy, '-'], { stdin: await exported('score') })
    expect(said).toMatchObject({ code: 4, out: '', err: expect.stringContaining('cannot be put together') })
    await varve(['prune', copy, 'score', '--last', '1', '--yes'])
    expect(await varve(['verify', copy])).toMatchObject({ code: 0 })
  })

  test('a damaged text ends with 5, says which line, and what came before it stays', async () => {
    const text = lines(await exported())
    const damaged = text.map(line => line.replace('the referee said so', 'the referee said no')).join('\n')
    const { code, out: said, err } = await varve(['import', copy, '-'], { stdin: damaged })
    expect({ code, said }).toEqual({ code: 5, said: 'evil: @0 imported\nrich.things: @0 imported\n' })
    expect(err).toMatch(/line \d+: score: the chain does not lead to the head @3/)
    expect(await varve(['show', copy, 'score'])).toMatchObject({ code: 3 })
    expect(await varve(['verify', copy])).toMatchObject({ code: 0 })
  })

  test('no text, no file, another name', async () => {
    expect(await varve(['import', copy, '-'], { stdin: 'my diary' })).toMatchObject({ code: 5, out: '' })
    expect(await varve(['import', copy, file])).toMatchObject({ code: 5, out: '' })
    expect(await varve(['import', copy, out])).toMatchObject({ code: 3, out: '' })
    expect(await varve(['import', copy, '-', '--as', 'other'], { stdin: '' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('bound to its name by its hashes'),
    })
  })
})
