import { afterAll, expect, test } from 'vitest'
import type { Store } from 'varve'
import { counting, faulty, lawsFor, makeRun, makeRuns } from 'varve/testing'
import { sqlite } from 'varve/sqlite'
import { isCheckable, isExclusive, isForgetful, isSealing, isWatchful } from '../../src/store/capabilities.ts'
import { memory } from '../../src/store/memory.ts'
import { freshFile, removeFiles } from '../openers.ts'

afterAll(removeFiles)

const run = makeRun('x', null, { bodies: 3 })
const kept = [{ ok: true, repeated: false }]

test('faulty() fails before the store hears of it, and nothing is kept', () => {
  const store = faulty(memory())
  const error = new Error('planned')
  store.fail({ call: 'append', error })
  expect(() => store.appendSync([{ runs: [run] }])).toThrow(error)
  expect(store.headsSync()).toEqual([])
  expect(store.appendSync([{ runs: [run] }])).toEqual(kept)
})

test('faulty() fails after the store has done it: only the answer is lost', async () => {
  const store = faulty(memory())
  store.fail({ call: 'append', when: 'after' })
  await expect(store.append([{ runs: [run] }])).rejects.toThrow('planned failure after append')
  expect(await store.head('x', 'main')).toEqual(run.head)
  expect(await store.append([{ runs: [run] }])).toEqual([{ ok: true, repeated: true }])
})

test('faulty() skips, repeats, and heals', () => {
  const store = faulty(memory())
  store.fail({ call: 'head', skip: 1, times: Infinity })
  expect(store.headSync('x', 'main')).toBeUndefined()
  expect(() => store.headSync('x', 'main')).toThrow('planned')
  expect(() => store.headSync('x', 'main')).toThrow('planned')
  store.heal()
  expect(store.headSync('x', 'main')).toBeUndefined()
})

test('counting() counts calls, units, runs and lines, of a call and of its twin alike', async () => {
  const store = counting(memory())
  store.appendSync([{ runs: [run] }, { runs: [makeRun('y', null), makeRun('z', null)] }])
  await store.append([])
  await store.read('x', 'main', 1, 9)
  expect(store.counts).toMatchObject({
    append: 2,
    units: 2,
    runs: 3,
    linesAppended: 5,
    read: 1,
    linesRead: 2,
    heads: 0,
  })
  store.reset()
  expect(Object.values(store.counts).every(count => count === 0)).toBe(true)
})

test('wrappers can be stacked, and keep what the store is', () => {
  const store = counting(faulty(memory()))
  expect([store.sync, store.durability, 'headSync' in store]).toEqual([true, 'memory', true])
  store.fail({ call: 'heads' })
  expect(() => store.headsSync()).toThrow('planned')
  expect(store.counts.heads).toBe(1)
})

const forgetting = {
  variable: 'x',
  branch: 'main',
  expected: run.head,
  gaps: [{ first: 0, last: 1, record: '{}', base: '1' }],
}

test('wrappers know what a store can do, and pass it on', async () => {
  const store = counting(faulty(memory()))
  expect([isForgetful(store), isWatchful(store), isCheckable(store), isExclusive(store)]).toEqual([
    true,
    true,
    false,
    true,
  ])
  store.appendSync([{ runs: [run] }])
  store.fail({ call: 'forget', when: 'after' })
  expect(() => store.forgetSync(forgetting)).toThrow('planned failure after forget')
  expect(await store.forget(forgetting)).toEqual({ ok: true, repeated: true })
  expect(store.gapsSync('x', 'main')).toEqual(forgetting.gaps)
  expect(store.counts).toMatchObject({ forget: 2, gaps: 1, check: 0 })
})

test('sealing can fail before it is done and when it is done, and is counted', async () => {
  const store = counting(faulty(sqlite(freshFile())))
  expect([isSealing(store), isSealing(memory())]).toEqual([true, false])
  store.appendSync(makeRuns('x', 40, { bodies: 3 }).map(each => ({ runs: [each] })))
  store.fail({ call: 'seal' })
  await expect(store.seal('x', 'main')).rejects.toThrow('planned failure before seal')
  store.fail({ call: 'seal', when: 'after' })
  expect(() => store.sealSync('x', 'main')).toThrow('planned failure after seal')
  expect(store.sealSync('x', 'main').lines).toBe(0)
  expect(store.counts.seal).toBe(3)
  store.closeSync()
})

test('of a watch each answer is counted, and each can fail', async () => {
  const store = counting(faulty(memory()))
  store.fail({ call: 'watch', skip: 1 })
  const watch = store.watch()[Symbol.asyncIterator]()
  expect(await watch.next()).toEqual({ done: false, value: { cursor: '0', heads: [] } })
  await expect(watch.next()).rejects.toThrow('planned failure before watch')
  expect(store.counts.watch).toBe(2)
  store.appendSync([{ runs: [run] }])
  for await (const { heads } of store.watch({ cursor: '0' })) {
    expect(heads).toEqual([{ variable: 'x', branch: 'main', ...run.head }])
    break
  }
})

test('a load is counted with its lines, and what is done exclusively can fail before it runs and after it is kept', async () => {
  const store = counting(faulty(memory()))
  const append = () => store.appendSync([{ runs: [run] }])
  store.fail({ call: 'exclusively' })
  expect(() => store.exclusivelySync(append)).toThrow('planned failure before exclusively')
  expect(store.headsSync()).toEqual([])
  store.fail({ call: 'exclusively', when: 'after' })
  expect(() => store.exclusivelySync(append)).toThrow('planned failure after exclusively')
  expect((await store.load('x', 'main', 1))?.lines).toEqual(run.lines.slice(1))
  expect(store.loadSync('none', 'main', 0)).toBeUndefined()
  expect(store.counts).toMatchObject({ exclusively: 2, append: 1, load: 2, linesRead: 2, read: 0 })
})

test('the law of loads sees a store that reads one part after the other', async () => {
  const law = (await lawsFor({ open: async () => memory() })).find(({ name }) =>
    name.startsWith('who loads'),
  )!
  const bench = (load: (store: ReturnType<typeof memory>) => Store['load']) => ({
    open: async () => {
      const store = memory()
      const own = load(store)
      const get = (target: Store, key: PropertyKey): unknown => {
        const value: unknown = key === 'load' ? own : Reflect.get(target, key)
        return typeof value === 'function' ? (value.bind(store) as unknown) : value
      }
      return new Proxy<Store>(store, { get })
    },
  })
  await law.run(bench(store => store.load.bind(store)))
  const inParts = bench(store => async (variable, branch, from) => {
    const head = await store.head(variable, branch)
    if (!head) return undefined
    const lines = await store.read(variable, branch, from, head.index)
    const [keyframe, marks] = [await store.keyframe(variable, branch), await store.marks(variable)]
    return { head, lines, keyframe, marks, gaps: await store.gaps(variable, branch) }
  })
  await expect(law.run(inParts)).rejects.toThrow(/chain|gaps|marks|keyframe/)
})
