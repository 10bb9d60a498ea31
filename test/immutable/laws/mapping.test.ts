import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { create, RevisionedMapping, revisionOf, stateOf, update } from 'varve/immutable'
import { errorOf } from '../../value/around.ts'
import { Doc, expectLockedRoot } from './shapes.ts'

const titled = (title: string): Doc => create(Doc, title)
const mappingOf = (...keys: string[]) =>
  new RevisionedMapping<string, Doc>(keys.map(key => [key, titled(key)] as const))

test('a new mapping is empty, and knows no manager', () => {
  const mapping = new RevisionedMapping<string, Doc>()
  expect([mapping.size, [...mapping], mapping.has('q1'), mapping.get('q1')]).toEqual([
    0,
    [],
    false,
    undefined,
  ])
  errorOf('UNKNOWN_VARIABLE', () => mapping.getRevisionManager('q1'))
})

test('size counts the keys', () => {
  expect([mappingOf().size, mappingOf('a', 'b').size]).toEqual([0, 2])
})

test('a mapping gives its keys and values in the order in which the keys came', () => {
  const mapping = mappingOf('q2', 'q1')
  expect([[...mapping.keys()], [...mapping.values()].map(doc => doc.title)]).toEqual([['q2', 'q1'], ['q2', 'q1']]) // prettier-ignore
  expect([...mapping.entries()]).toEqual([...mapping])
  mapping.delete('q2')
  mapping.set('q2', titled('again'))
  expect([...mapping.keys()]).toEqual(['q1', 'q2'])
})

test('get gives the very object that was set', () => {
  const mapping = new RevisionedMapping<string, Doc>()
  const doc = create(Doc)
  expect(mapping.set('q1', doc)).toBe(mapping)
  expect(mapping.get('q1')).toBe(doc)
  expect(revisionOf(doc)).toMatchObject({ version: 0, end: null, state: 'locked' })
})

test('set on a new key begins a history with what was set', () => {
  const mapping = new RevisionedMapping<string, Doc>()
  const doc = create(Doc)
  mapping.set('q1', doc)
  const history = [...mapping.getRevisionManager('q1').getRevisionHistory()]
  expect(history).toHaveLength(1)
  expect(history[0]).toBe(doc)
})

test('set on a key that is there continues its history; replace begins a new one', () => {
  const mapping = mappingOf('q1')
  const old = mapping.get('q1')!
  mapping.set('q1', titled('b'))
  expect(mapping.getRevisionManager('q1').getNumberOfRevisions()).toBe(2)
  expect([stateOf(old), revisionOf(mapping.get('q1')!).version]).toEqual(['retired', 1])
  mapping.replace('q1', titled('c'))
  expect(mapping.getRevisionManager('q1').getNumberOfRevisions()).toBe(1)
  expect(mapping.get('q1')!.title).toBe('c')
})

test('every key has the manager that its values name', () => {
  const mapping = mappingOf('q1', 'q2')
  const manager = mapping.getRevisionManager('q1')
  expect(manager.getCurrentRevision()).toBe(mapping.get('q1'))
  expect(revisionOf(mapping.get('q1')!).manager).toBe(manager)
  expect(mapping.getRevisionManager('q1')).toBe(manager)
  expect(mapping.getRevisionManager('q2')).not.toBe(manager)
})

test('an unknown key has no manager: UNKNOWN_VARIABLE, with the nearest key', () => {
  const error = errorOf('UNKNOWN_VARIABLE', () => mappingOf('quest').getRevisionManager('qest'))
  expect(error.details.nearest).toBe('quest')
  errorOf('UNKNOWN_VARIABLE', () => mappingOf('q1').update('q2', () => {}))
})

test('delete takes a key out of the mapping, and its history stays', () => {
  const mapping = mappingOf('q1')
  const doc = mapping.get('q1')!
  expect(mapping.delete('q1', { creator: 'ann' })).toBe(true)
  expect([mapping.has('q1'), mapping.size, mapping.get('q1'), [...mapping]]).toEqual([
    false,
    0,
    undefined,
    [],
  ])
  expect(stateOf(doc)).toBe('deleted')
  expect(revisionOf(doc).end).not.toBeNull()
  errorOf('OUTDATED', () => update(doc, () => {}))
  expect(mapping.getRevisionManager('q1').getNumberOfRevisions()).toBe(1)
  expect([mapping.delete('q1'), mapping.delete('q2')]).toEqual([false, false])
})

test('a key that was deleted goes on with its numbers when it is set again', () => {
  const mapping = mappingOf('q1')
  const doc = mapping.get('q1')!
  mapping.delete('q1')
  mapping.set('q1', titled('again'))
  const again = mapping.get('q1')!
  expect([again.title, stateOf(again), stateOf(doc)]).toEqual(['again', 'locked', 'deleted'])
  expect(revisionOf(again).version).toBeGreaterThan(revisionOf(doc).version)
  expect(mapping.getRevisionManager('q1').getRevision(0)).toBe(doc)
})

test('update of a key records its recipe, and gives what is then under it', () => {
  const mapping = mappingOf('q1')
  const next = mapping.update('q1', draft => void (draft.title += '!'), { creator: 'ann', comment: 'why' })
  expect(mapping.get('q1')).toBe(next)
  expect(next.title).toBe('q1!')
  expect(revisionOf(next)).toMatchObject({ version: 1, creator: 'ann', comment: 'why' })
})

test('a mapping holds plain data, Maps and lists as well, and each has revisions', () => {
  const mapping = new RevisionedMapping<string, { list: number[] }>()
  const mine = { list: [1] }
  mapping.set('a', mine)
  mine.list.push(2)
  const first = mapping.get('a')!
  expect(first).toEqual({ list: [1] })
  const next = mapping.update('a', draft => void draft.list.push(3))
  expect([next.list, stateOf(first), revisionOf(next).version]).toEqual([[1, 3], 'retired', 1])
})

test('what stands in a mapping and is updated changes the mapping, from question to answer', () => {
  class Question extends Doc {
    readonly answer: number | null = null
  }
  const mapping = new RevisionedMapping<string, Question>()
  const question = create(Question)
  mapping.set('everything', question)
  expect(revisionOf(question)).toMatchObject({ end: null, comment: null, creator: null, state: 'locked' })
  expect(mapping.get('everything')).toBe(question)

  const change = { creator: 'computer', comment: 'Provide Answer' }
  const answered = update(question, draft => void (draft.answer = 42), change)
  expect(mapping.get('everything')).toBe(answered)
  expect(revisionOf(answered)).toMatchObject({ end: null, ...change, state: 'locked' })
  expectLockedRoot(answered)

  expect([stateOf(question), question.answer, answered.answer]).toEqual(['retired', null, 42])
  expect(revisionOf(question).end).toEqual(revisionOf(answered).start)
  expect(mapping.getRevisionManager('everything').getNumberOfRevisions()).toBe(2)
})

test('a mapping prints as a Map', () => {
  expect(inspect(mappingOf('q1'))).toMatch(/Mapping\(1\) \{ 'q1' => /)
})

test('keys are primitives; others are refused: BAD_OPTION', () => {
  const mapping = new RevisionedMapping<unknown, Doc>()
  for (const key of ['', 'a', 0, 1n, true, null]) mapping.set(key, create(Doc))
  expect(mapping.size).toBe(6)
  for (const key of [{}, undefined, Symbol('x'), () => 1])
    errorOf('BAD_OPTION', () => mapping.set(key, create(Doc)))
})
