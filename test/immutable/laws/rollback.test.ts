import { expect, test } from 'vitest'
import { create, revisionOf, stateOf, update } from 'varve/immutable'
import { errorOf } from '../../value/around.ts'
import { fiveRevisions, titles } from './five-revisions.ts'
import { Doc } from './shapes.ts'

test('a rollback makes that very revision current again, locked and without end', () => {
  const { docs, manager } = fiveRevisions()
  expect([stateOf(docs[0]!), revisionOf(docs[0]!).end !== null]).toEqual(['retired', true])
  manager.rollbackToRevision(docs[0]!)
  expect(manager.getCurrentRevision()).toBe(docs[0])
  expect([stateOf(docs[0]!), revisionOf(docs[0]!).end]).toEqual(['locked', null])
  expect([manager.getNumberOfRevisions(), titles(manager.getRevisionHistory())]).toEqual([1, ['']])
})

test('a rollback drops what came after: retired, OUTDATED, listed as dropped, still found', () => {
  const { docs, manager } = fiveRevisions()
  manager.rollbackToRevision(2)
  expect(titles(manager.getRevisionHistory())).toEqual(['', '1', '2'])
  expect(titles(manager.getRevisionHistory({ dropped: true }))).toEqual(['3', '4'])
  expect([docs[3]!, docs[4]!].map(stateOf)).toEqual(['retired', 'retired'])
  expect(revisionOf(docs[4]!).end).not.toBeNull()
  errorOf('OUTDATED', () => update(docs[4]!, () => {}))
  expect(manager.getRevision(4)).toBe(docs[4])
})

test('after a rollback numbering goes on: no version comes twice', () => {
  const { docs, manager } = fiveRevisions()
  manager.rollbackToRevision(docs[1]!)
  const next = update(docs[1]!, draft => {
    draft.title = 'next'
  })
  expect(revisionOf(next).version).toBeGreaterThan(4)
  expect(manager.getRevision(revisionOf(next).version)).toBe(next)
  expect(titles(manager.getRevisionHistory())).toEqual(['', '1', 'next'])
})

test('a rollback to what another one dropped makes that line the history again', () => {
  const { docs, manager } = fiveRevisions()
  manager.rollbackToRevision(1)
  manager.rollbackToRevision(docs[3]!)
  expect(titles(manager.getRevisionHistory())).toEqual(['', '1', '2', '3'])
  expect(titles(manager.getRevisionHistory({ dropped: true }))).toEqual(['4'])
  expect(manager.getCurrentRevision()).toBe(docs[3])
})

test('a rollback to what is not in the history is refused: UNKNOWN_REVISION', () => {
  const { manager } = fiveRevisions()
  for (const unknown of [9, -1, create(Doc)])
    errorOf('UNKNOWN_REVISION', () => manager.rollbackToRevision(unknown))
  expect(manager.getNumberOfRevisions()).toBe(5)
})

test('a rollback without activation leaves no current one', () => {
  const { docs, manager } = fiveRevisions()
  manager.rollbackToRevision(docs[1]!, { activate: false })
  expect(manager.getCurrentRevision()).toBeUndefined()
  expect(titles(manager.getRevisionHistory())).toEqual(['', '1'])
  expect(stateOf(docs[1]!)).not.toBe('locked')
  expect(revisionOf(docs[1]!).end).not.toBeNull()
  errorOf('OUTDATED', () => update(docs[1]!, () => {}))
  manager.rollbackToRevision(docs[1]!)
  expect(manager.getCurrentRevision()).toBe(docs[1])
})
