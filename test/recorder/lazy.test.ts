import { describe, expect, test } from 'vitest'
import { memory, open, openSync, type Store, type SyncStore } from 'varve'
import { counting, faulty } from 'varve/testing'
import { codeOf } from '../code-of.ts'
import { slow } from './slow.ts'

const lazy = { lazy: true } as const

test.each(['tick', 'each'] as const)('who only reads writes nothing (%s)', durable => {
  const store = counting(memory())
  const repository = openSync(store, { lazy: true, durable })
  const a = repository.watch('a', 1)
  expect([a.value, a.history().length, a.lastChange().saved]).toEqual([1, 1, false])
  repository.flush()
  repository.refresh()
  expect(a.verify().problems).toEqual([])
  repository.close()
  expect(store.counts.append).toBe(0)
})

test('the first change takes the first revision along, and no other variable', () => {
  const store = memory()
  const repository = openSync(store, { lazy: true, durable: 'each' })
  const [a, b] = [repository.watch('a', 1), repository.watch('b', 1)]
  a.set(2)
  expect(store.headsSync()).toMatchObject([{ variable: 'a', index: 1 }])
  expect(a.history().map(({ kind, saved }) => [kind, saved])).toEqual([
    ['initial', true],
    ['set', true],
  ])
  b.mark('begun')
  expect(store.headsSync()).toMatchObject([{ variable: 'a' }, { variable: 'b', index: 0 }])
  expect(openSync(store).watch('a', 7).value).toBe(2)
})

test('a transaction takes along what it changes and what it has read', () => {
  const store = memory()
  const repository = openSync(store, { lazy: true, durable: 'each' })
  const [a, b, c] = ['a', 'b', 'c'].map(name => repository.watch(name, 1))
  repository.transaction(() => {
    a!.update(n => n + b!.value)
  })
  expect(store.headsSync().map(({ variable, index }) => [variable, index])).toEqual([
    ['a', 1],
    ['b', 0],
  ])
  expect(c!.lastChange().saved).toBe(false)
})

describe.each([
  ['a store that answers at once', (store: SyncStore) => store as Store],
  ['a store that answers later', (store: SyncStore) => slow(store, 4)],
])('on %s', (_, shape) => {
  test('saved and flush do not wait for what nobody has changed', async () => {
    const store = memory()
    const repository = await open(shape(store), lazy)
    const a = await repository.watch('a', 1)
    await a.saved
    await repository.flush()
    await repository.close()
    expect(store.headsSync).toThrow()
  })

  test('a beginning gives way to what somebody else has begun', async () => {
    const store = memory()
    const [mine, theirs] = [await open(shape(store), lazy), openSync(store)]
    const [a, b] = [await mine.watch('a', 1), await mine.watch('b', 1)]
    theirs.watch('a', 5).set(6)
    theirs.watch('b', 5).set(6)
    theirs.flush()
    await mine.refresh()
    expect([a.value, a.history().length]).toEqual([6, 2])
    await b.update(n => n + 1).saved
    expect([b.value, b.at(0)]).toEqual([7, 5])
  })
})

test('a first change that fails is tried again with the next one', () => {
  const faults = faulty(memory())
  const repository = openSync(faults, { lazy: true, durable: 'each' })
  const a = repository.watch('a', 1)
  faults.fail({ call: 'append' })
  expect(() => a.set(2)).toThrow('planned failure')
  expect(a.value).toBe(2)
  a.set(3)
  expect(a.history().map(({ saved }) => saved)).toEqual([true, true, true])
})

test('what is no flag is refused', () => {
  expect(codeOf(() => openSync(memory(), { lazy: 1 as never }))).toBe('BAD_OPTION')
})
