import { expect, test } from 'vitest'
import { memory, openSync } from 'varve'
import { faulty } from 'varve/testing'
import { codeOf } from '../code-of.ts'

test('a mark that somebody else has set does not keep retention from forgetting what is around it', () => {
  const store = memory()
  const [here, there] = [openSync(store, { retention: { last: 10 } }), openSync(store)]
  const n = here.watch('n', 0)
  for (let i = 1; i <= 5; i++) n.set(i)
  here.flush()
  there.watch('n', 0).mark('theirs', 3)
  there.flush()
  for (let i = 6; i <= 300; i++) {
    n.set(i)
    here.flush()
  }
  expect(n.history().length).toBeLessThanOrEqual(2 + 10 + 32)
  expect([n.at(3), n.at(0), codeOf(() => n.at(4))]).toEqual([3, 0, 'UNKNOWN_REVISION'])
})

test('what is forgotten rests on what is saved: a change that comes in meanwhile and never is does no harm', () => {
  const store = memory()
  const [here, there] = [openSync(store), openSync(store)]
  const n = here.watch('n', 0)
  here.flush()
  const theirs = there.watch('n', 0)
  for (let i = 1; i <= 9; i++) theirs.set(i)
  there.flush()
  n.addListener((_, { index }) => {
    if (index === 9) n.set(100)
  })
  n.prune({ last: 2 })
  // In the same tick, as if the program had ended here.
  const again = openSync(store).watch('n', 0)
  expect(n.lastChange().saved).toBe(false)
  expect(again.history().map(({ index }) => index)).toEqual([0, 9])
})

test.each(['tick', 'each'] as const)(
  'a change that was saved does not fail where the past could not be forgotten (durable: %j)',
  durable => {
    const faults = faulty(memory())
    const reported: unknown[] = []
    const repository = openSync(faults, {
      durable,
      retention: { last: 2 },
      onListenerError: e => reported.push(e),
    })
    const n = repository.watch('n', 0)
    const error = new Error('no')
    faults.fail({ call: 'forget', times: Infinity, error })
    for (let i = 1; i <= 100; i++) {
      n.set(i)
      repository.flush()
    }
    expect([n.lastChange().saved, n.history().length]).toEqual([true, 101])
    expect(reported[0]).toBe(error)
  },
)
