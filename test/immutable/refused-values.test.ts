import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { memory, open, register, type Store } from 'varve'
import { create, Immutable, RevisionedMapping, stateOf } from 'varve/immutable'
import { codeOf } from '../code-of.ts'

class Doc extends Immutable {
  readonly title: string = ''
}
class Other extends Immutable {
  readonly n: number = 1
}
register(Doc, { tag: 'refused.Doc' })
register(Other, { tag: 'refused.Other' })

const openAny = (store: Store) => RevisionedMapping.open<string, object>(store, 'docs')
const openDocs = (store: Store) => RevisionedMapping.open<string, Doc>(store, 'docs', { of: Doc })

const messageOf = (fn: () => unknown): string => {
  try {
    return String(fn())
  } catch (error) {
    return (error as Error).message
  }
}

/** A store with 'good', which was always a Doc, and 'mixed', which is one since its second version. */
async function mixed(): Promise<Store> {
  const store = memory()
  const any = await openAny(store)
  any.set('good', create(Doc)).set('mixed', create(Other)).set('mixed', create(Doc))
  await any.flush()
  return store
}

test('a rollback brings back nothing of another class', async () => {
  const store = await mixed()
  const docs = await openDocs(store)
  const manager = docs.getRevisionManager('mixed')
  const before = docs.get('mixed')
  for (const activate of [true, false])
    expect(messageOf(() => manager.rollbackToRevision(0, { activate }))).toMatch(
      'docs/mixed: value is no Doc but an instance of Other',
    )
  expect(docs.get('mixed')).toBe(before)
  expect(manager.getNumberOfRevisions()).toBe(2)
  await docs.flush()
  expect((await openDocs(store)).get('mixed')).toEqual(before)
})

test('of what is read the one key is refused, when it is asked for', async () => {
  const store = await mixed()
  const any = await openAny(store)
  any.set('bad', create(Other)).set('bad', create(Other)).delete('bad')
  any.set('bad', create(Other))
  await any.flush()
  const docs = await openDocs(store)
  expect(docs.get('good')).toEqual(create(Doc))
  expect([docs.size, docs.has('bad'), [...docs.keys()]]).toEqual([3, true, ['good', 'mixed', 'bad']])
  expect(messageOf(() => docs.get('bad'))).toMatch('docs/bad: value is no Doc')
  expect(codeOf(() => docs.update('bad', () => {}))).toBe('BAD_OPTION')
  for (const all of [() => [...docs], () => [...docs.values()], () => docs.forEach(() => {})])
    expect(messageOf(all)).toMatch('docs/bad')
  expect(inspect(docs)).toMatch(/'good' => Doc .*'bad' => '\(refused: docs\/bad/s)
  const manager = docs.getRevisionManager('bad')
  expect(codeOf(() => manager.getCurrentRevision())).toBe('BAD_OPTION')
  expect(codeOf(() => manager.getRevision(0))).toBe('BAD_OPTION')
  expect(codeOf(() => [...manager.getRevisionHistory()])).toBe('BAD_OPTION')
  expect(manager.getNumberOfRevisions()).toBe(3)
  docs.set('bad', create(Doc))
  expect(docs.get('bad')).toBe(manager.getCurrentRevision())
  expect([...docs].length).toBe(3)
})

test('so it is where others have stored it meanwhile', async () => {
  const store = await mixed()
  const docs = await openDocs(store)
  const any = await openAny(store)
  any.set('good', create(Other)).set('new', create(Other))
  await any.flush()
  await docs.refresh()
  expect(docs.get('mixed')).toEqual(create(Doc))
  expect([codeOf(() => docs.get('good')), codeOf(() => docs.get('new'))]).toEqual([
    'BAD_OPTION',
    'BAD_OPTION',
  ])
  docs.getRevisionManager('good').rollbackToRevision(0)
  expect(docs.get('good')).toEqual(create(Doc))
  expect(docs.delete('new')).toBe(true)
  expect([...docs].length).toBe(2)
})

test('a variable of another program under a name of the mapping makes that key no worse than unreadable', async () => {
  const store = memory()
  const docs = await openAny(store)
  docs.set('a', { n: 1 }).set('b', { n: 2 })
  await docs.flush()
  const repository = await open(store)
  await repository.watch('docs/foo', 5)
  await repository.watch('docs/day', new Date(0))
  const a = await repository.watch('docs/a', { n: 0 } as unknown)
  a.set(7)
  await repository.flush()

  const again = await openAny(store)
  await docs.refresh()
  for (const each of [docs, again]) {
    expect(each.get('b')).toEqual({ n: 2 })
    expect(messageOf(() => each.get('foo'))).toMatch(
      /^docs\/foo: value is 5 as of version 0, which no mapping/,
    )
    expect(messageOf(() => each.get('day'))).toMatch('docs/day: value is a Date')
    expect(messageOf(() => each.get('a'))).toMatch('docs/a: value is 7 as of version 1')
    expect(codeOf(() => each.update('foo', () => {}))).toBe('BAD_OPTION')
    expect(codeOf(() => [...each])).toBe('BAD_OPTION')
    expect(each.has('foo')).toBe(true)
  }
  const manager = again.getRevisionManager('a')
  expect(codeOf(() => [...manager.getRevisionHistory()])).toBe('BAD_OPTION')
  expect(codeOf(() => manager.rollbackToRevision(1))).toBe('BAD_OPTION')
  manager.rollbackToRevision(0)
  expect(again.get('a')).toEqual({ n: 1 })
  again.set('foo', { n: 3 }).delete('day')
  expect(new Map(again)).toEqual(new Map(Object.entries({ a: { n: 1 }, b: { n: 2 }, foo: { n: 3 } })))
  await again.close()
})

test('a manager shows nothing of what is behind it, and is short where it is written', () => {
  const m = new RevisionedMapping<string, { readonly n: number }>([['a', { n: 1 }]])
  const manager = m.getRevisionManager('a')
  expect(Object.keys(manager)).toEqual([])
  expect(JSON.stringify({ manager })).toBe('{"manager":{"name":"a","version":0,"revisions":1}}')
  expect(inspect(manager)).toBe('RevisionManager a (1 revision)')
  expect(stateOf(m.get('a')!)).toBe('locked')
})
