import { afterAll, describe, expect, test } from 'vitest'
import { memory, openSync, type SyncStore } from 'varve'
import { sqlite } from 'varve/sqlite'
import { codeOf } from '../code-of.ts'
import { freshFile, removeFiles } from '../openers.ts'

afterAll(removeFiles)

describe.each<[string, () => SyncStore]>([
  ['memory()', memory],
  ['sqlite()', () => sqlite(freshFile())],
])('two handles of one name on %s', (_, make) => {
  test('do not write in one transaction: the former one is detached', () => {
    const store = make()
    const repository = openSync(store)
    const former = repository.watch('n', 0)
    repository.flush()
    repository.unregister('n')
    const n = repository.watch('n', 0)
    const together = () => repository.transaction(() => [n.set(2), former.set(1)])
    expect(codeOf(together)).toBe('REFUSED')
    n.set(3)
    repository.flush()
    expect(store.headSync('n', 'main')?.index).toBe(1)
    expect(store.readSync('n', 'main', 0, 9).length).toBe(2)
    expect(repository.verify()).toEqual({ ok: true, problems: [] })
    expect(openSync(store).watch('n', 0).value).toBe(3)
  })

  test('lose nothing to each other: the new one begins with what the former one still had to save', () => {
    const reported: unknown[] = []
    const repository = openSync(make(), { onListenerError: e => reported.push(e) })
    const former = repository.watch('n', 0)
    repository.flush()
    former.set(5)
    repository.unregister('n')
    const n = repository.watch('n', 0)
    expect(n.value).toBe(5)
    n.set(n.value + 1)
    repository.flush()
    expect([n.value, n.history().length, reported]).toEqual([6, 3, []])
  })
})
