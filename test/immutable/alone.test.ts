import { expect, test, vi } from 'vitest'
import { memory, withInfo } from 'varve'
import { RevisionedMapping, revisionOf } from 'varve/immutable'
import { managedOf, noteCreated, stateOfManaged } from '../../src/immutable/managed-of.ts'
import { admit } from '../../src/immutable/admit.ts'
import { admitObject } from '../../src/immutable/admit-object.ts'
import { codeOf } from '../code-of.ts'

interface Doc {
  readonly title: string
}

/** What create does for a class whose instances keep their histories. */
function created(title: string): Doc {
  const object = admitObject({ title }, 'Doc') as Doc
  noteCreated(object)
  return object
}

function retitle(base: Doc, title: string): Doc {
  return managedOf(base)!.manager.update(
    base,
    ((d: { title: string }) => void (d.title = title)) as never,
  ) as Doc
}

test('an object that stands alone has a history from its creation on', () => {
  vi.useFakeTimers({ now: 1000 })
  try {
    const first = withInfo({ creator: 'ann' }, () => created('a'))
    vi.setSystemTime(2000)
    const other = created('x')
    retitle(other, 'y')
    vi.setSystemTime(3000)
    expect(stateOfManaged(first)).toBe('locked')
    const second = retitle(first, 'b')
    expect(revisionOf(first)).toMatchObject({
      version: 0,
      creator: 'ann',
      start: new Date(1000),
      end: new Date(3000),
      state: 'retired',
    })
    expect(stateOfManaged(second)).toBe('locked')
    expect(codeOf(() => retitle(first, 'c'))).toBe('OUTDATED')
    expect([...revisionOf(second).manager.getRevisionHistory()]).toEqual([first, second])
    revisionOf(second).manager.rollbackToRevision(first)
    expect([first, second].map(stateOfManaged)).toEqual(['locked', 'retired'])
  } finally {
    vi.useRealTimers()
  }
})

test('what keeps no history has no state here', () => {
  expect(stateOfManaged(admit({ a: 1 }, 'x') as object)).toBeUndefined()
  expect(managedOf({})).toBeUndefined()
})

test('it brings its history along into a mapping in memory', () => {
  const first = withInfo({ creator: 'ann' }, () => created('a'))
  const second = retitle(first, 'b')
  const m = new RevisionedMapping<string, Doc>([['k', second]])
  expect(m.get('k')).toBe(second)
  expect(m.getRevisionManager('k')).toBe(revisionOf(first).manager)
  expect(m.getRevisionManager('k').getNumberOfRevisions()).toBe(2)
  const third = retitle(second, 'c')
  expect(m.get('k')).toBe(third)
  m.delete('k')
  expect(stateOfManaged(third)).toBe('deleted')
  // It belongs to that mapping now.
  m.set('k', { title: 'd' })
  const other = new RevisionedMapping<string, Doc>([['k', m.get('k')!]])
  expect(other.get('k')).not.toBe(m.get('k'))
  expect(other.getRevisionManager('k').getNumberOfRevisions()).toBe(1)
})

test('one that is not current comes as a copy, and so does any under a key that has a history', () => {
  const first = created('a')
  const second = retitle(first, 'b')
  const m = new RevisionedMapping<string, Doc>([['k', first]])
  expect(m.get('k')).not.toBe(first)
  expect(revisionOf(m.get('k')!).version).toBe(0)
  m.set('k', second)
  expect(m.get('k')).not.toBe(second)
  expect(m.get('k')).toEqual(second)
  expect(revisionOf(m.get('k')!).version).toBe(1)
  expect(revisionOf(second).version).toBe(1)
})

test('in a store a new history begins, with the object itself where it is all there was', async () => {
  const m = await RevisionedMapping.open<string, Doc>(memory(), 'docs')
  const [fresh, looked] = [created('a'), created('b')]
  revisionOf(looked)
  m.set('fresh', fresh).set('looked', looked)
  expect([m.get('fresh'), m.get('looked')]).toEqual([fresh, looked])
  expect(m.get('fresh')).toBe(fresh)
  expect(m.get('looked')).toBe(looked)
  const old = created('c')
  const now = retitle(old, 'd')
  m.set('long', now)
  expect(m.get('long')).not.toBe(now)
  expect(m.getRevisionManager('long').getNumberOfRevisions()).toBe(1)
  await m.close()
})
