import { expect, test } from 'vitest'
import { counting, faulty, makeRun } from 'varve/testing'
import { memory } from '../../src/store/memory.ts'

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
