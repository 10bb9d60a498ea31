import { expect, test } from 'vitest'
import { isVarveError, memory, open, openSync } from 'varve'
import { outcome } from '../recorder/outcome.ts'

test('an asynchronous change inside one of the same variable is refused: it would wait for itself', async () => {
  const repository = await open(memory())
  const [n, other] = [await repository.watch('n', 0), await repository.watch('other', 0)]
  const nested = n.updateAsync(async x => {
    await n.setAsync(5)
    return x + 1
  })
  expect(await outcome(nested)).toBe('BAD_RECIPE')
  const through = n.updateAsync(async x => {
    await other.updateAsync(async () => {
      await n.setAsync(5)
      return 1
    })
    return x + 1
  })
  expect(await outcome(through)).toBe('BAD_RECIPE')
  await n.updateAsync(async x => {
    await other.setAsync(3)
    return x + 1
  })
  await n.setAsync(n.value + 10)
  expect([n.value, other.value]).toEqual([11, 3])
}, 3_000)

test('updateAsync runs again where its own change was withdrawn, also where a listener changed something on top', async () => {
  const store = memory()
  const [here, there] = [await open(store), openSync(store)]
  const doc = await here.watch('doc', { mine: 0, theirs: 0, heard: 0 })
  await here.flush()
  const theirs = there.watch('doc', { mine: 0, theirs: 0, heard: 0 })
  let isFirst = true
  doc.addListener((variable, { label }) => {
    if (label !== 'mine' || !isFirst) return
    isFirst = false
    here.transaction(() => variable.update(d => void (d.heard += 1)))
  })
  let runs = 0
  await doc.updateAsync(async draft => {
    draft.mine += 1
    if ((runs += 1) > 1) return
    theirs.update(d => void (d.theirs += 1))
    there.flush()
  }, 'mine')
  expect([runs, doc.value]).toEqual([2, { mine: 1, theirs: 1, heard: 1 }])
})

test.each([0, 1, 2, 3, 4, 6, 8, 12, 20])(
  'a change aborted %i microtasks after the call is given up as a whole or recorded as a whole',
  async depth => {
    const repository = await open(memory())
    const n = await repository.watch('n', 0)
    const abort = new AbortController()
    const done = n.setAsync(1, { signal: abort.signal })
    const next = n.updateAsync(async x => x + 10)
    for (let i = 0; i < depth; i++) await Promise.resolve()
    abort.abort('why')
    const error: unknown = await done.catch((e: unknown) => e)
    await next
    if (error === n) return expect(n.value).toBe(11)
    if (!isVarveError(error, 'ABORTED')) throw error
    expect([error.cause, n.value]).toEqual(['why', 10])
  },
)
