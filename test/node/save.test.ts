import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deepStrictEqual } from 'node:assert'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isVarveError, openSync, Registry, type Variable } from 'varve'
import { load, save } from 'varve/node'
import { sqlite } from 'varve/sqlite'
import { rememberableValues } from 'varve/testing'
import { root } from '../../tools/entries.ts'
import { freshFile } from '../openers.ts'
import { fuzz } from '../fuzz.ts'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'varve-save-'))
  path = join(folder, 'score.ndjson')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What makes two histories the same. */
const told = (variable: Variable<unknown>) => ({
  name: variable.name,
  revisions: variable
    .history()
    .map(({ index, kind, label, comment, creator, timestamp, validFrom, validTo, hash }) => ({
      index,
      kind,
      label,
      comment,
      creator,
      timestamp,
      validFrom,
      validTo,
      hash,
    })),
  marks: Array.from(variable.marks(), ([name, { index }]) => [name, index]),
})

/** A variable with some history; `values` in their order. */
function made(values: readonly unknown[], name = 'score'): Variable<unknown> {
  const variable = new Registry().watch<unknown>(name, values[0])
  for (const value of values.slice(1)) variable.set(value, { creator: 'ann', label: 'next' })
  return variable
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
  } catch (error) {
    return isVarveError(error) ? error.code : String(error)
  }
  return 'no error'
}

describe('what is saved is loaded', () => {
  test('with every kind of value, and the same hashes', async () => {
    const histories = fc.array(rememberableValues(fc), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(histories, async values => {
        rmSync(path, { force: true })
        const before = made(values)
        await save(before, path)
        const after = await load<unknown>(path)
        expect(told(after)).toEqual(told(before))
        for (const { index, value } of before.history()) deepStrictEqual(after.at(index), value)
      }),
      fuzz(40),
    )
  })

  test('with undo, rollback, marks and validity, and goes on', async () => {
    const before = made([0, 1, 2, 3])
    before.undo().rollback(1).mark('here').redo().mark('there', 0)
    before.set(9, { validFrom: new Date(0), validTo: new Date(5), comment: 'why' })
    await save(before, path)
    const after = await load<number>(path)
    expect(told(after as Variable<unknown>)).toEqual(told(before))
    expect([after.canUndo, after.lastChange().saved]).toEqual([before.canUndo, true])
    after.undo()
    before.undo()
    expect(after.value).toBe(before.value)
    after.update(n => n + 1)
    await save(after, path)
    expect((await load<number>(path)).history().length).toBe(before.history().length + 1)
  })

  test('with what was forgotten', async () => {
    const before = made(Array.from({ length: 30 }, (_, i) => ({ i, list: [i] })))
    before.mark('kept', 7).prune({ last: 3 })
    await save(before, path)
    const after = await load(path)
    expect(told(after as Variable<unknown>)).toEqual(told(before))
    expect(after.history().map(({ index }) => index)).toEqual([0, 7, 27, 28, 29])
    expect(await codeOf((async () => after.at(12))())).toBe('UNKNOWN_REVISION')
    after.set({ i: 30, list: [] })
    await save(after, path)
    expect((await load(path)).at(30)).toEqual({ i: 30, list: [] })
  })

  test('from a repository, at any name', async () => {
    const repository = openSync(sqlite(freshFile()))
    const variable = repository.watch<unknown>('a "b"\\ 田中', 0)
    variable.set(1)
    await save(variable, path)
    expect(told(await load(path))).toEqual(told(variable))
    repository.close()
  })

  test('as it was at the call', async () => {
    const variable = made([1])
    const saving = save(variable, path)
    variable.set(2)
    await saving
    expect((await load(path)).value).toBe(1)
  })
})

describe('an earlier state of the same history is replaced, and nothing else', () => {
  test('of one that goes on, and of one that was pruned since', async () => {
    const variable = made([1, 2, 3, 4, 5])
    await save(variable, path)
    variable.set(6).prune({ last: 1 })
    await save(variable, path)
    expect((await load(path)).history().map(({ index }) => index)).toEqual([0, 5])
  })

  test('not one with revisions that this history does not have', async () => {
    const theirs = made([1, 2, 3])
    await save(theirs, path)
    const text = readFileSync(path, 'utf8')
    const behind = await load<unknown>(path)
    await save(theirs.set(4, { creator: 'bo' }), path)
    const newer = readFileSync(path, 'utf8')
    for (const ours of [behind, made([1, 2, 3, 4, 5])]) {
      const error = await save(ours, path).catch((error: unknown) => error)
      if (!isVarveError(error, 'CONFLICT')) throw error
      const { variable, expected, actual } = error.details
      expect([variable, expected.hash, actual.index]).toEqual(['score', ours.lastChange().hash, 3])
      expect([actual.creator, actual.hash]).toEqual(['bo', theirs.lastChange().hash])
      expect(error.message).toContain('score@3')
    }
    expect(readFileSync(path, 'utf8')).toBe(newer)
    expect(newer.startsWith(text)).toBe(false)
  })

  test('not another variable, several ones, or what is none of ours', async () => {
    await save(made([1], 'team'), path)
    const other = readFileSync(path, 'utf8')
    expect(await codeOf(save(made([1]), path))).toBe('NOT_OURS')
    expect(readFileSync(path, 'utf8')).toBe(other)
    await save(made([1]), join(folder, 'own'))
    writeFileSync(path, readFileSync(join(folder, 'own'), 'utf8') + other)
    expect(await codeOf(save(made([1]), path))).toBe('NOT_OURS')
    for (const text of ['my diary', '{"name":"score"}\n', '{"varve":']) {
      writeFileSync(path, text)
      expect(await codeOf(save(made([1]), path))).toBe(text === '{"varve":' ? 'no error' : 'NOT_OURS')
    }
    writeFileSync(path, '{"varve":2}\n')
    expect(await codeOf(save(made([1]), path))).toBe('TOO_NEW')
    mkdirSync(join(folder, 'folder'))
    expect(await codeOf(save(made([1]), join(folder, 'folder')))).toBe('NOT_OURS')
    expect(await codeOf(save(made([1]), join(folder, 'no/such')))).toBe('READ_ONLY')
    expect(await codeOf(save({} as Variable<number>, path))).toBe('BAD_OPTION')
    expect(readdirSync(folder).toSorted()).toEqual(['folder', 'own', 'score.ndjson'])
  })

  test('one that lost its end is, where nothing is lost by it', async () => {
    const variable = made([1, 2, 3])
    await save(variable, path)
    truncateSync(path, statSync(path).size - 10)
    await save(variable, path)
    expect((await load(path)).value).toBe(3)
  })

  test('behind a link', async () => {
    symlinkSync('score.ndjson', join(folder, 'link'))
    await save(made([1]), join(folder, 'link'))
    expect((await load(path)).value).toBe(1)
  })
})

