import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { memory } from 'varve'
import { sqlite } from 'varve/sqlite'
import { makeRun, makeRuns } from 'varve/testing'
import type { Forgetting, Gap, Head, Run } from '../../src/store/store.ts'
import { fuzz } from '../fuzz.ts'
import { freshFile, removeFiles } from '../openers.ts'
import { change, codeOf } from './sqlite-files.ts'

afterAll(removeFiles)

const kept = { ok: true, repeated: false }
const gap = (from: number, to: number): Gap => ({ first: from, last: to, record: '{}', base: `"${to}"` })
const forgetting = (expected: Head, gaps: Gap[], variable = 'x'): Forgetting => ({
  variable,
  branch: 'main',
  expected,
  gaps,
})

test('what was forgotten is overwritten in the file, and cut off the log', () => {
  const file = freshFile()
  const store = sqlite(file)
  const secret = 'the secret of the third revision'
  const bodies = (text: string) => [JSON.stringify(`${text} ${'filler '.repeat(400)}`)]
  const runs: Run[] = []
  for (let i = 0; i < 40; i++) {
    const text = i === 2 ? secret : `public ${i}`
    runs.push(makeRun('x', runs.at(-1)?.head ?? null, { bodies: bodies(text) }))
  }
  for (const run of runs) store.appendSync([{ runs: [run] }])
  const holds = () => [file, `${file}-wal`].map(name => readFileSync(name).includes(secret))
  expect(holds()).toContain(true)
  expect(store.forgetSync(forgetting(runs.at(-1)!.head, [gap(1, 4)]))).toEqual(kept)
  expect(holds()).toEqual([false, false])
  expect(store.readSync('x', 'main', 0, 99)).toEqual(
    runs.flatMap(run => run.lines).filter((_, i) => i < 1 || i > 4),
  )
  store.closeSync()
})

test('the newest run stays in the log, so that no position comes twice', () => {
  const file = freshFile()
  const store = sqlite(file)
  const runs = makeRuns('x', 4, { bodies: 2 })
  for (const run of runs) store.appendSync([{ runs: [run] }])
  store.forgetSync(forgetting(runs[3]!.head, [gap(0, 6)]))
  const database = new DatabaseSync(file)
  const rows = () => database.prepare('SELECT pos, first, last, prev FROM runs').all()
  expect(rows()).toEqual([{ pos: 4, first: 7, last: 7, prev: null }])
  store.appendSync([{ runs: [makeRun('x', runs[3]!.head)] }])
  expect(rows()).toEqual([
    { pos: 4, first: 7, last: 7, prev: null },
    { pos: 5, first: 8, last: 8, prev: 4 },
  ])
  database.close()
  store.closeSync()
})

test('a long stretch that is left is kept in several segments, and read across them', () => {
  const file = freshFile()
  const store = sqlite(file)
  const long = makeRun('x', null, {
    bodies: Array.from({ length: 900 }, (_, i) => `"${'é'.repeat(300)}${i}"`),
  })
  const next = makeRun('x', long.head, { bodies: 10 })
  store.appendSync([{ runs: [long] }, { runs: [next] }])
  store.forgetSync(forgetting(next.head, [gap(890, 903)]))
  const lines = [...long.lines, ...next.lines]
  expect(store.readSync('x', 'main', 0, Infinity)).toEqual(lines.filter((_, i) => i < 890 || i > 903))
  expect(store.readSync('x', 'main', 150, 750)).toEqual(lines.slice(150, 751))
  const database = new DatabaseSync(file)
  const { count } = database.prepare("SELECT count(*) AS count FROM segments WHERE kind = 'lines'").get()!
  expect(count).toBeGreaterThan(3)
  database.close()
  expect(store.checkSync()).toEqual([])
  store.closeSync()
})

test('after VACUUM by another program a handle that was open goes on', () => {
  const file = freshFile()
  const store = sqlite(file)
  const runs = makeRuns('x', 300, { bodies: 5 })
  for (const run of runs) store.appendSync([{ runs: [run] }])
  store.forgetSync(forgetting(runs.at(-1)!.head, [gap(0, 1_490)]))
  change(file, 'VACUUM')
  expect(store.appendSync([{ runs: [makeRun('x', runs.at(-1)!.head)] }])).toEqual([kept])
  expect(store.readSync('x', 'main', 0, Infinity)).toHaveLength(10)
  expect(store.checkSync()).toEqual([])
  store.closeSync()
})

