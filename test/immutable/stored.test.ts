import { spawnSync } from 'node:child_process'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { isVarveError, memory, open, openSync, Registry, type Store } from 'varve'
import { RevisionedMapping, revisionOf, type OpenOptions } from 'varve/immutable'
import { sqlite } from 'varve/sqlite'
import { stateOfManaged } from '../../src/immutable/managed-of.ts'
import { root } from '../../tools/entries.ts'
import { freshFile, removeFiles } from '../openers.ts'
import { slow } from '../recorder/slow.ts'
import { ticking } from './tick.ts'

interface Doc {
  readonly title: string
  readonly tags: readonly string[]
}
const doc = (title: string, ...tags: string[]): Doc => ({ title, tags })

const openDocs = (store: Store, options: OpenOptions<Doc> = {}): Promise<RevisionedMapping<string, Doc>> =>
  RevisionedMapping.open<string, Doc>(store, 'docs', options)

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await errorOf(promise)
  return isVarveError(error) ? error.code : String(error)
}

afterAll(removeFiles)

describe('a mapping in a store', () => {
  test('is there again with histories, states and order', async () => {
    const file = freshFile()
    const m = await openDocs(sqlite(file), { clock: ticking() })
    m.set('z', doc('z')).set('a', doc('a')).set('gone', doc('gone'))
    m.update('a', d => void d.tags.push('x'), { creator: 'ann', comment: 'tag it' })
    m.update('a', d => void d.tags.push('y'))
    m.getRevisionManager('a').rollbackToRevision(1)
    m.delete('gone')
    m.delete('z')
    m.set('z', doc('z2'))
    m.replace('a', m.get('a')!)
    m.set('b', doc('b')).update('b', d => void (d.title = 'b2'))
    await m.close()

    await using again = await openDocs(sqlite(file), { clock: ticking(100) })
    expect([...again]).toEqual([
      ['z', doc('z2')],
      ['a', doc('a', 'x')],
      ['b', doc('b2')],
    ])
    expect(again.has('gone')).toBe(false)
    expect(again.getRevisionManager('gone').getNumberOfRevisions()).toBe(1)
    const z = again.getRevisionManager('z')
    expect([...z.getRevisionHistory()].map(each => revisionOf(each).state)).toEqual(['deleted', 'locked'])
    expect(revisionOf(again.get('a')!).version).toBe(0)
    again.update('b', d => void (d.title = 'b3'))
    expect(revisionOf(again.get('b')!).version).toBe(2)
    await again.flush()
    const names = new DatabaseSync(file).prepare('SELECT DISTINCT name FROM history ORDER BY 1').all()
    expect(names.map(({ name }) => name)).toEqual(['docs/a', 'docs/a/1', 'docs/b', 'docs/gone', 'docs/z'])
  })

  test('shares its store with others, and the histories are variables like any', async () => {
    const file = freshFile()
    const m = await openDocs(sqlite(file))
    m.set('a', doc('a'))
    m.update('a', d => void (d.title = 'b'), 'rename')
    await m.close()
    const repository = await open(sqlite(file))
    const variable = await repository.watch('docs/a', doc(''))
    expect(variable.history().map(({ kind, label }) => [kind, label])).toEqual([
      ['initial', null],
      ['update', 'rename'],
    ])
    variable.undo()
    await repository.watch('docs', 1)
    await repository.watch('docs2/a', 1)
    expect((await repository.verify()).ok).toBe(true)
    await repository.close()
    const again = await openDocs(sqlite(file))
    expect([...again]).toEqual([['a', doc('a')]])
    await again.close()
  })

  test('goes on where part of a history was forgotten', async () => {
    const store = memory()
    const m = await openDocs(store)
    m.set('a', doc('0'))
    for (let n = 1; n < 8; n++) m.update('a', d => void (d.title = String(n)))
    m.getRevisionManager('a').rollbackToRevision(6)
    await m.flush()
    const repository = openSync(store)
    repository.watch('docs/a', doc('')).prune({ last: 3 })
    const again = await openDocs(store)
    for (const each of [again, m]) {
      await each.refresh()
      each.update('a', d => void d.tags.push('x'))
      await each.flush()
      const manager = each.getRevisionManager('a')
      expect(manager.getRevision(3)).toBeUndefined()
      expect(() => manager.rollbackToRevision(3)).toThrow('forgotten')
      const titles = [...manager.getRevisionHistory()].map(({ title }) => title)
      expect(titles.slice(0, 2)).toEqual(['0', '6'])
      expect(manager.getNumberOfRevisions()).toBe(titles.length)
      expect([...manager.getRevisionHistory({ dropped: true })]).toEqual([doc('7')])
    }
    expect(again.get('a')).toEqual(doc('6', 'x'))
    await again.refresh()
    expect(again.get('a')).toEqual(doc('6', 'x', 'x'))
    await again.close()
  })

  test('saves what was changed in one run with one append', async () => {
    const store = memory()
    const m = await openDocs(store)
    m.set('a', doc('a')).set('b', doc('b'))
    expect(await store.heads()).toEqual([])
    await m.saved
    expect((await store.heads()).map(({ variable }) => variable)).toEqual(['docs/a', 'docs/b'])
    m.delete('a')
    await m.flush()
    expect(await store.head('docs/a', 'main')).toMatchObject({ index: 1 })
    await m.close()
    await m.close()
    expect(() => m.set('a', doc('x'))).toThrow('closed')
    expect(m.has('a')).toBe(false)
  })

  test('is saved at the latest when the program ends', async () => {
    const file = freshFile()
    const program = `
      import { sqlite } from 'varve/sqlite'
      import { RevisionedMapping } from 'varve/immutable'
      const m = await RevisionedMapping.open(sqlite(${JSON.stringify(file)}), 'docs')
      m.set('a', { title: 'a', tags: [] })
      process.exit()
    `
    spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root, stdio: 'inherit' })
    await using m = await openDocs(sqlite(file))
    expect([...m]).toEqual([['a', doc('a')]])
  })

  test('takes no part in the transactions of others', async () => {
    const m = await openDocs(memory())
    m.set('a', doc('a'))
    const act = () => new Registry().transaction(() => m.update('a', d => void (d.title = 'b')))
    expect(act).toThrow('docs/a: a mapping in a store takes no part in the transaction of a registry')
    expect(m.get('a')).toEqual(doc('a'))
    expect(m.getRevisionManager('a').getNumberOfRevisions()).toBe(1)
  })

  test('refuses names, options and values that make no sense', async () => {
    const open = (name: string, options: unknown = {}) =>
      RevisionedMapping.open(memory(), name, options as OpenOptions<object>)
    expect(await codeOf(open('a/b'))).toBe('BAD_NAME')
    expect(await codeOf(open(''))).toBe('BAD_NAME')
    expect(await codeOf(open('a', { off: Array }))).toBe('BAD_OPTION')
    expect(await codeOf(open('a', { of: 'Array' }))).toBe('BAD_OPTION')
    expect(await codeOf(open('a', { conflict: 'mine' }))).toBe('BAD_OPTION')
    expect(await codeOf(RevisionedMapping.open({} as never, 'a'))).toBe('BAD_OPTION')
    const store = memory()
    const m = await RevisionedMapping.open<string, object>(store, 'lists', { of: Array as never })
    m.set('a', [1])
    expect(() => m.set('b', {})).toThrow('lists/b: value is no Array but a plain object')
    expect(() => m.update('a', () => ({}))).toThrow('lists/a: value is no Array')
    expect(() => m.replace('a', {})).toThrow('is no Array')
    expect(() => m.set('x'.repeat(300), [])).toThrow('306 characters')
    expect([...m]).toEqual([['a', [1]]])
    await m.flush()
    expect(await codeOf(RevisionedMapping.open(store, 'lists', { of: Map as never }))).toBe('BAD_OPTION')
  })
})

