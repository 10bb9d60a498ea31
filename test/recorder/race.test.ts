import { setTimeout as later } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { isVarveError, memory, open, openSync, type Store, type SyncStore } from 'varve'
import { faulty } from 'varve/testing'
import { codeOf } from '../code-of.ts'
import { slow } from './slow.ts'

const outcome = (saved: Promise<void>) =>
  saved.then(
    () => 'saved',
    (error: unknown) => (isVarveError(error) ? error.code : error),
  )

/** Two repositories on one store, each with `names` at 0; the other one answers at once. */
async function two(names: readonly string[], shape: (store: SyncStore) => Store) {
  const store = memory()
  const [mine, theirs] = [await open(shape(store)), openSync(store)]
  const here = []
  for (const name of names) here.push(await mine.watch(name, 0))
  await mine.flush()
  const there = names.map(name => theirs.watch(name, 0))
  return { store, mine, theirs, here, there }
}

describe.each([
  ['a store that answers at once', (store: SyncStore) => store],
  ['a store that answers later', (store: SyncStore) => slow(store, 4)],
])('a lost race on %s', (_, shape) => {
  test('runs a transaction again whose reads had moved', async () => {
    const { mine, theirs, here, there } = await two(['a', 'b'], shape)
    const [a, b] = here as [(typeof here)[0], (typeof here)[0]]
    there[1]!.set(5)
    theirs.flush()
    mine.transaction(() => a.set(b.value + 1))
    await a.saved
    expect([a.value, a.history().length]).toEqual([6, 2])
  })

  test('withdraws a transaction that fails when it runs again, and says why', async () => {
    const { mine, theirs, here, there } = await two(['a', 'b'], shape)
    const [a, b] = here as [(typeof here)[0], (typeof here)[0]]
    there[1]!.set(5)
    theirs.flush()
    mine.transaction(() => {
      if (b.value > 0) throw new Error('too late')
      a.set(1)
    })
    const error: unknown = await a.saved.catch((e: unknown) => e)
    if (!isVarveError(error, 'CONFLICT')) throw error
    expect(error.details).toMatchObject({ variable: 'b', expected: { index: 0 }, actual: { index: 1 } })
    expect(error.details.withdrawn).toMatchObject([{ variable: 'a', value: 1 }])
    expect(error.message).toMatch(/made again it failed \(too late\)/)
    expect((error.cause as Error).message).toBe('too late')
    expect([a.value, b.value]).toEqual([0, 5])
  })

  test('takes the marks of what was withdrawn with it', async () => {
    const { theirs, here, there } = await two(['n'], shape)
    there[0]!.set(5)
    theirs.flush()
    const n = here[0]!.set(1).set(2).mark('mine')
    expect(await outcome(n.saved)).toBe('CONFLICT')
    expect([n.value, n.marks().size, codeOf(() => n.at('mine'))]).toEqual([5, 0, 'UNKNOWN_REVISION'])
    await n.set(6).mark('mine').saved
    expect(n.marks().get('mine')?.index).toBe(2)
  })

  test('of a mark says so, withdraws nothing and tells no listener', async () => {
    const { theirs, here, there } = await two(['n'], shape)
    there[0]!.mark('taken', 0)
    theirs.flush()
    const n = here[0]!
    await n.set(1).saved
    const heard: number[] = []
    n.addListener((__, { index }) => heard.push(index))
    const error: unknown = await n.mark('taken').saved.catch((e: unknown) => e)
    if (!isVarveError(error, 'CONFLICT')) throw error
    expect(error.message).toMatch(/somebody else named n@0 'taken' first/)
    expect([n.value, n.marks().get('taken')?.index, heard]).toEqual([1, 0, []])
  })

  test('fails to read what won: saved rejects, and all is tried again', async () => {
    const store = memory()
    const faults = faulty(store)
    const [mine, theirs] = [await open(shape(faults)), openSync(store)]
    const n = await mine.watch('n', 0)
    await n.saved
    theirs.watch('n', 0).set(5)
    theirs.flush()
    faults.fail({ call: 'load' })
    expect(await outcome(n.set(1).saved)).toBe('NOT_DURABLE')
    expect([n.value, n.lastChange().saved]).toEqual([1, false])
    expect(await outcome(n.saved)).toBe('CONFLICT')
    expect(n.value).toBe(5)
  })
})

test('what is set while the winner is read is withdrawn with the rest, and nothing is lost in silence', async () => {
  const { here, there, theirs } = await two(['n'], store => slow(store, 4))
  there[0]!.set(5)
  theirs.flush()
  const n = here[0]!
  const first = outcome(n.set(1).saved)
  await later(6)
  const second = outcome(n.set(7).saved)
  expect(await Promise.all([first, second])).toEqual(['CONFLICT', 'CONFLICT'])
  expect(n.history().map(r => r.value)).toEqual([0, 5])
})

