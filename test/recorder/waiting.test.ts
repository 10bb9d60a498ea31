import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isVarveError, memory, open, openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { faulty } from 'varve/testing'
import { freshFile, removeFiles } from '../openers.ts'
import { gated } from './gated.ts'
import { outcome } from './outcome.ts'

afterAll(removeFiles)

/** Where a fault shows as waiting for ever, that is seen after this time (milliseconds). */
const soon = 3_000

test(
  'what is queued while an append fails hears of that too, since it has to try again as well',
  async () => {
    const store = gated(memory())
    const repository = await open(store)
    const [a, b] = [await repository.watch('a', 0), await repository.watch('b', 0)]
    await repository.flush()
    const append = store.holdAppend()
    a.set(1)
    const first = outcome(a.saved)
    await append.arrived
    b.set(2)
    const second = outcome(b.saved)
    append.fail(new Error('EIO'))
    expect(await Promise.all([first, second])).toEqual(['NOT_DURABLE', 'NOT_DURABLE'])
    await repository.flush()
    expect([a.lastChange().saved, b.lastChange().saved]).toEqual([true, true])
  },
  soon,
)

test(
  'a mark that waits for what it names hears that this could not be saved',
  async () => {
    const faults = faulty(memory())
    const repository = await open(faults)
    const n = await repository.watch('n', 0)
    await repository.flush()
    faults.fail({ call: 'append', times: Infinity })
    repository.transaction(() => n.set(1))
    n.mark('one')
    expect(await outcome(n.saved)).toBe('NOT_DURABLE')
    faults.heal()
    await n.saved
    expect(n.marks().get('one')?.saved).toBe(true)
  },
  soon,
)

test('saved is about all that waits: it rejects for a set that was withdrawn before a transaction that was saved', async () => {
  const store = memory()
  const [here, there] = [await open(store), openSync(store)]
  const n = await here.watch('n', { a: 0, b: 0 })
  await here.flush()
  there.watch('n', { a: 0, b: 0 }).set({ a: 7, b: 0 })
  there.flush()
  n.set({ a: 1, b: 0 })
  here.transaction(() => n.update(d => void (d.b += 1)))
  const error: unknown = await n.saved.catch((e: unknown) => e)
  if (!isVarveError(error, 'CONFLICT')) throw error
  expect(error.details.withdrawn).toMatchObject([{ value: { a: 1, b: 0 } }])
  expect(n.value).toEqual({ a: 7, b: 1 })
})

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
  'what is changed %i microtasks after close was called is refused or saved',
  async depth => {
    const file = freshFile()
    const repository = await open(sqlite(file))
    const n = await repository.watch('n', 0)
    await repository.flush()
    n.set(9)
    const closed = repository.close()
    for (let i = 0; i < depth; i++) await Promise.resolve()
    let kept = 9
    try {
      n.set(1)
      kept = 1
    } catch (error) {
      if (!isVarveError(error, 'STORE_CLOSED')) throw error
    }
    await closed
    using again = openSync(sqlite(file))
    expect(again.watch('n', 0).value).toBe(kept)
  },
)

test('of two races that are lost at the very end both are told', () => {
  const ended = spawnSync(process.execPath, [join(import.meta.dirname, 'losing-two.ts')], {
    encoding: 'utf8',
  })
  expect(ended.stderr).toMatch(/a: somebody else recorded a@1 first/)
  expect(ended.stderr).toMatch(/b: somebody else recorded b@1 first/)
  expect(ended.status).not.toBe(0)
})
