import { expect, test } from 'vitest'
import { memory, Registry } from 'varve'
import { create, RevisionedImmutable, RevisionedMapping, update } from 'varve/immutable'
import { codeOf } from '../code-of.ts'

interface Doc {
  readonly n: number
}

const opened = () => RevisionedMapping.open<string, Doc>(memory(), 'docs')
const both = async () => [new RevisionedMapping<string, Doc>(), await opened()]

test('of a key without a history nothing can be expected', async () => {
  for (const m of await both()) {
    for (const method of ['set', 'replace'] as const) {
      const act = () => m[method]('new', { n: 1 }, { expect: 0 })
      expect(codeOf(act)).toBe('UNKNOWN_REVISION')
      expect(act).toThrow('set expected 0 to be the head, but there is no history yet: leave { expect } out')
    }
    expect(codeOf(() => m.delete('new', { expect: 0 }))).toBe('UNKNOWN_REVISION')
    expect(codeOf(() => m.set('new', { n: 1 }, { signal: AbortSignal.abort() }))).toBe('ABORTED')
    expect([m.size, m.has('new'), codeOf(() => m.getRevisionManager('new'))]).toEqual([
      0,
      false,
      'UNKNOWN_VARIABLE',
    ])
    expect(m.set('new', { n: 1 }, { signal: new AbortController().signal }).get('new')).toEqual({ n: 1 })
  }
})

test('nor of one that comes with an object that stood alone', () => {
  class Note extends RevisionedImmutable {}
  const m = new RevisionedMapping<string, Note>()
  const note = create(Note)
  expect(codeOf(() => m.set('a', note, { expect: 0 }))).toBe('UNKNOWN_REVISION')
  expect(codeOf(() => m.set('a', note, { nobody: 1 } as never))).toBe('BAD_OPTION')
  expect(m.size).toBe(0)
  update(note, () => {})
})

test('keys that cannot be are refused by what changes, and are not there for what reads', () => {
  const m = new RevisionedMapping<unknown, Doc>([['a', { n: 1 }]])
  for (const key of [Object.create(null), {}, undefined, Symbol('a'), () => {}] as unknown[]) {
    expect(codeOf(() => m.update(key, () => {}))).toBe('BAD_OPTION')
    expect(codeOf(() => m.set(key, { n: 1 }))).toBe('BAD_OPTION')
    expect(codeOf(() => m.replace(key, { n: 1 }))).toBe('BAD_OPTION')
    expect(codeOf(() => m.delete(key))).toBe('BAD_OPTION')
    expect(codeOf(() => m.getRevisionManager(key))).toBe('BAD_OPTION')
    expect([m.has(key), m.get(key)]).toEqual([false, undefined])
  }
})

test('what gives no pairs is refused', () => {
  for (const entries of [5, null, { a: 1 }, 'ab', () => {}, [5], [['a']], [null], new Set([1])])
    expect(codeOf(() => new RevisionedMapping(entries as never))).toBe('BAD_OPTION')
  expect(new RevisionedMapping(new Map([['a', { n: 1 }]])).get('a')).toEqual({ n: 1 })
  expect(() => new RevisionedMapping(5 as never)).toThrow('give an array of [key, value], or a Map')
})

test('the options of a delete are looked at also where there is nothing to delete', () => {
  const m = new RevisionedMapping<string, Doc>()
  expect(codeOf(() => m.delete('a', { creatr: 'ann' } as never))).toBe('BAD_OPTION')
  expect(m.delete('a', { creator: 'ann' })).toBe(false)
})

test('what is to be current has to be an object of the history', () => {
  const m = new RevisionedMapping<string, Doc>([['a', { n: 1 }]])
  const manager = m.getRevisionManager('a')
  expect(() => manager.addRevision({ n: 2 }, null as never)).toThrow('a: addRevision: old is null')
  expect(codeOf(() => manager.addRevision({ n: 2 }, 5 as never))).toBe('BAD_OPTION')
  const act = () => manager.addRevision({ n: 2 }, { n: 1 })
  expect(codeOf(act)).toBe('OUTDATED')
  expect(act).toThrow('a: the object given is no revision of it, and version 0 is current')
  expect(manager.getNumberOfRevisions()).toBe(1)
})

test('a first revision that was withdrawn says so, though another has its number', async () => {
  const store = memory()
  const [one, other] = [
    await RevisionedMapping.open<string, Doc>(store, 'docs'),
    await RevisionedMapping.open<string, Doc>(store, 'docs', { onConflict: () => {} }),
  ]
  one.set('k', { n: 1 })
  await one.flush()
  other.set('k', { n: 2 })
  const mine = other.get('k')!
  await other.flush().catch(() => {})
  expect(() => update(mine, () => {})).toThrow(
    'docs/k: this version 0 was withdrawn, since somebody else was first, and version 0 is what stands now',
  )
})

test('messages about a mapping in a store speak of a mapping', async () => {
  const m = await opened()
  m.set('a', { n: 1 })
  const inside = (act: () => unknown) => () => new Registry().transaction(act)
  expect(inside(() => m.set('a', { n: 2 }))).toThrow('docs/a: a mapping in a store takes no part in the transaction of a registry; change it before or after') // prettier-ignore
  expect(inside(() => m.replace('a', { n: 2 }))).toThrow('a mapping in a store takes no part')
  expect(inside(() => m.getRevisionManager('a').rollbackToRevision(0, { activate: false }))).toThrow('a mapping in a store takes no part') // prettier-ignore
  expect(m.get('a')).toEqual({ n: 1 })
  await m.close()
  expect(() => m.set('a', { n: 2 })).toThrow(
    'docs/a: its mapping is closed; open it again to change anything',
  )
  expect(() => m.getRevisionManager('a').rollbackToRevision(0, { activate: false })).toThrow(
    'the mapping is closed',
  )
})
