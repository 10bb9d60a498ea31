import { chmodSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { openSync } from 'varve'
import { makeRun, makeRuns } from 'varve/testing'
import { openScript } from '../../src/store/script/open-script.ts'
import { script } from '../../src/store/script/script.ts'
import { codeOf } from '../code-of.ts'
import { increment, outputOf, Scripts, valueIn } from './script-files.ts'

const scripts = new Scripts()
afterAll(() => scripts.end())
const program = "console.log('it runs')\n"
const journalOf = (file: string) => `${file}.varve-journal`

/** A script whose last changes are in a journal. */
function journaled(times = 5): string {
  const file = scripts.file(program)
  increment(file)
  const repository = openSync(openScript(file, { journal: true, fold: false }), { durable: 'each' })
  const runs = repository.watch('runs', 0)
  for (let i = 0; i < times; i++) runs.update(n => n + 1, `run ${i}`)
  repository.close()
  return file
}

test('with a journal the script stays as it is, and everybody reads what is in it', () => {
  const file = scripts.file(program)
  increment(file)
  const before = readFileSync(file)
  const repository = openSync(openScript(file, { journal: true, fold: false }), { durable: 'each' })
  const runs = repository.watch('runs', 0)
  for (let i = 0; i < 3; i++) runs.update(n => n + 1)
  runs.mark('three')
  runs.prune({ last: 1 })
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(readFileSync(journalOf(file), 'utf8').trimEnd().split('\n')).toHaveLength(6)
  expect(valueIn(file)).toBe(4)
  repository.close()
  expect(existsSync(journalOf(file))).toBe(true)
})

test.each([0o600, 0o640, 0o755, 0o4711])(
  'it may be read by nobody who may not read the script (%o)',
  mode => {
    const file = scripts.file(program)
    chmodSync(file, mode)
    const repository = openSync(openScript(file, { journal: true, fold: false }), { durable: 'each' })
    repository.watch('runs', 0).update(n => n + 1)
    expect(statSync(journalOf(file)).mode & 0o7777).toBe(mode & 0o666)
    repository.close()
    expect(increment(file)).toBe(2)
    expect(statSync(file).mode & 0o7777).toBe(mode)
  },
)

test('it is folded at the end of who may, and by whoever writes without one', () => {
  const file = journaled()
  const repository = openSync(openScript(file, { journal: true }), { durable: 'each' })
  const runs = repository.watch('runs', 0)
  runs.update(n => n + 1)
  expect(existsSync(journalOf(file))).toBe(true)
  repository.close()
  expect(existsSync(journalOf(file))).toBe(false)
  expect(valueIn(file)).toBe(7)
  const other = journaled()
  expect(increment(other)).toBe(7)
  expect(existsSync(journalOf(other))).toBe(false)
  expect(outputOf(other)).toBe('it runs\n')
})

test('foldSync brings it in; without one it writes nothing', () => {
  const file = journaled()
  const store = openScript(file)
  store.foldSync()
  expect(existsSync(journalOf(file))).toBe(false)
  const bytes = readFileSync(file)
  store.foldSync()
  expect(readFileSync(file).equals(bytes)).toBe(true)
  store.closeSync()
  expect(valueIn(file)).toBe(6)
})

test('a program that is killed between the script and the journal has written nothing twice', () => {
  const file = journaled()
  const journal = readFileSync(journalOf(file))
  increment(file)
  writeFileSync(journalOf(file), journal)
  expect(valueIn(file)).toBe(7)
  expect(increment(file)).toBe(8)
  // Also where some of it was forgotten since.
  const repository = openSync(script(file), { durable: 'each' })
  repository.watch('runs', 0).prune({ last: 1 })
  repository.close()
  writeFileSync(journalOf(file), journal)
  expect(increment(file)).toBe(9)
})

test('an editor that saves an older text meanwhile takes nothing away', () => {
  const file = journaled()
  writeFileSync(file, readFileSync(file, 'utf8').replace('it runs', 'it runs well'))
  expect(valueIn(file)).toBe(6)
  expect(increment(file)).toBe(7)
  expect(outputOf(file)).toBe('it runs well\n')
})

test('a journal that does not go on from what the script has is refused, and both stay', () => {
  const [file, other] = [journaled(), scripts.file(program)]
  renameSync(journalOf(file), journalOf(other))
  const both = () => [readFileSync(other, 'utf8'), readFileSync(journalOf(other), 'utf8')]
  const before = both()
  expect(codeOf(() => valueIn(other))).toBe('CORRUPT')
  expect(codeOf(() => increment(other))).toBe('CORRUPT')
  expect(both()).toEqual(before)
})

test('of a journal, any bit of which is flipped, nothing but what it held is read', () => {
  const file = journaled(12)
  const bytes = readFileSync(journalOf(file))
  const wrong: string[] = []
  for (let at = 0; at < bytes.length; at++) {
    const copy = Buffer.from(bytes)
    copy[at]! ^= 1 << (at % 8)
    writeFileSync(journalOf(file), copy)
    const store = script(file)
    try {
      const { index } = store.headSync('runs', 'main')!
      if (index !== 13) wrong.push(`byte ${at}: head at ${index}`)
    } catch (error) {
      if ((error as { code?: string }).code !== 'CORRUPT') wrong.push(`byte ${at}: ${String(error)}`)
    }
    store.closeSync()
  }
  expect(wrong).toEqual([])
})

test('a journal that is cut at any byte holds what was whole before', () => {
  const file = journaled(6)
  const bytes = readFileSync(journalOf(file))
  const heads = Array.from({ length: bytes.length + 1 }, (_, length) => {
    writeFileSync(journalOf(file), bytes.subarray(0, length))
    const store = script(file)
    const { index } = store.headSync('runs', 'main')!
    store.closeSync()
    return index
  })
  expect(heads).toEqual(heads.toSorted((a, b) => a - b))
  expect(new Set(heads)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]))
  // What was being written is written over.
  writeFileSync(journalOf(file), bytes.subarray(0, bytes.length - 20))
  const store = openScript(file, { journal: true, fold: false })
  const next = makeRun('y', null)
  store.appendSync([{ runs: [next] }])
  store.closeSync()
  expect(valueIn(file)).toBe(6)
  expect(increment(file)).toBe(7)
})

test('a long journal is folded on the way', () => {
  const file = scripts.file(program)
  const store = openScript(file, { journal: true })
  for (const run of makeRuns('x', 14, { bodies: [JSON.stringify('x'.repeat(30_000))] }))
    store.appendSync([{ runs: [run] }])
  expect(readFileSync(journalOf(file)).length).toBeLessThan(600_000)
  expect(readFileSync(file).length).toBeGreaterThan(250_000)
  store.closeSync()
  expect(existsSync(journalOf(file))).toBe(false)
})