test('a transaction that rests on what was lost runs again, and what it rested on beside is saved', async () => {
  const { mine, here, there, theirs } = await two(['a', 'b'], store => slow(store, 4))
  const [a, b] = here as [(typeof here)[0], (typeof here)[0]]
  there[0]!.set(5)
  theirs.flush()
  const lost = outcome(a.set(1).saved)
  await later(2)
  const kept = outcome(b.set(1).saved)
  mine.transaction(() => [a.set(2), b.set(2)])
  const again = outcome(b.saved)
  expect(await Promise.all([lost, kept, again])).toEqual(['CONFLICT', 'saved', 'saved'])
  expect([a.value, b.value, b.lastChange().saved]).toEqual([2, 2, true])
  expect(a.history().map(r => r.value)).toEqual([0, 5, 2])
})

test('a first value that came second is no conflict: the variable is resumed', async () => {
  const store = memory()
  const [here, there] = [openSync(store), openSync(store)]
  const [mine, theirs] = [here.watch('n', 1), there.watch('n', 2)]
  here.flush()
  expect(await outcome(theirs.saved)).toBe('saved')
  expect([mine.value, theirs.value, theirs.history().length]).toEqual([1, 1, 1])
  const late = await open(slow(store, 4))
  const another = await late.watch('m', 1)
  here.watch('m', 3)
  here.flush()
  await late.flush()
  expect(another.value).toBe(3)
})

test('a variable begun in a transaction that lost keeps its first value', async () => {
  const store = memory()
  const [mine, theirs] = [openSync(store), openSync(store)]
  const a = mine.watch('a', 0)
  mine.flush()
  theirs.watch('a', 0).set(5)
  theirs.flush()
  const fresh = mine.transaction(() => {
    a.set(1)
    return { of: mine.watch('new', 0).set(1) }
  }).of
  expect(await outcome(fresh.saved)).toBe('CONFLICT')
  expect(fresh.history().map(r => r.value)).toEqual([0])
  await fresh.set(2).saved
  expect(store.headSync('new', 'main')?.index).toBe(1)
})

test('listeners hear each revision that won once, and no more of what was withdrawn', () => {
  const store = memory()
  const [mine, theirs] = [openSync(store, { onListenerError: () => {} }), openSync(store)]
  const n = mine.watch('n', 'start')
  mine.flush()
  theirs.watch('n', '').set('f1').set('f2')
  theirs.flush()
  const heard: string[] = []
  n.addListener((_, { value }) => {
    heard.push(value)
    if (value !== 'mine') return
    n.set('mine too')
    mine.flush()
  })
  n.set('mine')
  expect(heard).toEqual(['mine', 'f1', 'f2'])
})

describe('in a transaction', () => {
  test('flush and close are refused', async () => {
    const store = memory()
    const [mine, later] = [openSync(store), await open(store)]
    for (const method of ['flush', 'close'] as const) {
      expect(codeOf(() => mine.transaction(() => mine[method]()))).toBe('REFUSED')
      const asked = later.transaction(() => ({ of: later[method]() }))
      await expect(asked.of).rejects.toMatchObject({ code: 'REFUSED' })
    }
  })

  test('saved is about what the transaction changes, also when a flush is on its way', async () => {
    const { mine, here, there, theirs } = await two(['a', 'b'], store => store)
    there[0]!.set(5)
    theirs.flush()
    here[1]!.set(1)
    const saved = mine.transaction(() => ({ of: outcome(here[0]!.set(1).saved) }))
    expect(await saved.of).toBe('saved')
    expect([here[0]!.value, here[0]!.lastChange().saved]).toEqual([1, true])
  })
})

test('a recipe that a flush overtakes is refused: its patches would not lead to its value', () => {
  const store = memory()
  const [mine, theirs] = [openSync(store), openSync(store)]
  const list = mine.watch('list', ['a'])
  mine.flush()
  theirs.watch<string[]>('list', []).set(['x', 'y'])
  theirs.flush()
  list.set(['b'])
  const overtaken = () =>
    list.update(items => {
      items.push('c')
      expect(codeOf(() => mine.flush())).toBe('CONFLICT')
    })
  expect(codeOf(overtaken)).toBe('BAD_RECIPE')
  expect(list.value).toEqual(['x', 'y'])
})

test("with durable: 'each' a mark is in the store when mark() returns", () => {
  const store = memory()
  openSync(store, { durable: 'each' }).watch('n', 0).mark('here')
  expect(store.marksSync('n')).toMatchObject([{ name: 'here', index: 0 }])
})

test('what is changed while close waits is saved; closing twice waits twice', async () => {
  const store = memory()
  const repository = await open(slow(store, 4))
  const n = await repository.watch('n', 0)
  n.set(1)
  const closed = [repository.close(), repository.close()]
  await later(2)
  n.set(2)
  await Promise.all(closed)
  expect(store.headSync('n', 'main')?.index).toBe(2)
  expect(codeOf(() => n.set(3))).toBe('STORE_CLOSED')
})
