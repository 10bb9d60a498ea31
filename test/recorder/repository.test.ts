import { describe, expect, test } from 'vitest'
import { isVarveError, memory, open, openSync, type AnyRevision, type SyncStore } from 'varve'
import { counting, faulty } from 'varve/testing'
import { codeOf } from '../code-of.ts'
import { slow } from './slow.ts'

/** A member of an object, its methods bound to it. */
function bound(target: object, key: PropertyKey): unknown {
  const member: unknown = Reflect.get(target, key)
  return typeof member === 'function' ? member.bind(target) : member
}

describe.each([
  ['a store that answers at once', (store: SyncStore) => store],
  ['a store that answers later', (store: SyncStore) => slow(store)],
])('a repository on %s', (_, shape) => {
  test('resumes at the last value with its whole history', async () => {
    const store = memory()
    const first = await open(shape(store))
    const score = await first.watch('score', 0)
    score
      .set(1, { creator: 'ann', comment: 'c', label: 'l', validFrom: new Date(5), validTo: new Date(9) })
      .set(2)
      .undo()
      .mark('here')
    await first.flush()
    const second = await open(shape(store))
    const again = await second.watch('score', 99)
    expect(again.value).toBe(1)
    expect(again.history().map(r => [r.kind, r.hash])).toEqual(score.history().map(r => [r.kind, r.hash]))
    expect(JSON.stringify(again.history())).toEqual(JSON.stringify(score.history()))
    expect(again.marks().get('here')?.index).toBe(3)
    expect(again.redo().value).toBe(2)
  })

  test('saves in one append for each synchronous run, and says what is saved', async () => {
    const store = memory()
    const counts = counting(store)
    const repository = await open(shape(counts))
    const [a, b] = [await repository.watch('a', 0), await repository.watch('b', 0)]
    await repository.flush()
    const before = counts.counts.append
    for (let n = 1; n <= 100; n++) a.set(n)
    b.set(1)
    const last = a.lastChange()
    expect(last.saved).toBe(false)
    await a.saved
    expect(last.saved).toBe(true)
    expect(counts.counts.append - before).toBe(1)
    await b.saved
    expect(store.headSync('a', 'main')).toEqual({ index: 100, hash: last.hash })
  })

  test('a transaction is one unit: kept whole, or made again whole when another writer was first', async () => {
    const store = memory()
    const mine = await open(shape(store))
    const [a, b] = [await mine.watch('a', 0), await mine.watch('b', 0)]
    await mine.flush()
    const theirs = await open(shape(store))
    const other = await theirs.watch('b', 0)
    await other.set(50).saved
    const heard: unknown[] = []
    mine.subscribe((variable, { index, value }: AnyRevision & { readonly value?: unknown }) =>
      heard.push([variable.name, index, value]),
    )
    mine.transaction(() => {
      a.set(1)
      b.set(1)
    })
    const lost = a.lastChange()
    await a.saved
    expect([a.value, b.value, b.history().length]).toEqual([1, 1, 3])
    expect(lost).toMatchObject({ saved: false, value: 1 })
    expect(a.lastChange().transaction).toBe(b.lastChange().transaction)
    expect(heard).toEqual([
      ['a', 1, 1],
      ['b', 1, 1],
      ['b', 1, 50],
      ['a', 1, 1],
      ['b', 2, 1],
    ])
    expect([store.headSync('a', 'main')?.index, store.headSync('b', 'main')?.index]).toEqual([1, 2])
  })

  test('a lost race withdraws what was pending, takes over the newer and rejects saved', async () => {
    const store = memory()
    const [mine, theirs] = [await open(shape(store)), await open(shape(store))]
    const n = await mine.watch('n', 0)
    await n.saved
    const other = await theirs.watch('n', 0)
    await other.set(5, { creator: 'bo' }).saved
    n.set(1).set(2)
    const error: unknown = await n.saved.catch((e: unknown) => e)
    if (!isVarveError(error, 'CONFLICT')) throw error
    expect(error.details.actual.creator).toBe('bo')
    expect(error.details.expected.index).toBe(0)
    expect(error.details.withdrawn.map(r => (r as unknown as { value: number }).value)).toEqual([1, 2])
    expect(n.value).toBe(5)
    await n.set(6).saved
    expect(n.lastChange().parents[0]?.writer).toBe(other.lastChange().writer)
  })

  test('a failed save keeps the revisions and tries again', async () => {
    const inner = memory()
    const faults = faulty(inner)
    const repository = await open(shape(faults))
    const n = await repository.watch('n', 0)
    await n.saved
    faults.fail({ call: 'append', error: new Error('disk gone') })
    n.set(1)
    const error: unknown = await n.saved.catch((e: unknown) => e)
    if (!isVarveError(error, 'NOT_DURABLE')) throw error
    expect(error.message).toMatch(/n: not saved \(disk gone\)/)
    expect((error.cause as Error).message).toBe('disk gone')
    expect([n.value, n.lastChange().saved]).toEqual([1, false])
    await n.set(2).saved
    expect(inner.headSync('n', 'main')?.index).toBe(2)
    faults.fail({ call: 'append', error: new Error('again') })
    n.set(3)
    await expect(repository.flush()).rejects.toMatchObject({ code: 'NOT_DURABLE' })
    await repository.flush()
    expect(n.lastChange().saved).toBe(true)
  })

  test('an answer that was lost is asked for again, and nothing is doubled', async () => {
    const inner = memory()
    const faults = faulty(inner)
    const repository = await open(shape(faults))
    const n = await repository.watch('n', 0)
    await n.saved
    faults.fail({ call: 'append', when: 'after' })
    await expect(n.set(1).saved).rejects.toMatchObject({ code: 'NOT_DURABLE' })
    await n.set(2).saved
    expect(inner.headSync('n', 'main')).toEqual({ index: 2, hash: n.lastChange().hash })
  })

  test('close flushes; afterwards every change is refused and reading goes on', async () => {
    const store = memory()
    const repository = await open(shape(store))
    const n = await repository.watch('n', 0)
    n.set(1)
    await repository.close()
    await repository.close()
    expect(codeOf(() => n.set(2))).toBe('STORE_CLOSED')
    expect(codeOf(() => repository.transaction(() => n.set(2)))).toBe('STORE_CLOSED')
    expect([n.value, n.history().length]).toEqual([1, 2])
  })

  test('the same name twice is refused, and so is overwrite', async () => {
    const repository = await open(shape(memory()))
    const both = await Promise.allSettled([repository.watch('n', 0), repository.watch('n', 1)])
    expect(both.map(each => each.status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(repository.watch('n', 0, { overwrite: true })).rejects.toMatchObject({ code: 'BAD_OPTION' })
    await expect(repository.watch('n', 0)).rejects.toMatchObject({ code: 'DUPLICATE_NAME' })
  })

  test('what is resumed is not validated; what is set is', async () => {
    const store = memory()
    const first = await open(shape(store))
    await (
      await first.watch('n', -5)
    ).saved
    const second = await open(shape(store))
    const n = await second.watch('n', 0, { validators: [x => x >= 0] })
    expect(n.value).toBe(-5)
    expect(codeOf(() => n.set(-6))).toBe('REJECTED')
  })
})

describe("durable: 'each'", () => {
  test('is in the store before set returns, and throws what the store throws', () => {
    const inner = memory()
    const faults = faulty(inner)
    const repository = openSync(faults, { durable: 'each' })
    const n = repository.watch('n', 0).set(1)
    expect(inner.headSync('n', 'main')?.index).toBe(1)
    expect(n.lastChange().saved).toBe(true)
    faults.fail({ call: 'append', error: new Error('full') })
    expect(() => n.set(2)).toThrow('full')
    expect([n.value, n.lastChange().saved]).toEqual([2, false])
    n.set(3)
    expect(inner.headSync('n', 'main')?.index).toBe(3)
    repository.transaction(() => n.set(4).set(5))
    expect(inner.headSync('n', 'main')?.index).toBe(5)
  })

  test('a lost race is thrown by the set itself', () => {
    const store = memory()
    const [mine, theirs] = [openSync(store, { durable: 'each' }), openSync(store, { durable: 'each' })]
    const n = mine.watch('n', 0)
    theirs.watch('n', 0).set(5)
    expect(codeOf(() => n.set(1))).toBe('CONFLICT')
    expect(n.value).toBe(5)
    expect(n.set(6).history().length).toBe(3)
  })
})

test('a tampered line is found when it is resumed', async () => {
  const store = memory()
  const repository = openSync(store)
  repository.watch('n', 0).set(1).set(2)
  repository.flush()
  const load = (...args: Parameters<SyncStore['loadSync']>) => {
    const stored = store.loadSync(...args)
    return stored && { ...stored, lines: stored.lines.map(line => line.replace('"b":1}', '"b":7}')) }
  }
  const forged = new Proxy(store, {
    get: (target, key) => (key === 'loadSync' ? load : bound(target, key)),
  })
  expect(codeOf(() => openSync(forged).watch('n', 0))).toBe('CORRUPT')
})

test('opening reads nothing of what is kept', async () => {
  const counts = counting(memory())
  await open(counts)
  expect(counts.counts.linesRead).toBe(0)
})
