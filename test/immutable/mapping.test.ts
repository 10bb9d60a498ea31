import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Registry, withInfo } from 'varve'
import { RevisionedMapping, revisionOf } from 'varve/immutable'
import { codeOf } from '../code-of.ts'
import { ticking } from './tick.ts'

interface Doc {
  readonly title: string
  readonly tags: readonly string[]
}
const doc = (title: string, ...tags: string[]): Doc => ({ title, tags })

const mapping = (): RevisionedMapping<string, Doc> => new RevisionedMapping([], { clock: ticking() })

test('what is put in is locked and copied; what update gives is what get gives', () => {
  const m = mapping()
  const mine = doc('a', 'x')
  m.set('k', mine)
  const first = m.get('k')!
  expect(first).toEqual(mine)
  expect(first).not.toBe(mine)
  expect(Object.isFrozen(first) && Object.isFrozen(first.tags)).toBe(true)
  const second = m.update('k', d => {
    d.title = 'b'
  })
  expect(m.get('k')).toBe(second)
  expect(second).toEqual(doc('b', 'x'))
  expect(second.tags).toBe(first.tags)
  m.set('k', second)
  expect(m.get('k')).not.toBe(second)
  expect(m.get('k')).toEqual(second)
})

test('a revision says what the original says', () => {
  const m = mapping()
  withInfo({ creator: 'ann', comment: 'begin' }, () => m.set('k', doc('a')))
  const first = m.get('k')!
  const second = withInfo({ creator: 'bob' }, () =>
    m.update('k', d => void (d.title = 'b'), { comment: 'better' }),
  )
  const manager = m.getRevisionManager('k')
  expect(revisionOf(first)).toEqual({
    version: 0,
    start: new Date(1000),
    end: new Date(2000),
    creator: 'ann',
    label: null,
    comment: 'begin',
    state: 'retired',
    manager,
  })
  expect(revisionOf(second)).toMatchObject({
    version: 1,
    start: new Date(2000),
    end: null,
    creator: 'bob',
    comment: 'better',
    state: 'locked',
  })
  expect(Object.isFrozen(revisionOf(first))).toBe(true)
  expect(codeOf(() => revisionOf({}))).toBe('BAD_OPTION')
  expect(codeOf(() => revisionOf(null as never))).toBe('BAD_OPTION')
})

test('an update that changes nothing is a revision with an object of its own', () => {
  const m = mapping().set('k', doc('a', 'x'))
  const first = m.get('k')!
  const second = m.update('k', () => {})
  expect(second).not.toBe(first)
  expect(second).toEqual(first)
  expect(second.tags).toBe(first.tags)
  expect(revisionOf(second).version).toBe(1)
  expect(m.getRevisionManager('k').getRevision(0)).toBe(first)
})

