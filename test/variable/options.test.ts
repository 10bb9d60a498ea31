import { expect, test } from 'vitest'
import { memory, openSync, Registry } from 'varve'
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
