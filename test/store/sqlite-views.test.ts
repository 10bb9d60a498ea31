import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { sqlite } from 'varve/sqlite'
import { makeRun } from 'varve/testing'
import { freshFile, removeFiles } from '../openers.ts'
import { first } from './sqlite-files.ts'

afterAll(removeFiles)

const bodies: [name: string, bodies: string[], shown: unknown][] = [
  ['text', ['"a \\"b\\" é"'], 'a "b" é'],
  ['number', ['1', '12.5'], 12.5],
  ['truth', ['true'], 'true'],
  ['nothing', ['null'], null],
  ['plain', ['{"v":{"a":[1,2]}}'], '{"a":[1,2]}'],
  ['rich', ['{"x":[["Date",1],"Invalid Date"]}'], '[["Date",1],"Invalid Date"]'],
  ['undefined', ['{"x":-1}'], 'undefined'],
  ['no number', ['{"x":-3}'], 'NaN'],
  ['infinite', ['{"x":-4}'], 'Infinity'],
  ['infinite below', ['{"x":-5}'], '-Infinity'],
  ['zero below', ['{"x":-6}'], '-0'],
]

test('current_values shows every kind of value, with index, time, creator and label', () => {
  const file = freshFile()
  const store = sqlite(file)
  store.appendSync(bodies.map(([name, texts]) => ({ runs: [makeRun(name, null, { bodies: texts })] })))
  const database = new DatabaseSync(file)
  const rows = database.prepare('SELECT name, value, "index", value_index FROM current_values').all()
  expect(rows).toEqual(
    bodies.map(([name, texts, value]) => ({
      name,
      value,
      index: texts.length - 1,
      value_index: texts.length - 1,
    })),
  )
  const line = '{"i":0,"k":"initial","t":1700000000123,"w":"w","l":"why","u":"ann","b":{"v":[]}}'
  const run = {
    variable: 'z',
    branch: 'side',
    expected: null,
    lines: [line],
    head: { index: 0, hash: 'a'.repeat(64) },
  }
  store.appendSync([{ runs: [run] }])
  expect(
    database.prepare("SELECT branch, time, creator, label FROM current_values WHERE name = 'z'").get(),
  ).toEqual({ branch: 'side', time: '2023-11-14 22:13:20.123', creator: 'ann', label: 'why' })
  database.close()
  store.closeSync()
})

test('where the head is a patch, the newest keyframe is shown with its own index', () => {
  const file = freshFile()
  const store = sqlite(file)
  const patched = makeRun('x', null, {
    bodies: ['{"v":{"a":1}}', '[["=",["a"],2]]'],
    keyframe: '{"v":{"a":2}}',
  })
  store.appendSync([{ runs: [patched, makeRun('y', null, { bodies: ['[["=",["a"],2]]'] })] }])
  const database = new DatabaseSync(file)
  const shown = database.prepare('SELECT value, "index", value_index FROM current_values ORDER BY name')
  const none = { value: null, index: 0, value_index: null }
  expect(shown.all()).toEqual([{ value: '{"a":2}', index: 1, value_index: 1 }, none])
  store.appendSync([{ runs: [makeRun('x', patched.head, { bodies: ['[["=",["a"],3]]'] })] }])
  expect(shown.all()).toEqual([{ value: '{"a":2}', index: 2, value_index: 1 }, none])
  database.close()
  store.closeSync()
})

test('history has a row for each revision, and a value too deep for SQLite does not fail the views', () => {
  const file = freshFile()
  const store = sqlite(file)
  const deep = '['.repeat(3_000) + ']'.repeat(3_000)
  store.appendSync([{ runs: [first, makeRun('deep', null, { bodies: [`{"v":${deep}}`] })] }])
  const database = new DatabaseSync(file)
  expect(database.prepare('SELECT name, branch, "index", kind, body FROM history').all()).toEqual([
    { name: 'x', branch: 'main', index: 0, kind: 'initial', body: '1' },
    { name: 'x', branch: 'main', index: 1, kind: 'set', body: '2' },
  ])
  expect(database.prepare('SELECT name, value FROM current_values').all()).toEqual([
    { name: 'x', value: 2 },
    { name: 'deep', value: null },
  ])
  database.close()
  store.closeSync()
})
