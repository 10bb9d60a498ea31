import { expect, test } from 'vitest'
import { Registry, type WatchOptions } from 'varve'
import { codeOf } from '../code-of.ts'

function ticking(step = 1000) {
  let now = 0
  return new Registry({ clock: { now: () => (now += step) } })
}

function watchText(options: WatchOptions<string> & { schema?: undefined } = {}, step?: number) {
  return ticking(step).watch('text', '', options)
}

test('undo and redo append revisions that name what they took and gave', () => {
  const text = watchText().set('a').set('ab').undo()
  expect(text.lastChange()).toMatchObject({ index: 3, kind: 'undo', value: 'a' })
  expect(text.lastChange().target?.index).toBe(2)
  text.undo().undo()
  expect(text.history().length).toBe(5)
  expect([text.value, text.canUndo, text.canRedo]).toEqual(['', false, true])
  text.redo()
  expect(text.lastChange()).toMatchObject({ index: 5, kind: 'redo', value: 'a' })
  expect(text.lastChange().target?.index).toBe(1)
  expect(text.redo().redo().value).toBe('ab')
  expect(text.history().length).toBe(7)
})

test('a change ends what can be redone; a rollback can be undone', () => {
  const text = watchText().set('a').undo().set('b')
  expect(text.canRedo).toBe(false)
  text.set('c').rollback(0).undo()
  expect(text.value).toBe('c')
  expect(text.undo().value).toBe('b')
})

test('steps go several at once, and stop at the end', () => {
  const text = watchText().set('a').set('b').set('c')
  expect(text.undo({ steps: 2, creator: 'ann' }).value).toBe('a')
  expect(text.lastChange().creator).toBe('ann')
  expect(text.redo({ steps: 9 }).value).toBe('c')
  expect(text.undo({ steps: 0 }).value).toBe('c')
  expect(codeOf(() => text.undo({ steps: -1 }))).toBe('BAD_OPTION')
})

test('several steps are one: where the second is rejected, the first has not happened', () => {
  const text = watchText().set('a').set('b')
  text.addValidator(next => next !== '')
  expect(codeOf(() => text.undo({ steps: 2 }))).toBe('REJECTED')
  expect([text.value, text.history().length]).toEqual(['b', 3])
})

test('within counts close changes of one creator as one step', () => {
  const text = watchText({ undoable: { within: '500 ms' } }, 200)
  text.set('h').set('he').set('hel').set('hell', { creator: 'bo' })
  expect(text.undo().value).toBe('hel')
  expect(text.undo().value).toBe('')
  expect(text.lastChange().target?.index).toBe(1)
  expect(text.redo().value).toBe('hel')
  expect(codeOf(() => watchText({ undoable: { within: '5 weeks' as '5 h' } }))).toBe('BAD_OPTION')
})

test('undoable: false keeps a variable out of it', () => {
  const text = watchText({ undoable: false }).set('a').undo()
  expect([text.value, text.canUndo, text.history().length]).toEqual(['a', false, 2])
})

test('by takes the latest change of one creator and leaves those of others', () => {
  const doc = ticking().watch('doc', { title: '', body: '', tags: ['x'] })
  const title = (to: string, creator: string) => doc.update(d => void (d.title = to), { creator })
  const body = (to: string, creator: string) => doc.update(d => void (d.body = to), { creator })
  title('A', 'ann')
  body('B', 'bo')
  doc.undo({ by: 'ann' })
  expect(doc.value).toEqual({ title: '', body: 'B', tags: ['x'] })
  expect(doc.lastChange().target?.index).toBe(1)
  doc.redo({ by: 'ann' })
  expect(doc.value).toEqual({ title: 'A', body: 'B', tags: ['x'] })
  expect(doc.undo({ by: 'nobody' }).history().length).toBe(5)
})

test('by refuses what somebody changed later at the same place', () => {
  const doc = ticking().watch('doc', { title: '' })
  doc.update(d => void (d.title = 'A'), { creator: 'ann' })
  doc.update(d => void (d.title = 'B'), { creator: 'bo' })
  expect(() => doc.undo({ by: 'ann' })).toThrow(
    /doc@1 cannot be taken back alone: doc@2 changed the same place later/,
  )
  expect(codeOf(() => doc.undo({ by: 'ann' }))).toBe('CONFLICT')
  expect(doc.value.title).toBe('B')
})

function doc() {
  const doc = ticking().watch('doc', { title: '', body: '' })
  doc.update(d => void (d.title = 'A'), { creator: 'ann' })
  return doc.update(d => void (d.body = 'B'), { creator: 'bo' })
}

test('undo after an undo by somebody does not bring back what that took', () => {
  expect(doc().undo({ by: 'ann' }).undo().value).toEqual({ title: '', body: '' })
})

test('redo in another order than that of the undos brings back both', () => {
  const both = { title: 'A', body: 'B' }
  expect(doc().undo({ by: 'ann' }).undo().redo({ by: 'ann' }).redo().value).toEqual(both)
  expect(doc().undo().undo().redo({ by: 'bo' }).redo().value).toEqual(both)
})

test('as many steps as can be counted go to the end; expect is not for undo', () => {
  const text = watchText().set('a').set('b')
  expect(text.undo({ steps: Number.MAX_SAFE_INTEGER }).value).toBe('')
  expect(codeOf(() => text.redo({ expect: 0 } as never))).toBe('BAD_OPTION')
})