describe('two openings on one store', () => {
  async function two(options: OpenOptions<Doc> = {}): Promise<[typeof one, typeof one, Store]> {
    const store = memory()
    const one = await openDocs(store, options)
    one.set('k', doc('a'))
    await one.flush()
    return [one, await openDocs(store, options), store]
  }

  test('recipes of both are kept, and the objects of before are outdated', async () => {
    const [one, two_] = await two()
    const base = two_.get('k')!
    one.update('k', d => void d.tags.push('one'))
    await one.flush()
    const lost = two_.update('k', d => void d.tags.push('two'))
    expect(stateOfManaged(lost)).toBe('locked')
    await two_.flush()
    expect(two_.get('k')).toEqual(doc('a', 'one', 'two'))
    expect(stateOfManaged(lost)).toBe('retired')
    expect(stateOfManaged(base)).toBe('retired')
    expect(revisionOf(base).version).toBe(0)
    expect(() => revisionOf(lost)).toThrow('withdrawn')
    expect(revisionOf(two_.get('k')!).version).toBe(2)
    expect(two_.getRevisionManager('k').getRevision(1)).toEqual(doc('a', 'one'))
    const manager = two_.getRevisionManager('k')
    expect(() => manager.rollbackToRevision(lost)).toThrow('no revision of it')
    expect(() => manager.addRevision(doc('x'), lost)).toThrow(
      'version 1 was withdrawn, since somebody else was first, and version 2',
    )
    await one.refresh()
    expect(one.get('k')).toEqual(doc('a', 'one', 'two'))
  })

  test('a set that lost is withdrawn, and whoever flushes hears of it', async () => {
    const [one, two_] = await two()
    one.update('k', d => void d.tags.push('one'))
    await one.flush()
    two_.set('k', doc('mine'))
    const error = await errorOf(two_.flush())
    if (!isVarveError(error, 'CONFLICT')) throw error
    expect(error.details.withdrawn.map(({ value }) => value)).toEqual([doc('mine')])
    expect(two_.get('k')).toEqual(doc('a', 'one'))
    one.update('k', d => void d.tags.push('more'))
    await one.flush()
    two_.set('k', doc('mine'))
    expect(await codeOf(two_.saved)).toBe('CONFLICT')
    expect(two_.get('k')).toEqual(doc('a', 'one', 'more'))
    await two_.saved
  })

  test('or comes on top, or is merged, where that was asked for', async () => {
    const [one, over] = await two({ conflict: 'overwrite' })
    one.update('k', d => void d.tags.push('one'))
    await one.flush()
    over.set('k', doc('mine'))
    const mine = over.get('k')
    await over.flush()
    expect(over.get('k')).toBe(mine)
    expect(revisionOf(mine!)).toMatchObject({ version: 2, state: 'locked' })
    const [three, four] = await two({ conflict: { merge: 'ours' } })
    three.update('k', d => void d.tags.push('three'))
    await three.flush()
    four.set('k', doc('mine'))
    await four.flush()
    expect(four.get('k')).toEqual(doc('mine', 'three'))
  })

  test('of two that begin one key, the second is withdrawn', async () => {
    const [one, two_] = await two()
    one.set('new', doc('one'))
    await one.flush()
    two_.set('new', doc('two'))
    two_.update('new', d => void d.tags.push('more'))
    const error = await errorOf(two_.flush())
    if (!isVarveError(error, 'CONFLICT')) throw error
    expect(error.details.withdrawn.map(({ value }) => value)).toEqual([doc('two')])
    expect(two_.get('new')).toEqual(doc('one', 'more'))
    const [three, four] = await two({ conflict: 'overwrite' })
    three.set('new', doc('three'))
    await three.flush()
    four.set('new', doc('four'))
    await four.flush()
    expect([...four.getRevisionManager('new').getRevisionHistory()]).toEqual([doc('three'), doc('four')])
  })

  test('deletes and rollbacks are made again', async () => {
    const [one, two_] = await two()
    one.update('k', d => void (d.title = 'b'))
    await one.flush()
    two_.getRevisionManager('k').rollbackToRevision(0)
    await two_.flush()
    expect(two_.get('k')).toEqual(doc('a'))
    expect(revisionOf(two_.get('k')!).version).toBe(0)
    await one.refresh()
    one.getRevisionManager('k').rollbackToRevision(1, { activate: false })
    two_.update('k', d => void (d.title = 'c'))
    await two_.flush()
    await one.flush()
    expect(one.has('k')).toBe(false)
    expect(one.size).toBe(0)
    expect(one.getRevisionManager('k').getNumberOfRevisions()).toBe(2)
    two_.delete('k')
    await two_.flush()
    expect(two_.has('k')).toBe(false)
    expect(two_.size).toBe(0)
    // Both deleted it: that is recorded once.
    expect([...two_.getRevisionManager('k').getRevisionHistory()].map(({ title }) => title)).toEqual([
      'a',
      'b',
    ])
  })

  test('a recipe on what somebody else has deleted is withdrawn', async () => {
    const [one, two_] = await two()
    one.delete('k')
    await one.flush()
    two_.update('k', d => void (d.title = 'b'))
    const error = await errorOf(two_.flush())
    if (!isVarveError(error, 'CONFLICT')) throw error
    expect(isVarveError(error.cause, 'OUTDATED') && error.cause.details).toEqual({ version: 0, current: -1 })
    expect(two_.has('k')).toBe(false)
  })

  test('new keys, deletes and replacements come in with refresh', async () => {
    const [one, two_] = await two()
    const old = two_.get('k')!
    one.replace('k', doc('b')).set('new', doc('n'))
    await one.flush()
    await two_.refresh()
    expect([...two_]).toEqual([
      ['k', doc('b')],
      ['new', doc('n')],
    ])
    expect(stateOfManaged(old)).toBe('deleted')
    expect(revisionOf(two_.get('k')!).version).toBe(0)
    one.delete('new')
    await one.flush()
    await two_.refresh()
    expect([...two_.keys()]).toEqual(['k'])
    expect(two_.size).toBe(1)
  })

  test('both replace: the second is withdrawn', async () => {
    const [one, two_] = await two()
    one.replace('k', doc('one'))
    await one.flush()
    two_.replace('k', doc('two'))
    expect(await codeOf(two_.flush())).toBe('CONFLICT')
    expect(two_.get('k')).toEqual(doc('one'))
    two_.replace('k', doc('three'))
    await two_.flush()
    await one.refresh()
    expect(one.get('k')).toEqual(doc('three'))
  })

  test('an edit that rests on what was withdrawn is a conflict', async () => {
    const [one, two_, store] = await two()
    one.update('k', d => void d.tags.push('one'))
    await one.flush()
    expect(() =>
      two_.update('k', d => {
        d.title = 'outer'
        two_.update('k', inner => void inner.tags.push('inner'))
      }),
    ).toThrow('was recorded while version 0 was edited')
    await two_.flush()
    expect(two_.get('k')).toEqual(doc('a', 'one', 'inner'))
    expect(await store.head('docs/k', 'main')).toMatchObject({ index: 2 })
  })

  test('and the same with a store that answers later', async () => {
    const store = memory()
    const one = await openDocs(slow(store) as Store)
    one.set('k', doc('a')).set('gone', doc('g'))
    await one.flush()
    const two_ = await openDocs(slow(store) as Store)
    one.update('k', d => void d.tags.push('one'))
    one.set('new', doc('one')).delete('gone')
    const saved = one.saved
    two_.update('k', d => void d.tags.push('two'))
    await saved
    two_.set('new', doc('two'))
    expect(await codeOf(two_.flush())).toBe('CONFLICT')
    await two_.refresh()
    await one.refresh()
    for (const each of [one, two_]) {
      // What was lost and made again came in the order in which the store had it.
      expect(each.get('k')!.tags.toSorted()).toEqual(['one', 'two'])
      expect(each.get('new')).toEqual(doc('one'))
      expect(each.has('gone')).toBe(false)
    }
    expect(one.get('k')).toEqual(two_.get('k'))
    await Promise.all([one.close(), two_.close()])
    expect(openSync(store).verify().ok).toBe(true)
  })
})
