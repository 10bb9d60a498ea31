import { expect, test } from 'vitest'
import { copy, create, edit, RevisionedImmutable, revisionOf, stateOf, update } from 'varve/immutable'
import { errorOf } from '../../value/around.ts'
import {
  Box,
  Doc,
  expectLockedPart,
  expectLockedRoot,
  expectTransientRoot,
  Folder,
  nextMoment,
} from './shapes.ts'

const retitled = (doc: Doc, title: string, change?: Parameters<typeof update>[2]) =>
  update(
    doc,
    draft => {
      draft.title = title
    },
    change,
  )

test('a created one is version 0 of a history of its own, without end, creator or comment', () => {
  const before = Date.now()
  const doc = create(Doc)
  const info = revisionOf(doc)
  expect(info).toMatchObject({ version: 0, end: null, creator: null, comment: null, state: 'locked' })
  expect(info.start.getTime()).toBeGreaterThanOrEqual(before)
  expect(info.start.getTime()).toBeLessThanOrEqual(Date.now())
  expect(info.manager.getCurrentRevision()).toBe(doc)
})

test('new without create makes a transient root without a history', () => {
  const doc = new Doc()
  expectTransientRoot(doc)
  errorOf('BAD_OPTION', () => revisionOf(doc))
})

test('create hands arguments to the constructor of a revisioned class, if it has one', () => {
  class Question extends RevisionedImmutable {
    readonly answer: number
    constructor(answer: number) {
      super()
      this.answer = answer
    }
  }
  class Answer extends RevisionedImmutable {}
  const [question, answer] = [create(Question, 42), create(Answer)]
  expect(question.answer).toBe(42)
  for (const one of [question, answer]) expectLockedRoot(one)
  const box = create(Box, new Question(42))
  expect(box.value.answer).toBe(42)
  expectLockedPart(box.value)
})

test('an update is the next version, with its creator and comment', () => {
  const doc = create(Doc)
  const next = retitled(doc, 'x', { creator: 'universe', comment: 'Get answer' })
  expect(next).not.toBe(doc)
  expect([doc.title, next.title]).toEqual(['', 'x'])
  expect(revisionOf(next)).toMatchObject({
    version: 1,
    creator: 'universe',
    comment: 'Get answer',
    end: null,
  })
  expect([stateOf(doc), stateOf(next)]).toEqual(['retired', 'locked'])
})

test('an update is recorded by the manager of what it changed, which is retired and ended by it', () => {
  const doc = create(Doc)
  nextMoment()
  const next = retitled(doc, 'x')
  const { manager } = revisionOf(doc)
  expect(revisionOf(next).manager).toBe(manager)
  expect(manager.getCurrentRevision()).toBe(next)
  expect(revisionOf(doc).end).toEqual(revisionOf(next).start)
  expect(revisionOf(doc).end!.getTime()).toBeGreaterThan(revisionOf(doc).start.getTime())
})

test('an update that changes nothing is a revision all the same', () => {
  const doc = create(Doc)
  const next = update(doc, () => {})
  expect(next).not.toBe(doc)
  expect([revisionOf(next).version, stateOf(doc)]).toEqual([1, 'retired'])
})

test('an update of a transient revisioned object gives it back and records nothing', () => {
  const doc = new Doc()
  expect(retitled(doc, 'x')).toBe(doc)
  expect([doc.title, stateOf(doc)]).toEqual(['x', 'transient'])
})

test('an update inside the recipe of another makes no revision of its own', () => {
  const doc = create(Doc)
  const next = update(doc, draft => {
    const inner: unknown = update(draft, again => {
      again.title = 'x'
    })
    expect(inner).toBe(draft)
  })
  expect(next).not.toBe(doc)
  expect([next.title, revisionOf(next).version]).toEqual(['x', 1])
})

test('a part of a revisioned object cannot be updated by itself: NOT_ROOT', () => {
  const folder = create(Folder)
  errorOf('NOT_ROOT', () => update(folder.address, () => {}))
  const doc = create(Box, create(Doc)).value as Doc
  errorOf('NOT_ROOT', () => retitled(doc, 'x'))
})

test('a recipe that throws records nothing', () => {
  const doc = create(Doc)
  const failing = () =>
    update(doc, draft => {
      draft.title = 'x'
      throw new RangeError('no')
    })
  expect(failing).toThrow(RangeError)
  expect([doc.title, stateOf(doc), revisionOf(doc).manager.getNumberOfRevisions()]).toEqual(['', 'locked', 1])
})

test('what was updated already is OUTDATED, and names its version and the current one', () => {
  const doc = create(Doc)
  const current = retitled(retitled(doc, 'x'), 'y')
  for (const again of [() => retitled(doc, 'z'), () => edit(doc)])
    expect(errorOf('OUTDATED', again).details).toEqual({ version: 0, current: 2 })
  expect(revisionOf(current).manager.getNumberOfRevisions()).toBe(3)
})

test('a copy has a history of its own, and leaves that of the original alone', () => {
  const doc = retitled(create(Doc), 'x')
  const other = copy(doc)
  expect([other.title, stateOf(doc)]).toEqual(['x', 'locked'])
  expect(revisionOf(doc).manager.getNumberOfRevisions()).toBe(2)
  retitled(other, 'y')
  expect(revisionOf(doc).manager.getCurrentRevision()).toBe(doc)
})

test('what has no history says so when asked for its revision: BAD_OPTION', () => {
  errorOf('BAD_OPTION', () => revisionOf(create(Box)))
  errorOf('BAD_OPTION', () => revisionOf({ a: 1 }))
})