test('a recipe that throws leaves nothing behind; one may answer with the next value', () => {
  const m = mapping().set('k', doc('a'))
  const first = m.get('k')!
  expect(() =>
    m.update('k', d => {
      d.title = 'b'
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(m.get('k')).toBe(first)
  expect(m.getRevisionManager('k').getNumberOfRevisions()).toBe(1)
  const second = m.update('k', () => doc('c'))
  expect(second).toEqual(doc('c'))
  expect(m.get('k')).toBe(second)
  const third = m.update('k', () => first)
  expect(third).not.toBe(first)
  expect(third).toEqual(first)
  expect(codeOf(() => m.update('k', () => 1 as never))).toBe('BAD_RECIPE')
  expect(codeOf(() => m.update('k', (async () => {}) as never))).toBe('BAD_RECIPE')
  expect(m.get('k')).toBe(third)
})

test('deleting is soft, and a key that is set again goes on at the end with its numbering', () => {
  const m = mapping()
  m.set('a', doc('a')).set('b', doc('b'))
  const first = m.get('a')!
  expect(m.delete('a', { creator: 'eve' })).toBe(true)
  expect(m.delete('a')).toBe(false)
  expect(m.delete('nobody')).toBe(false)
  expect([m.has('a'), m.get('a'), m.size]).toEqual([false, undefined, 1])
  expect(revisionOf(first)).toMatchObject({ state: 'deleted', end: new Date(3000) })
  const manager = m.getRevisionManager('a')
  expect(manager.getCurrentRevision()).toBeUndefined()
  expect(manager.getNumberOfRevisions()).toBe(1)
  expect(manager.getRevision(1)).toBeUndefined()
  m.set('a', doc('a2'))
  expect([...m.keys()]).toEqual(['b', 'a'])
  expect(revisionOf(m.get('a')!).version).toBe(2)
  expect(revisionOf(first).state).toBe('deleted')
  expect([...manager.getRevisionHistory()].map(({ title }) => title)).toEqual(['a', 'a2'])
})

test('replace begins another history, and ends the one before', () => {
  const m = mapping()
  m.set('a', doc('a')).set('b', doc('b'))
  const first = m.get('a')!
  const before = m.getRevisionManager('a')
  m.replace('a', first)
  expect(m.get('a')).not.toBe(first)
  expect(m.get('a')).toEqual(first)
  expect(revisionOf(m.get('a')!).version).toBe(0)
  expect(revisionOf(first)).toMatchObject({ state: 'deleted', manager: before })
  expect(m.getRevisionManager('a')).not.toBe(before)
  expect([...m.keys()]).toEqual(['b', 'a'])
  expect(m.size).toBe(2)
})

test('it reads like a Map', () => {
  const m = new RevisionedMapping<string | number | bigint | boolean | null, { n: number }>([
    ['a', { n: 1 }],
    [1, { n: 2 }],
    [1n, { n: 3 }],
    [true, { n: 4 }],
    [null, { n: 5 }],
  ])
  expect([...m.keys()]).toEqual(['a', 1, 1n, true, null])
  expect([...m.values()].map(({ n }) => n)).toEqual([1, 2, 3, 4, 5])
  expect(new Map(m)).toEqual(new Map(m.entries()))
  const seen: unknown[] = []
  m.forEach((value, key, self) => seen.push([key, value.n, self === m]))
  expect(seen[1]).toEqual([1, 2, true])
  expect(inspect(new RevisionedMapping([['a', { n: 1 }]]))).toBe("RevisionedMapping(1) { 'a' => { n: 1 } }")
  expect(codeOf(() => m.set(Symbol('s') as never, { n: 1 }))).toBe('BAD_OPTION')
  expect(codeOf(() => m.set('x', 1 as never))).toBe('BAD_OPTION')
  expect(codeOf(() => m.set('x', new Date() as never))).toBe('BAD_OPTION')
  expect(m.has('x')).toBe(false)
})

test('a key that is not there is named with the nearest', () => {
  const m = mapping().set('title', doc('a'))
  expect(() => m.update('titel', () => {})).toThrow("did you mean 'title'?")
  expect(codeOf(() => m.getRevisionManager('x'))).toBe('UNKNOWN_VARIABLE')
  m.delete('title')
  expect(codeOf(() => m.update('title', () => {}))).toBe('UNKNOWN_VARIABLE')
  expect(m.getRevisionManager('title').getNumberOfRevisions()).toBe(1)
})

test('arrays, Maps and Sets are managed like objects', () => {
  const m = new RevisionedMapping<string, readonly number[]>([['k', [1]]])
  const first = m.get('k')!
  const second = m.update('k', d => void d.push(2))
  expect([first, second]).toEqual([[1], [1, 2]])
  const maps = new RevisionedMapping<string, ReadonlyMap<string, number>>([['k', new Map([['a', 1]])]])
  maps.update('k', d => void d.set('b', 2))
  expect([...maps.get('k')!]).toEqual([
    ['a', 1],
    ['b', 2],
  ])
})

test('an object that belongs to one mapping is copied into another', () => {
  const [one, two] = [mapping().set('k', doc('a')), mapping()]
  two.set('k', one.get('k')!)
  expect(two.get('k')).not.toBe(one.get('k'))
  one.update('k', d => void (d.title = 'b'))
  expect(two.get('k')).toEqual(doc('a'))
  expect(revisionOf(two.get('k')!).manager).toBe(two.getRevisionManager('k'))
})

test("another registry's transaction is no concern of it", () => {
  const m = mapping().set('k', doc('a'))
  const registry = new Registry()
  const v = registry.watch('v', 0)
  expect(() =>
    registry.transaction(() => {
      v.set(1)
      m.update('k', d => void (d.title = 'b'))
      m.getRevisionManager('k').rollbackToRevision(0, { activate: false })
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(v.value).toBe(0)
  expect(m.has('k')).toBe(false)
})

test('unknown options are refused', () => {
  expect(codeOf(() => new RevisionedMapping([], { clok: 1 } as never))).toBe('BAD_OPTION')
  const m = mapping().set('k', doc('a'))
  expect(codeOf(() => m.update('k', () => {}, { creater: 'x' } as never))).toBe('BAD_OPTION')
  expect(codeOf(() => m.update('k', () => {}, { merge: 'mine' } as never))).toBe('BAD_OPTION')
  const manager = m.getRevisionManager('k')
  expect(codeOf(() => manager.rollbackToRevision(0, { activat: true } as never))).toBe('BAD_OPTION')
  expect(codeOf(() => manager.rollbackToRevision(0, { activate: 1 } as never))).toBe('BAD_OPTION')
  expect(codeOf(() => manager.getRevisionHistory({ kind: 'set' } as never))).toBe('BAD_OPTION')
})