describe('a bad file is an error that says where', () => {
  const lines = async () => {
    rmSync(path, { force: true })
    await save(made([1, { a: [1] }, { a: [1, 2] }]).mark('m'), path)
    return readFileSync(path, 'utf8').split('\n')
  }

  test.each<[string, number, (lines: string[]) => void]>([
    ['a changed value', 4, lines => (lines[2] = lines[2]!.replace('[1]', '[7]'))],
    ['a lost line', 3, lines => lines.splice(2, 1)],
    ['a line that comes twice', 3, lines => lines.splice(2, 0, lines[1]!)],
    ['two that changed places', 2, lines => lines.splice(1, 2, lines[2]!, lines[1]!)],
    ['no JSON', 3, lines => (lines[2] = lines[2]!.slice(0, -1))],
    ['a lost mark', 5, lines => lines.splice(4, 1)],
    ['a text behind it', 6, lines => lines.splice(5, 1, 'x', '')],
    ['another head', 4, lines => (lines[0] = lines[0]!.replace(/"hash":"./, '"hash":"x'))],
  ])('%s', async (_what, number, damage) => {
    const all = await lines()
    damage(all)
    writeFileSync(path, all.join('\n'))
    const error = await load(path).catch((error: unknown) => error)
    if (!isVarveError(error, 'CORRUPT')) throw error
    expect(error.details.file).toBe(path)
    expect(error.message).toMatch(new RegExp(`^${path}: line (${number}|1): `))
  })

  test('every cut is seen, and every flipped bit', async () => {
    const bytes = Buffer.from((await lines()).join('\n'))
    for (let end = 0; end < bytes.length - 1; end++) {
      writeFileSync(path, bytes.subarray(0, end))
      expect(await codeOf(load(path))).toBe(end < 9 ? 'NOT_OURS' : 'CORRUPT')
    }
    const before = told(await (writeFileSync(path, bytes), load(path)))
    for (let at = 0; at < bytes.length; at += 3) {
      const flipped = Buffer.from(bytes)
      flipped[at]! ^= 1 << (at % 8)
      writeFileSync(path, flipped)
      const found = await load(path).then(told, (error: unknown) => {
        if (isVarveError(error, 'CORRUPT', 'NOT_OURS', 'TOO_NEW')) return error.code
        throw error
      })
      // The name of a mark is in no hash.
      if (typeof found === 'object') expect(found.revisions).toEqual(before.revisions)
    }
  })

  test('what is no history, of a later version, of several variables or no UTF-8', async () => {
    writeFileSync(path, 'my diary')
    expect(await codeOf(load(path))).toBe('NOT_OURS')
    writeFileSync(path, '')
    expect(await codeOf(load(path))).toBe('NOT_OURS')
    writeFileSync(path, '{"varve":2,"what":"else"}\n')
    expect(await codeOf(load(path))).toBe('TOO_NEW')
    const own = (await lines()).join('\n')
    await save(made([1], 'team'), join(folder, 'team'))
    appendFileSync(path, readFileSync(join(folder, 'team')))
    expect(await codeOf(load(path))).toBe('REFUSED')
    writeFileSync(path, Buffer.concat([Buffer.from(own.slice(0, -3)), Buffer.of(0xff, 0x0a)]))
    expect(await codeOf(load(path))).toBe('CORRUPT')
    expect(await codeOf(load(join(folder, 'missing')))).toMatch(/ENOENT/)
    expect(await codeOf(load(folder))).toMatch(/EISDIR/)
  })
})

test('several programs save at once: the file holds one of their histories, whole', async () => {
  const script = `
    import { Registry } from 'varve'
    import { save } from 'varve/node'
    const variable = new Registry().watch('score', process.argv[1])
    for (let i = 0; i < 300; i++) variable.set(process.argv[1].repeat(100) + i)
    for (let i = 0; i < 20; i++) {
      try { await save(variable.set(i), process.argv[2]) } catch (error) { if (error.code !== 'CONFLICT') throw error }
    }`
  const ends = ['a', 'b', 'c'].map(async name => {
    const argv = ['--input-type=module', '--eval', script, name, path]
    const child = spawn(`${root}node_modules/.bin/node`, argv, { cwd: root, stdio: 'inherit' })
    return once(child, 'exit')
  })
  expect(await Promise.all(ends)).toEqual([
    [0, null],
    [0, null],
    [0, null],
  ])
  const { length } = (await load(path)).history()
  expect(length).toBeGreaterThan(300)
  expect(readdirSync(folder)).toEqual(['score.ndjson'])
})
