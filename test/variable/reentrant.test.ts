import { describe, expect, test } from 'vitest'
import { memory, openSync, Registry, type SyncRepository, type Variable, type WatchOptions } from 'varve'
import { codeOf } from '../code-of.ts'

interface Doc {
  list: number[]
  text: string
}
type Doors = WatchOptions<Doc> & { readonly schema?: undefined }
type Change = (doc: Variable<Doc>) => unknown

const fresh = (): Doc => ({ list: [1], text: 'hello' })
const homes: [string, () => Registry | SyncRepository][] = [
  ['in a registry', () => new Registry()],
  ['in a repository', () => openSync(memory())],
]

const changes: Readonly<Record<string, Change>> = {
  set: doc => doc.set(fresh()),
  'value =': doc => (doc.value = fresh()),
  update: doc => doc.update(draft => void draft.list.push(9)),
  apply: doc => doc.apply([{ op: 'replace', path: ['text'], value: 'x' }]),
  splice: doc => doc.splice('text', 0, 1, 'x'),
  rollback: doc => doc.rollback(0),
  reset: doc => doc.reset(),
  undo: doc => doc.undo(),
  'undo of steps': doc => doc.undo({ steps: 2 }),
  redo: doc => doc.redo(),
  prune: doc => doc.prune({ last: 1 }),
}

describe.each(homes)('%s', (_, home) => {
  test.each(Object.entries(changes))(
    '%s in a recipe of the same variable is refused, and the recipe goes on',
    (_name, change) => {
      const doc = home().watch('doc', fresh()).set(fresh()).undo()
      doc.update(draft => {
        draft.list.push(2)
        expect(codeOf(() => change(doc))).toBe('BAD_RECIPE')
        draft.list.push(3)
        expect(doc.value.list).toEqual([1])
      })
      expect(doc.value).toEqual({ list: [1, 2, 3], text: 'hello' })
      expect([doc.history().length, doc.lastChange().kind, doc.lastChange().patches.length]).toEqual([
        4,
        'update',
        1,
      ])
      change(doc)
    },
  )

  test.each<[string, (run: () => void) => Doors]>([
    ['a validator', run => ({ validators: [() => run()] })],
    ['intercept', run => ({ intercept: value => (run(), value) })],
    ['the test of equality', run => ({ equal: () => (run(), false) })],
  ])('a change from %s is refused, and the one that is looked at is recorded', (_name, options) => {
    const codes: string[] = []
    let isOn = false
    const doc: Variable<Doc> = home().watch(
      'doc',
      fresh(),
      options(() => {
        if (!isOn) return
        isOn = false
        for (const change of Object.values(changes)) codes.push(codeOf(() => change(doc)))
      }),
    )
    isOn = true
    doc.update(draft => void draft.list.push(2))
    expect(new Set(codes)).toEqual(new Set(['BAD_RECIPE']))
    expect([doc.value.list, doc.history().length]).toEqual([[1, 2], 2])
  })

  test('another variable may be changed in a recipe, and its listeners hear at once what it is', () => {
    const table = home()
    const [a, b] = [table.watch('a', fresh()), table.watch('b', fresh())]
    const heard: unknown[] = []
    b.addListener((_b, { value }) => heard.push([value.list, a.value.list]))
    a.update(draft => {
      draft.list.push(2)
      b.update(other => void other.list.push(...draft.list))
      b.set({ ...b.value, text: 'set' })
      draft.list.push(...b.value.list)
    })
    expect(heard).toEqual([
      [[1, 1, 2], [1]],
      [[1, 1, 2], [1]],
    ])
    expect([a.value.list, b.value]).toEqual([[1, 2, 1, 1, 2], { list: [1, 1, 2], text: 'set' }])
  })

  test('what another variable was changed to stays where the recipe around throws; in a transaction it goes with it', () => {
    const table = home()
    const [a, b] = [table.watch('a', fresh()), table.watch('b', fresh())]
    const failing = () =>
      a.update(draft => {
        draft.list.push(2)
        b.update(other => void other.list.push(2))
        throw new Error('no')
      })
    expect(failing).toThrow('no')
    expect([a.value.list, b.value.list]).toEqual([[1], [1, 2]])
    expect(() => table.transaction(failing)).toThrow('no')
    expect([a.value.list, b.value.list]).toEqual([[1], [1, 2]])
  })

  test('listeners that change each other’s variables hear all of it, in order, each with its own value', () => {
    const table = home()
    const [a, b] = [table.watch('a', [] as number[]), table.watch('b', [] as number[])]
    const heard: string[] = []
    table.subscribe((variable, { index, value }) => heard.push(`${variable.name}@${index} ${String(value)}`))
    a.addListener((_a, { value }) => {
      if (value.length < 3) b.update(list => void list.push(value.length))
    })
    b.addListener((_b, { value }) => a.update(list => void list.push(value.length * 10)))
    a.update(list => void list.push(0))
    expect(heard).toEqual(['a@1 0', 'b@1 1', 'a@2 0,10', 'b@2 1,2', 'a@3 0,10,20'])
    expect(a.history().map(({ value }) => value.join())).toEqual(['', '0', '0,10', '0,10,20'])
  })
})
