import { expect, test } from 'vitest'
import { memory, openSync } from 'varve'
import { faulty } from 'varve/testing'

test("with durable: 'each' a change fails for itself alone, not for one that waited before it and lost", () => {
  const store = memory()
  const faults = faulty(store)
  const reported: unknown[] = []
  const here = openSync(faults, { durable: 'each', onListenerError: e => reported.push(e) })
  const there = openSync(store)
  const [a, b] = [here.watch('a', 0), here.watch('b', 0)]
  faults.fail({ call: 'append' })
  expect(() => a.set(1)).toThrow('planned failure')
  there.watch('a', 0).set(9)
  there.flush()
  b.set(1)
  expect([a.value, b.value, b.lastChange().saved]).toEqual([9, 1, true])
  expect(reported).toMatchObject([{ code: 'CONFLICT', details: { variable: 'a' } }])
})

test("with durable: 'each' an asynchronous change does not take another variable's lost race for its own", async () => {
  const store = memory()
  const faults = faulty(store)
  const reported: unknown[] = []
  const here = openSync(faults, { durable: 'each', onListenerError: e => reported.push(e) })
  const there = openSync(store)
  const [a, b] = [here.watch('a', 0), here.watch('b', 0)]
  there.watch('b', 0).set(9)
  there.flush()
  let runs = 0
  await a.updateAsync(async n => {
    runs += 1
    faults.fail({ call: 'append', times: 2 })
    expect(() => b.set(1)).toThrow('planned failure')
    return n + 1
  })
  expect([runs, a.value, b.value]).toEqual([1, 1, 9])
  expect(a.history().map(({ value, saved }) => [value, saved])).toEqual([
    [0, true],
    [1, true],
  ])
  expect(reported).toMatchObject([{ code: 'CONFLICT', details: { variable: 'b' } }])
})
