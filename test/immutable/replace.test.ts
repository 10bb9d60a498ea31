import { expect, test } from 'vitest'
import { isVarveError, memory, openSync, Registry, type Store, type SyncStore } from 'varve'
import {
  create,
  edit,
  finish,
  Immutable,
  RevisionedImmutable,
  RevisionedMapping,
  revisionOf,
  stateOf,
  update,
  type OpenOptions,
} from 'varve/immutable'
import { codeOf } from '../code-of.ts'
import { slow } from '../recorder/slow.ts'

interface Doc {
  readonly n: number
  readonly m?: number
  readonly more?: unknown
}

/** Of several conflicts one is thrown; the others are heard by nobody here. */
const opened = (store: Store, options: OpenOptions<Doc> = {}) =>
  RevisionedMapping.open<string, Doc>(store, 'docs', { onConflict: () => {}, ...options })

/** Two openings of one store, which both have k. */
async function two(
  options: OpenOptions<Doc> = {},
  wrap = (store: Store & SyncStore): Store => store,
): Promise<
  [one: RevisionedMapping<string, Doc>, other: RevisionedMapping<string, Doc>, store: Store & SyncStore]
> {
  const store = memory()
  const one = await opened(wrap(store), options)
  one.set('k', { n: 0 })
  await one.flush()
  return [one, await opened(wrap(store), options), store]
}

async function conflictOf(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isVarveError(error, 'CONFLICT')) throw new Error('no conflict', { cause: error })
  return error
}

test('what it is told to expect is looked for in the history that it ends', async () => {
  for (const m of [new RevisionedMapping<string, Doc>(), await opened(memory())]) {
    m.set('a', { n: 0 }).update('a', d => void d.n++)
    expect(codeOf(() => m.replace('a', { n: 5 }, { expect: 0 }))).toBe('CONFLICT')
    expect(m.get('a')).toEqual({ n: 1 })
    m.replace('a', { n: 5 }, { expect: 1, creator: 'ann' })
    expect(m.get('a')).toEqual({ n: 5 })
    expect(revisionOf(m.get('a')!)).toMatchObject({ version: 0, creator: 'ann' })
    expect(m.size).toBe(1)
  }
})

test('what is refused has ended nothing', async () => {
  class Untagged extends Immutable {}
  const m = await opened(memory(), { of: Object as never })
  m.set('b', { n: 1 })
  const before = m.get('b')
  const manager = m.getRevisionManager('b')
  const refused: [Doc, unknown, string][] = [
    [{ n: 1, more: create(Untagged) }, undefined, 'NOT_REMEMBERABLE'],
    [(() => {}) as never, undefined, 'NOT_REMEMBERABLE'],
    [new Map() as never, { nobody: 1 }, 'BAD_OPTION'],
    [{ n: 2 }, { creator: 1 }, 'BAD_OPTION'],
    [{ n: 2 }, { expect: 9 }, 'OUT_OF_RANGE'],
    [{ n: 2 }, { signal: AbortSignal.abort() }, 'ABORTED'],
  ]
  for (const [value, change, code] of refused)
    expect(codeOf(() => m.replace('b', value, change as never))).toBe(code)
  expect(codeOf(() => new Registry().transaction(() => m.replace('b', { n: 2 })))).toBe('REFUSED')
  expect(m.get('b')).toBe(before)
  expect(m.getRevisionManager('b')).toBe(manager)
  expect(manager.getNumberOfRevisions()).toBe(1)
  m.update('b', d => void d.n++)
  await m.close()
  expect(codeOf(() => m.replace('b', { n: 2 }))).toBe('STORE_CLOSED')
  expect(m.get('b')).toEqual({ n: 2 })
})

test('both halves come to the store together', async () => {
  const [one, , store] = await two()
  one.replace('k', { n: 1 })
  const appended: number[] = []
  const append = store.appendSync.bind(store)
  store.appendSync = units => {
    appended.push(...units.map(({ runs }) => runs.length))
    return append(units)
  }
  await one.flush()
  expect(appended).toEqual([2])
  expect((await opened(store)).get('k')).toEqual({ n: 1 })
  expect(openSync(store).verify().ok).toBe(true)
})

