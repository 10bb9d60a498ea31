import { describe, expect, test } from 'vitest'
import { memory, open, openSync, type Revision } from 'varve'
import { makeRun } from 'varve/testing'
import { gated } from './gated.ts'
import { outcome } from './outcome.ts'

describe('what a transaction has read, and its own program sets in the same tick,', () => {
  const both = () => {
    const repository = openSync(memory())
    const [a, b] = [repository.watch('a', 0), repository.watch('b', 0)]
    repository.flush()
    return { repository, a, b }
  }

  test('is no lost race: the transaction runs once and stays as it was', () => {
    const { repository, a, b } = both()
    let runs = 0
    a.set(1)
    repository.transaction(() => {
      runs += 1
      b.set(a.value * 10)
    })
    a.set(3)
    repository.flush()
    expect([a.value, b.value, runs]).toEqual([3, 10, 1])
  })

  test('does not withdraw one that could not be made again', async () => {
    const { repository, a, b } = both()
    const head = b.lastChange()
    a.set(4)
    repository.transaction(() => {
      if (a.value > 4) throw new Error('too late')
      b.set(a.value, { expect: head })
    })
    a.set(5)
    const saved = outcome(b.saved)
    repository.flush()
    expect([b.value, await saved]).toEqual([4, 'saved'])
  })
})

test('a transaction that loses by the name of a mark takes none with it that can run again', () => {
  const store = memory()
  const reported: unknown[] = []
  const [here, there] = [openSync(store, { onListenerError: e => reported.push(e) }), openSync(store)]
  const n = here.watch('n', 0)
  here.flush()
  there.watch('n', 0).mark('v1')
  there.flush()
  here.transaction(() => n.update(x => x + 1).mark('v1'))
  // Names what is pending, so that what follows goes in an append of its own.
  n.mark('v2')
  here.transaction(() => n.update(x => x + 10))
  // One can be thrown: the other one is reported.
  const thrown: unknown[] = []
  try {
    here.flush()
  } catch (error) {
    thrown.push(error)
  }
  expect(thrown).toMatchObject([{ code: 'CONFLICT', details: { withdrawn: [{ value: 1 }] } }])
  expect(n.value).toBe(10)
  expect(reported).toMatchObject([{ code: 'CONFLICT', details: { withdrawn: [] } }])
})

test('what a refresh brings in while a lost race is settled is told once, and not withdrawn', async () => {
  const inner = memory()
  const store = gated(inner)
  const [here, there] = [await open(store), openSync(inner)]
  const [a, b] = [await here.watch('a', 0), await here.watch('b', 0)]
  await here.flush()
  there.watch('a', 0).set(1)
  there.flush()
  const revisions: Revision<number>[] = []
  a.addListener((_, revision) => revisions.push(revision))
  const asked = store.holdLoad('a')
  const refreshed = a.refresh()
  await asked.arrived
  const lost = store.holdLoad('a')
  here.transaction(() => b.set(a.value + 100))
  await lost.arrived
  asked.open()
  await refreshed
  lost.open()
  await here.flush()
  expect(revisions.map(({ index }) => index)).toEqual([1])
  expect(revisions[0]).toBe(a.lastChange())
  expect([revisions[0]?.saved, b.value]).toEqual([true, 101])
})

test('history that cannot be taken over withdraws what lost to it, and holds nothing else up', async () => {
  const store = memory()
  const [here, there] = [openSync(store, { onListenerError: () => {} }), openSync(store)]
  const [a, b] = [here.watch('a', 0), here.watch('b', 0)]
  here.flush()
  // The chain is right, but the patch does not fit.
  const damaged = makeRun('a', store.headSync('a', 'main')!, { bodies: ['[["nowhere","deep"]]'] })
  store.appendSync([{ runs: [damaged] }])
  there.watch('b', 0).update(n => n + 1)
  there.flush()
  a.update(n => n + 1)
  b.update(n => n + 1)
  const saved = [outcome(a.saved), outcome(b.saved)]
  here.flush()
  expect(await Promise.all(saved)).toEqual(['CONFLICT', 'saved'])
  expect([a.history().length, b.value, store.headSync('b', 'main')?.index]).toEqual([1, 2, 2])
}, 3_000)
