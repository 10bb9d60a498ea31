import { describe, expect, test } from 'vitest'
import { isVarveError, memory, open, openSync, type Store, type SyncStore, type Variable } from 'varve'
import { faulty, type Faulty } from 'varve/testing'
import { codeOf } from '../code-of.ts'
import { gated } from './gated.ts'
import { outcome } from './outcome.ts'
import { slow } from './slow.ts'

/** A repository whose `names` have been changed by somebody else since it read them, and what its listeners' errors were. */
async function overtaken(names: readonly string[], shape: (store: SyncStore) => Store) {
  const inner = memory()
  const reported: unknown[] = []
  const here = await open(shape(inner), { onListenerError: error => reported.push(error) })
  const there = openSync(inner)
  const variables: Variable<number>[] = []
  for (const name of names) variables.push(await here.watch(name, 0))
  await here.flush()
  for (const name of names) there.watch(name, 0).set(5, { creator: 'bo' })
  there.flush()
  return { here, variables, reported }
}

describe.each([
  ['a store that answers at once', (store: SyncStore) => store],
  ['a store that answers later', (store: SyncStore) => slow(store, 2)],
])('what lost a race and is nobody else’s, on %s', (_, shape) => {
  test.each(['flush', 'refresh', 'close'] as const)(
    'is thrown by %s, after everything else is done',
    async call => {
      const { here, variables, reported } = await overtaken(['a'], shape)
      const [a] = variables as [Variable<number>]
      const b = await here.watch('b', 0)
      a.set(1)
      b.set(2)
      const error: unknown = await here[call]().catch((e: unknown) => e)
      if (!isVarveError(error, 'CONFLICT')) throw error
      expect(error.message).toMatch(/^a: bo recorded a@1 first; one revision made on a@0 was withdrawn/)
      // What was withdrawn is there to be set again.
      expect(error.details.withdrawn.map(({ value }) => value)).toEqual([1])
      expect([a.value, b.lastChange().saved, reported]).toEqual([5, true, []])
      expect(await outcome(here[call]())).toBe('saved')
      if (call === 'close') expect(codeOf(() => a.set(7))).toBe('STORE_CLOSED')
      else await here.close()
    },
  )

  test('is thrown by the refresh of a variable', async () => {
    const { here, variables } = await overtaken(['a'], shape)
    const [a] = variables as [Variable<number>]
    a.set(1)
    expect(await outcome(a.refresh())).toBe('CONFLICT')
    await here.close()
  })

  test('is thrown once: of several the first, and the others are reported', async () => {
    const { here, variables, reported } = await overtaken(['a', 'b', 'c'], shape)
    for (const variable of variables) variable.set(1)
    const error: unknown = await here.flush().catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'CONFLICT', details: { variable: 'a' } })
    expect(reported).toMatchObject([{ details: { variable: 'b' } }, { details: { variable: 'c' } }])
    await here.close()
  })

  test('is left to who waits for saved', async () => {
    const { here, variables, reported } = await overtaken(['a'], shape)
    const [a] = variables as [Variable<number>]
    const saved = outcome(a.set(1).saved)
    expect([await outcome(here.flush()), await saved, reported]).toEqual(['saved', 'CONFLICT', []])
    await here.close()
  })

  test('is reported where there is another error to throw', async () => {
    const faults: Faulty[] = []
    const { here, variables, reported } = await overtaken(['a', 'b'], store => {
      const fails = faulty(store)
      faults.push(fails)
      return shape(fails)
    })
    const [a, b] = variables as [Variable<number>, Variable<number>]
    a.set(1)
    b.update(n => n + 1)
    // The first append brings the lost race, the second what is made again.
    faults[0]!.fail({ call: 'append', skip: 1 })
    expect(await outcome(here.flush())).toBe('NOT_DURABLE')
    expect(reported).toMatchObject([{ code: 'CONFLICT', details: { variable: 'a' } }])
    await here.close()
    expect([a.value, b.value]).toEqual([5, 6])
  })
})

test('every flush that waits hears of it', async () => {
  const inner = memory()
  const store = gated(inner)
  const [here, there] = [await open(store), openSync(inner)]
  const n = await here.watch('n', 0)
  await here.flush()
  there.watch('n', 0).set(5)
  there.flush()
  const held = store.holdAppend()
  n.set(1)
  const waiting = [here.flush(), here.flush()].map(outcome)
  await held.arrived
  held.open()
  expect(await Promise.all(waiting)).toEqual(['CONFLICT', 'CONFLICT'])
  await here.close()
})