for (const [name, wrap] of [
  ['a store that answers at once', (store: Store & SyncStore) => store],
  ['one that answers later', (store: Store & SyncStore) => slow(store) as Store],
] as const) {
  test(`overtaken it is withdrawn whole, and the history that it was to end is there again (${name})`, async () => {
    const [one, other, store] = await two({}, wrap)
    const before = other.getRevisionManager('k')
    const base = other.get('k')!
    one.update('k', d => void (d.n = 7))
    await one.flush()
    other.replace('k', { n: 100 })
    const mine = other.get('k')!
    const replaced = other.getRevisionManager('k')
    const later = other.update('k', d => void d.n++)
    const error = await conflictOf(other.flush())
    expect(error.details.withdrawn.length).toBeGreaterThan(0)
    expect(other.get('k')).toEqual({ n: 7 })
    expect([...other]).toEqual([['k', { n: 7 }]])
    expect(other.getRevisionManager('k')).toBe(before)
    expect([mine, later, base].map(stateOf)).toEqual(['retired', 'retired', 'retired'])
    expect(() => update(mine, () => {})).toThrow('withdrawn')
    expect(codeOf(() => replaced.addRevision({ n: 1 }))).toBe('OUTDATED')
    expect(replaced.getNumberOfRevisions()).toBe(0)
    other.update('k', d => void d.n++)
    other.replace('k', { n: 200 }, { expect: 2 })
    await other.flush()
    await one.refresh()
    expect(one.get('k')).toEqual({ n: 200 })
    expect((await opened(store)).get('k')).toEqual({ n: 200 })
    expect(openSync(store).verify().ok).toBe(true)
  })
}

test('two in a row that were overtaken go back to what stood before both', async () => {
  const [one, other] = await two()
  one.update('k', d => void (d.n = 7))
  await one.flush()
  other.replace('k', { n: 1 })
  other.replace('k', { n: 2 })
  await conflictOf(other.flush())
  expect(other.get('k')).toEqual({ n: 7 })
  expect(other.size).toBe(1)
  other.replace('k', { n: 3 })
  await other.flush()
  await one.refresh()
  expect(one.get('k')).toEqual({ n: 3 })
})

test('one of a key that is deleted notices that somebody else has set it', async () => {
  const [one, other] = await two()
  one.delete('k')
  await one.flush()
  await other.refresh()
  one.set('k', { n: 5 })
  await one.flush()
  other.replace('k', { n: 6 })
  await conflictOf(other.flush())
  expect(other.get('k')).toEqual({ n: 5 })
})

test('where sets come on top, it is made again; but for one that expected something', async () => {
  const [one, other, store] = await two({ conflict: 'overwrite' })
  one.update('k', d => void (d.n = 7))
  await one.flush()
  other.replace('k', { n: 100 })
  const mine = other.get('k')!
  await other.flush()
  expect(other.get('k')).toBe(mine)
  expect([stateOf(mine), revisionOf(mine).version]).toEqual(['locked', 0])
  // Both replace what the first of them has not seen.
  await one.refresh()
  one.replace('k', { n: 1 })
  await one.flush()
  other.replace('k', { n: 2 })
  await other.flush()
  expect([other.get('k'), revisionOf(other.get('k')!).version]).toEqual([{ n: 2 }, 1])
  await one.refresh()
  expect(one.get('k')).toEqual({ n: 2 })
  other.update('k', d => void d.n++)
  await other.flush()
  one.replace('k', { n: 9 }, { expect: 1 })
  await conflictOf(one.flush())
  expect(one.get('k')).toEqual({ n: 3 })
  expect(openSync(store).verify().ok).toBe(true)
})

test('a manager that was replaced can be read, and changes nothing any more', async () => {
  for (const m of [new RevisionedMapping<string, Doc>(), await opened(memory())]) {
    m.set('a', { n: 0 })
    const first = m.get('a')!
    const draft = edit(first)
    const old = m.getRevisionManager('a')
    m.replace('a', { n: 1 })
    const refused = [
      () => old.rollbackToRevision(0),
      () => old.rollbackToRevision(first, { activate: false }),
      () => old.addRevision({ n: 2 }),
      () => update(first, () => {}),
      () => edit(first),
      () => finish(draft),
    ]
    for (const act of refused) {
      expect(codeOf(act)).toBe('OUTDATED')
      expect(act).toThrow('replace() has ended this history')
    }
    expect(m.get('a')).toEqual({ n: 1 })
    expect([stateOf(first), old.getRevision(0) === first, old.getNumberOfRevisions()]).toEqual([
      'deleted',
      true,
      1,
    ])
    await m.close()
  }
})

test('and so is one that somebody else has replaced', async () => {
  const [one, other] = await two()
  const old = other.getRevisionManager('k')
  one.replace('k', { n: 1 })
  await one.flush()
  await other.refresh()
  expect(() => old.rollbackToRevision(0)).toThrow('replace() has ended this history')
  expect(other.get('k')).toEqual({ n: 1 })
})

test('in memory an object that stood alone brings its history along, and ends the one before', () => {
  class Note extends RevisionedImmutable {
    readonly text: string = ''
  }
  const m = new RevisionedMapping<string, Note>([['a', create(Note)]])
  const old = m.getRevisionManager('a')
  const note = update(create(Note), d => void (d.text = 'new'))
  expect(codeOf(() => m.replace('a', note, { expect: 9 }))).toBe('OUT_OF_RANGE')
  expect(m.getRevisionManager('a')).toBe(old)
  m.replace('a', note)
  expect(m.get('a')).toBe(note)
  expect(m.getRevisionManager('a').getNumberOfRevisions()).toBe(2)
  expect(() => old.rollbackToRevision(0)).toThrow('replace() has ended')
})
