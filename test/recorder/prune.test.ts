import { afterAll, describe, expect, test } from 'vitest'
import { isVarveError, memory, open, openSync, Registry, type Store, type SyncStore } from 'varve'
import { sqlite } from 'varve/sqlite'
import { counting, faulty } from 'varve/testing'
import { codeOf } from '../code-of.ts'
import { freshFile, removeFiles } from '../openers.ts'
import { slow } from './slow.ts'

afterAll(removeFiles)

/** Two handles on the same thing. */
const stores: readonly [name: string, open: () => () => Store][] = [
  [
    'memory()',
    () => {
      const store = memory()
      return () => store
    },
  ],
  [
    'sqlite()',
    () => {
      const file = freshFile()
      return () => sqlite(file)
    },
  ],
  [
    'a store that answers later',
    () => {
      const store = memory()
      return () => slow(store, 1)
    },
  ],
]

describe.each(stores)('on %s', (_, make) => {
  test('prune forgets in the store too; what is left reads the same after reopening, and verifies', async () => {
    const handle = make()
    const here = await open(handle())
    const n = await here.watch('n', { at: 0 })
    for (let i = 1; i <= 100; i++) n.update(d => void (d.at = i), `change ${i}`)
    n.mark('fifty', 50)
    await n.prune({ last: 10 }).saved
    const left = [0, 50, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100]
    expect(n.history().map(r => r.index)).toEqual(left)
    n.update(d => void (d.at = 101))
    await here.flush()
    expect(await here.verify()).toEqual({ ok: true, problems: [] })
    const again = await (await open(handle())).watch('n', { at: -1 })
    expect(again.history().map(r => [r.index, r.value.at, r.hash])).toEqual(
      n.history().map(r => [r.index, r.value.at, r.hash]),
    )
    expect(again.history().map(r => r.value.at)).toEqual([...left, 101])
    expect(again.at('fifty')).toEqual({ at: 50 })
    expect(again.verify().ok).toBe(true)
    for (const variable of [n, again]) {
      let error: unknown
      try {
        variable.at(60)
      } catch (thrown) {
        error = thrown
      }
      if (!isVarveError(error, 'UNKNOWN_REVISION')) throw error
      expect(error.details.pruned?.policy).toBe('the last 10')
    }
  })

  test('retention forgets as changes come in, and what is kept stays bounded', async () => {
    const handle = make()
    const repository = await open(handle(), { retention: { last: 20 } })
    const n = await repository.watch('n', 0)
    let most = 0
    for (let i = 1; i <= 500; i++) {
      n.set(i)
      if (i % 5 === 0) await n.saved
      most = Math.max(most, n.history().length)
    }
    await repository.flush()
    expect(most).toBeLessThanOrEqual(1 + 20 + 32 + 2 * 5)
    expect(n.value).toBe(500)
    await repository.close()
    if (handle() === handle()) return
    const again = await (await open(handle())).watch('n', -1)
    expect(again.history().length).toBeLessThanOrEqual(60)
    expect(again.history().at(-1)?.value).toBe(500)
  })

  test('others take over what was forgotten, also when they were far behind', async () => {
    const handle = make()
    const [here, there] = [await open(handle()), await open(handle())]
    const mine = await here.watch('n', 0)
    mine.set(1).set(2)
    await mine.saved
    const theirs = await there.watch('n', 0)
    for (let i = 3; i <= 50; i++) mine.set(i)
    await mine.prune({ last: 5 }).saved
    await theirs.refresh()
    expect(theirs.history().map(r => [r.index, r.value])).toEqual(mine.history().map(r => [r.index, r.value]))
    expect(codeOf(() => theirs.at(2))).toBe('UNKNOWN_REVISION')
    theirs.update(n => n + 1)
    await theirs.saved
    await mine.refresh()
    expect([mine.value, mine.history().length]).toEqual([51, 7])
    expect((await here.verify()).problems).toEqual([])
  })

  test('a set that lost a race to one who also pruned is told as any other', async () => {
    const handle = make()
    const [here, there] = [await open(handle()), await open(handle())]
    const mine = await here.watch('n', 0)
    mine.set(1).set(2)
    await mine.saved
    const theirs = await there.watch('n', 0)
    for (let i = 3; i <= 50; i++) theirs.set(i)
    await theirs.prune({ last: 5 }).saved
    mine.update(n => n + 100).rollback(1)
    const error: unknown = await mine.saved.catch((e: unknown) => e)
    if (!isVarveError(error, 'CONFLICT')) throw error
    expect(error.message).toMatch(/pruned/)
    expect(mine.value).toBe(150)
    await mine.saved
    expect((await here.verify()).problems).toEqual([])
  })
})

