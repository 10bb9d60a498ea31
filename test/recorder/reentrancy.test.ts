import { describe, expect, test } from 'vitest'
import { memory, openSync, transaction } from 'varve'
import { codeOf } from '../code-of.ts'

describe('a listener', () => {
  test('that changes what an undo of several steps has changed does so once, also where that is made again', () => {
    const store = memory()
    const [here, there] = [openSync(store), openSync(store)]
    const first = { a: 0, b: 0, log: 0, other: 0 }
    const doc = here.watch('doc', first)
    doc.update(d => void (d.a = 1))
    doc.update(d => void (d.b = 1))
    here.flush()
    there.watch('doc', first).update(d => void (d.other = 1))
    there.flush()
    let isFirst = true
    doc.addListener((variable, { kind }) => {
      if (kind !== 'undo' || !isFirst) return
      isFirst = false
      variable.update(d => void (d.log += 1), 'listener')
    })
    doc.undo({ steps: 2 })
    here.flush()
    expect(doc.value).toEqual({ a: 0, b: 0, log: 1, other: 1 })
    expect(doc.history().filter(({ label }) => label === 'listener').length).toBe(1)
  })

  test('that forgets what others wait to hear of does not keep them from hearing what is left', () => {
    const repository = openSync(memory())
    const [a, b] = [repository.watch('a', 0), repository.watch('b', 0)]
    repository.flush()
    const heard: string[] = []
    b.addListener((_, { index }) => heard.push(`b@${index}`))
    a.addListener((variable, { index }) => {
      heard.push(`a@${index}`)
      if (index === 1) variable.prune({ last: 1 })
    })
    repository.transaction(() => {
      for (let i = 1; i <= 4; i++) a.set(i)
      b.set(1)
    })
    expect(heard).toEqual(['a@1', 'a@4', 'b@1'])
  })

  test('that changes a variable while it is refreshed does not keep what others have stored out', () => {
    const store = memory()
    const [here, there] = [openSync(store), openSync(store)]
    const [a, b] = [here.watch('a', 0), here.watch('b', 0)]
    here.flush()
    for (const name of ['a', 'b']) there.watch(name, 0).set(1)
    there.flush()
    a.addListener(() => {
      if (b.value === 0) b.update(n => n + 10)
    })
    here.refresh()
    expect([a.value, b.value, b.lastChange().saved]).toEqual([1, 11, true])
  })

  test('that closes the repository in the middle of a flush loses nothing', () => {
    const store = memory()
    const [here, there] = [openSync(store), openSync(store)]
    const both = ['a', 'b'].map(name => here.watch(name, 0))
    here.flush()
    for (const { name } of both) there.watch(name, 0).update(n => n + 1)
    there.flush()
    both[0]!.addListener((_, { value }) => {
      if (value === 1) here.close()
    })
    for (const variable of both) variable.update(n => n + 10)
    here.flush()
    expect(both.map(({ value }) => value)).toEqual([11, 11])
    expect(both.map(variable => variable.lastChange().saved)).toEqual([true, true])
    expect(codeOf(() => both[1]!.set(0))).toBe('STORE_CLOSED')
  })
})

test("flush in another registry's transaction is refused, and nothing is withdrawn or held up by it", async () => {
  const store = memory()
  const reported: unknown[] = []
  const [here, there] = [openSync(store, { onListenerError: e => reported.push(e) }), openSync(store)]
  const n = here.watch('n', 0)
  here.flush()
  there.watch('n', 0).update(x => x + 1)
  there.flush()
  n.update(x => x + 10).mark('first', 0)
  const { saved } = n
  expect(codeOf(() => transaction(() => here.flush()))).toBe('REFUSED')
  here.flush()
  await saved
  expect([n.value, [...n.marks().keys()], reported]).toEqual([11, ['first'], []])
})
