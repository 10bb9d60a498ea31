import { expect, test } from 'vitest'
import { memory, openSync, Registry, type Variable } from 'varve'
import { codeOf } from '../code-of.ts'

test.each([
  { copy: 'no' },
  { validators: 'x' },
  { validators: [1] },
  { onChange: 5 },
  { intercept: 5 },
  { clock: {} },
  { equal: 'yes' },
  { undoable: null },
  { undoable: { withn: 5 } },
  { keys: 5 },
  { schema: {} },
  null,
])('watch refuses %j', options => {
  const registry = new Registry()
  expect(codeOf(() => registry.watch('n', 0, options as never))).toBe('BAD_OPTION')
  expect(registry.has('n')).toBe(false)
})

test.each([null, { ids: 5 }, { ids: () => 5 }, { ids: () => '' }, { clock: {} }, { onListenerError: 5 }])(
  'a registry and a repository refuse %j',
  options => {
    expect(codeOf(() => new Registry(options as never))).toBe('BAD_OPTION')
    expect(codeOf(() => openSync(memory(), options as never))).toBe('BAD_OPTION')
  },
)

test('refs and queries that make no sense are told, whatever they are', () => {
  const n = new Registry().watch('n', 0).set(1)
  const { hash } = n.revision(1)
  for (const ref of [{ validAt: '2020' }, { recordedAt: 5 }, { hash, index: '1', variable: 'n' }]) {
    expect(codeOf(() => n.at(ref as never))).toBe('UNKNOWN_REVISION')
  }
  for (const query of [null, { startAfter: 'x' }, { startBefore: new Date(NaN) }]) {
    expect(codeOf(() => n.history(query as never))).toBe('BAD_OPTION')
  }
})

test.each<[string, (variable: Variable<Anything>) => unknown]>([
  ["v: undo: there is no option 'step'; did you mean 'steps'?", v => v.undo({ step: 2 } as never)],
  ['v: undo: options is neither a label nor an object like { steps: 2 }', v => v.undo(2 as never)],
  ['v: undefined names no revision', v => v.at(undefined as never)],
  ['v: undefined names no revision', v => v.diff(undefined as never, 1)],
  [
    "v: select: function is a string: give a function; for a path there is peek('n')",
    v => v.select('n' as never),
  ],
  ['v: subscribe: function is an object: give a function', v => v.subscribe({} as never)],
  ['v: subscribe: function is a number: give a function', v => v.subscribe(x => x, 3 as never)],
  [
    'v: a function cannot be remembered; remember data, and choose the function by it; to compute',
    v => v.set((() => 1) as never),
  ],
  ['JSON Patch comes in by fromJsonPatch', v => v.apply([{ op: 'replace', path: '/n', value: 1 }] as never)],
  ['v.list: insert must be an array', v => v.splice('list', 0, 1, undefined as never)],
  ['v.lsit: splice needs a text or an array there', v => v.splice('lsit', 0, 1, [])],
])('a mistake is told: %s', (message, mistake) => {
  const variable = new Registry().watch<Anything>('v', { n: 0, list: [1] })
  variable.update(draft => void (draft.n = 1))
  expect(() => mistake(variable)).toThrow(message)
  expect(variable.history()).toHaveLength(2)
})

interface Anything {
  n: number
  list: number[]
}