test('without a store the past is forgotten in memory', () => {
  const registry = new Registry({ retention: { last: 10 } })
  const n = registry.watch('n', 0)
  for (let i = 1; i <= 1000; i++) n.set(i)
  expect(n.history().length).toBeLessThanOrEqual(43)
  expect([n.at(0), n.value, codeOf(() => n.at(500))]).toEqual([0, 1000, 'UNKNOWN_REVISION'])
  n.prune()
  expect(n.history().length).toBe(11)
  const all = registry.watch('all', 0, { retention: { youngerThan: '1 day' } })
  for (let i = 1; i <= 100; i++) all.set(i)
  expect(all.history().length).toBe(101)
})

test('blame leaves out what a forgotten revision set, and says so where it is asked for one place', () => {
  const doc = new Registry().watch('doc', { a: 0, b: 0, c: 0 })
  for (let i = 1; i <= 5; i++) doc.update(d => void (d.a = i))
  doc.update(d => void (d.b = 1))
  doc.prune({ last: 1 })
  expect(doc.blame().map(({ path, revision }) => [path.join(), revision.index])).toEqual([
    ['b', 6],
    ['c', 0],
  ])
  expect(codeOf(() => doc.blame('a'))).toBe('UNKNOWN_REVISION')
})

test('the next revision names the gap in its line', () => {
  const store = memory()
  const repository = openSync(store)
  const n = repository.watch('n', 0)
  for (let i = 1; i <= 9; i++) n.set(i)
  n.prune({ last: 2 }).set(10)
  repository.flush()
  const [line] = store.readSync('n', 'main', 10, 10)
  expect(line).toMatch(/"p":"[0-9a-f]{64}"/)
})

test('prune is refused where it makes no sense', async () => {
  const store = memory()
  const unforgetful = new Proxy(store, {
    has: (target, key) => key !== 'forget' && key in target,
    get: (target, key) => {
      const value: unknown = key === 'forget' ? undefined : Reflect.get(target, key)
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value
    },
  }) as SyncStore
  const repository = openSync(unforgetful)
  const n = repository.watch('n', 0).set(1).set(2).set(3)
  expect(codeOf(() => n.prune())).toBe('BAD_OPTION')
  expect(codeOf(() => n.prune({ last: 0 }))).toBe('BAD_OPTION')
  expect(codeOf(() => n.prune({ lats: 1 } as never))).toBe('BAD_OPTION')
  expect(codeOf(() => n.prune({ last: 1 }))).toBe('REFUSED')
  expect(codeOf(() => repository.watch('m', 0, { retention: { last: 1 } }))).toBe('BAD_OPTION')
  expect(codeOf(() => openSync(unforgetful, { retention: { last: 1 } }))).toBe('BAD_OPTION')
  expect(codeOf(() => repository.transaction(() => n.prune({ last: 1 })))).toBe('REFUSED')
  expect(codeOf(() => n.freeze().prune({ last: 1 }))).toBe('FROZEN')
})

test('a pruning that fails says so to who waits; a change does not fail for one by the way', async () => {
  const faults = faulty(memory())
  const repository = openSync(faults, { retention: { last: 1 } })
  const n = repository.watch('n', 0)
  faults.fail({ call: 'forget', error: Object.assign(new Error('full'), { code: 'x' }), times: 1 })
  for (let i = 1; i <= 20; i++) n.set(i)
  expect(() => n.prune()).toThrow('full')
  n.prune()
  expect(n.history().map(r => r.index)).toEqual([0, 20])
  const later = await open(slow(faulty(memory()), 1))
  const m = await later.watch('m', 0)
  for (let i = 1; i <= 20; i++) m.set(i)
  await m.prune({ last: 1 }).saved
  expect(m.history().map(r => r.index)).toEqual([0, 20])
})

test('retention costs one more call of the store for many changes', () => {
  const store = counting(memory())
  const repository = openSync(store, { retention: { last: 100 }, durable: 'each' })
  const n = repository.watch('n', 0)
  for (let i = 1; i <= 1000; i++) n.set(i)
  expect(store.counts.forget).toBeGreaterThan(5)
  expect(store.counts.forget).toBeLessThan(25)
})

test("with durable: 'each' what has to go goes, also where somebody listens", () => {
  const repository = openSync(memory(), { durable: 'each', retention: { last: 5 } })
  const n = repository.watch('n', 0)
  const heard: unknown[] = []
  n.addListener((_, { value }) => heard.push(value))
  for (let i = 1; i <= 100; i++) n.set(i)
  expect(heard).toHaveLength(100)
  expect([...n.export()].length).toBeLessThan(50)
})