test.each([
  ['a run that is missing below', 'DELETE FROM runs WHERE pos = 2'],
  ['a run that is missing above', 'DELETE FROM runs WHERE pos = 5'],
  ['a run that was cut short', "UPDATE runs SET body = '[1]' WHERE pos = 2"],
  ['a walk that ends too early', 'UPDATE runs SET prev = NULL WHERE pos = 3'],
  ['a walk that ends above', 'UPDATE runs SET prev = NULL WHERE pos = 5'],
  ['a circle', 'UPDATE runs SET prev = 3 WHERE pos = 2'],
])('from a damaged file nothing is forgotten: %s', (_, sql) => {
  const file = freshFile()
  const store = sqlite(file)
  const runs = makeRuns('x', 6, { bodies: 3 })
  for (const run of runs) store.appendSync([{ runs: [run] }])
  change(file, sql)
  const database = new DatabaseSync(file)
  const all = () =>
    ['runs', 'segments', 'bases'].map(table => database.prepare(`SELECT * FROM ${table}`).all())
  const before = all()
  expect(codeOf(() => store.forgetSync(forgetting(runs[5]!.head, [gap(1, 10)])))).toBe('CORRUPT')
  expect(all()).toEqual(before)
  database.close()
  store.closeSync()
})

const command = fc.oneof(
  fc.record({ append: fc.integer({ min: 1, max: 4 }), variable: fc.constantFrom('x', 'y') }),
  fc.record({ mark: fc.integer({ min: 0, max: 60 }), variable: fc.constantFrom('x', 'y') }),
  fc.record({ resend: fc.nat(), variable: fc.constantFrom('x', 'y') }),
  fc.record({
    forget: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 12 })), {
      minLength: 1,
      maxLength: 3,
    }),
    variable: fc.constantFrom('x', 'y'),
  }),
)

test('whatever is appended, marked, sent again and forgotten, a file holds what memory holds, and is sound', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), commands => {
      const file = freshFile()
      const [model, real] = [memory(), sqlite(file)]
      const sent: Run[] = []
      for (const step of commands) {
        const { variable } = step
        const head = model.headSync(variable, 'main')
        if ('append' in step) {
          const run = makeRun(variable, head ?? null, { bodies: step.append, keyframe: '1' })
          sent.push(run)
          expect(real.appendSync([{ runs: [run] }])).toEqual(model.appendSync([{ runs: [run] }]))
        } else if ('resend' in step) {
          const run = sent[step.resend % Math.max(sent.length, 1)]
          if (run) expect(real.appendSync([{ runs: [run] }])).toEqual(model.appendSync([{ runs: [run] }]))
        } else if ('mark' in step) {
          if (!head || step.mark > head.index) continue
          const mark = { variable, name: `m${step.mark}`, index: step.mark, hash: head.hash }
          const units = [{ runs: [], marks: [mark] }]
          expect(real.appendSync(units)).toEqual(model.appendSync(units))
        } else if (head) {
          const wanted = merged([
            ...model.gapsSync(variable, 'main').map(({ first, last }) => [first, last] as const),
            ...step.forget.map(([first, length]) => [first, first + length] as const),
          ])
          const asked = forgetting(head, wanted, variable)
          expect(real.forgetSync(asked)).toEqual(model.forgetSync(asked))
        }
        for (const name of ['x', 'y']) {
          expect(real.readSync(name, 'main', 0, Infinity)).toEqual(model.readSync(name, 'main', 0, Infinity))
          expect(real.readSync(name, 'main', 3, 9)).toEqual(model.readSync(name, 'main', 3, 9))
          expect(real.gapsSync(name, 'main')).toEqual(model.gapsSync(name, 'main'))
          expect(real.keyframeSync(name, 'main')).toEqual(model.keyframeSync(name, 'main'))
        }
      }
      expect(real.checkSync()).toEqual([])
      real.closeSync()
    }),
    fuzz(60),
  )
})

function merged(bounds: readonly (readonly [number, number])[]): Gap[] {
  const gaps: Gap[] = []
  for (const [from, to] of bounds.toSorted(([a], [b]) => a - b)) {
    const before = gaps.at(-1)
    if (before && from <= before.last + 1)
      gaps[gaps.length - 1] = gap(before.first, Math.max(before.last, to))
    else gaps.push(gap(from, to))
  }
  return gaps
}
