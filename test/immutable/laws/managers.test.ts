import { expect, test } from 'vitest'
import { create, RevisionedMapping, revisionOf, stateOf, update } from 'varve/immutable'
import { errorOf } from '../../value/around.ts'
import { fiveRevisions, titles } from './five-revisions.ts'
import { laws } from './rows.ts'
import { Doc, nextMoment } from './shapes.ts'

const start = (doc: Doc) => revisionOf(doc).start

test('a manager has the current revision, the object that the update gave', () => {
  const { docs, manager } = fiveRevisions()
  expect(manager.getCurrentRevision()).toBe(docs[4])
  expect(manager.getRevision(4)).toBe(docs[4])
})

test('a manager counts its revisions', () => {
  const doc = create(Doc)
  const { manager } = revisionOf(doc)
  expect(manager.getNumberOfRevisions()).toBe(1)
  update(doc, () => {})
  expect(manager.getNumberOfRevisions()).toBe(2)
})

test('getRevision gives what a version was; of an unknown one undefined', () => {
  const { docs, manager } = fiveRevisions()
  expect(docs.map((_, i) => manager.getRevision(i)!.title)).toEqual(['', '1', '2', '3', '4'])
  expect(manager.getRevision(2)).toBe(docs[2])
  for (const version of [5, -1, 0.5, NaN]) expect(manager.getRevision(version)).toBeUndefined()
})

test('the history of one revision is that revision', () => {
  const doc = create(Doc)
  const history = [...revisionOf(doc).manager.getRevisionHistory()]
  expect(history).toHaveLength(1)
  expect(history[0]).toBe(doc)
})

laws(
  [
    { law: 'the history has all revisions, the first one first', query: () => undefined, gives: ['', '1', '2', '3', '4'] },
    { law: 'creator finds the revisions of exactly that creator', query: () => ({ creator: 'someone' }), gives: ['1', '3'] },
    { law: 'a part of a creator finds nothing', query: () => ({ creator: 'some' }), gives: [] },
    { law: 'comment finds a part of the comment', query: () => ({ comment: 'update 3' }), gives: ['3'] },
    { law: 'startBefore finds what began before an instant, not at it', query: (docs: Doc[]) => ({ startBefore: start(docs[1]!) }), gives: [''] },
    { law: 'startAfter finds what began after an instant, not at it', query: (docs: Doc[]) => ({ startAfter: start(docs[3]!) }), gives: ['4'] },
    { law: 'reversed gives the last one first', query: () => ({ reversed: true }), gives: ['4', '3', '2', '1', ''] },
    { law: 'batchSize gives that many from the first on', query: () => ({ batchSize: 2 }), gives: ['', '1'] },
    { law: 'batchStart leaves that many out before the batch', query: () => ({ batchStart: 2, batchSize: 2 }), gives: ['2', '3'] },
    { law: 'batchStart alone gives the rest', query: () => ({ batchStart: 3 }), gives: ['3', '4'] },
    { law: 'a batch of size 0 has nothing in it', query: () => ({ batchSize: 0 }), gives: [] },
    { law: 'a batch beyond the end has nothing in it', query: () => ({ batchStart: 9, batchSize: 2 }), gives: [] },
    { law: 'filters are and-ed', query: (docs: Doc[]) => ({ creator: 'someone', comment: 'important', startAfter: start(docs[1]!) }), gives: ['3'] },
    { law: 'filters come first, then the order, then the batch', query: () => ({ creator: 'someone', reversed: true, batchSize: 1 }), gives: ['3'] },
    { law: 'an empty comment finds all that have one', query: () => ({ comment: '' }), gives: ['1', '2', '3', '4'] },
  ] as readonly { law: string; query: (docs: Doc[]) => object | undefined; gives: string[] }[], // prettier-ignore
  ({ query, gives }) => {
    const { docs, manager } = fiveRevisions()
    const history = manager.getRevisionHistory(query(docs))
    expect(titles(history)).toEqual(gives)
    expect(titles(history)).toEqual(gives)
  },
)

test('the history gives the very objects that the updates gave', () => {
  const { docs, manager } = fiveRevisions()
  const history = [...manager.getRevisionHistory()]
  for (const [i, doc] of docs.entries()) expect(history[i]).toBe(doc)
})

test('a query that makes no sense is refused: BAD_OPTION', () => {
  const { manager } = fiveRevisions()
  for (const query of [
    { batchSize: -1 },
    { batchStart: -1 },
    { batchSize: 1.5 },
    { startAfter: 1 },
    { craetor: 'x' },
  ])
    errorOf('BAD_OPTION', () => [...manager.getRevisionHistory(query as object)])
})

test('addRevision records what it is given, which begins then and has this manager', () => {
  const { docs, manager } = fiveRevisions()
  nextMoment()
  const next = create(Doc)
  manager.addRevision(next)
  const info = revisionOf(manager.getCurrentRevision()!)
  expect([info.version, info.end, info.manager]).toEqual([5, null, manager])
  expect(info.start.getTime()).toBeGreaterThan(start(docs[4]!).getTime())
  expect([manager.getNumberOfRevisions(), stateOf(docs[4]!)]).toEqual([6, 'retired'])
})

test('addRevision ends and retires the old one, which must be the current one: OUTDATED', () => {
  const { docs, manager } = fiveRevisions()
  errorOf('OUTDATED', () => manager.addRevision(create(Doc), docs[1]))
  expect(manager.getNumberOfRevisions()).toBe(5)
  manager.addRevision(create(Doc), docs[4])
  expect(stateOf(docs[4]!)).toBe('retired')
  expect(revisionOf(docs[4]!).end).toEqual(start(manager.getCurrentRevision()!))
})

test('addRevision of a transient object records it locked', () => {
  const { manager } = fiveRevisions()
  manager.addRevision(new Doc('open'))
  const current = manager.getCurrentRevision()!
  expect([current.title, stateOf(current), revisionOf(current).version]).toEqual(['open', 'locked', 5])
})

test('a deleted key has no current revision, and keeps its history', () => {
  const mapping = new RevisionedMapping<string, Doc>([['a', create(Doc)]])
  const manager = mapping.getRevisionManager('a')
  mapping.delete('a')
  expect(manager.getCurrentRevision()).toBeUndefined()
  expect(manager.getNumberOfRevisions()).toBe(1)
})
