import { expect, test, vi } from 'vitest'
import { apply, diff, invert, memory, openSync, register, Registry, update } from 'varve'
import { codeOf } from '../code-of.ts'
import { described } from './plain-values.ts'

class Money {
  readonly of: unknown
  constructor(of: unknown) {
    this.of = of
  }
}
register(Money, { tag: 'taking-in/Money', to: money => ({ of: money.of }), from: data => new Money(data.of) })

interface Doc {
  user: { name: string }
  log: unknown[]
  list: number[]
  error: Error
  other?: object
}
const fresh = (): Doc => ({ user: { name: 'ann' }, log: [], list: [1, 2], error: new Error('no') })

test('a draft inside a leaf is taken as it is, and beside it stays a draft', () => {
  const store = memory()
  const home = openSync(store)
  const doc = home.watch<Doc>('doc', fresh())
  doc.update(draft => {
    draft.log.push({ owner: draft.user, price: new Money(draft.user) })
    draft.user.name = 'bo'
  })
  const [entry] = doc.value.log as [{ owner: unknown; price: Money }]
  expect(entry.owner).toEqual({ name: 'bo' })
  expect(entry.price.of).toEqual({ name: 'ann' })
  home.flush()
  expect(described(openSync(store).watch<Doc>('doc', fresh()).value)).toBe(described(doc.value))
})

test.each<[string, (shared: object) => unknown]>([
  ['before', shared => ({ shared, money: new Money(shared) })],
  ['behind', shared => ({ money: new Money(shared), shared })],
  ['on both sides, as a cause', shared => [shared, new Error('e', { cause: shared }), shared]],
])('an object that holds a draft, in a leaf and beside it: %s', (_, put) => {
  const store = memory()
  const home = openSync(store)
  const doc = home.watch<{ a: { n: number }; x: unknown }>('doc', { a: { n: 1 }, x: null })
  doc.update(draft => {
    draft.x = put({ a: draft.a })
    draft.a.n = 2
  })
  const x = doc.value.x as Record<string, unknown>
  const beside = x['shared'] ?? x['0']
  const inside = ((x['money'] as Money | undefined)?.of ?? (x['1'] as Error | undefined)?.cause) as unknown
  expect([beside, inside]).toEqual([{ a: { n: 2 } }, { a: { n: 1 } }])
  home.flush()
  expect(described(openSync(store).watch<unknown>('doc', null).value)).toBe(described(doc.value))
})

test('a live leaf that is given a draft holds what that is in the end', () => {
  const next = update(fresh(), draft => {
    draft.error.cause = draft.user
    draft.user.name = 'bo'
  })
  expect(next.error.cause).toEqual({ name: 'bo' })
  expect(next.user.name).toBe('bo')
})

test('what is taken in may change the draft on the way, or another variable', () => {
  const registry = new Registry({ paranoid: true })
  const [doc, other] = [registry.watch<Doc>('doc', fresh()), registry.watch<object>('other', {})]
  doc.update(draft => {
    draft.log.push({
      owner: draft.user,
      inner: {
        get late() {
          draft.other = { user: draft.user }
          other.set({ user: draft.user })
          return 1
        },
      },
    })
    draft.user.name = 'bo'
  })
  expect(doc.value.log).toEqual([{ owner: { name: 'bo' }, inner: { late: 1 } }])
  expect(doc.value.other).toEqual({ user: { name: 'bo' } })
  expect(other.value).toEqual({ user: { name: 'ann' } })
  expect(codeOf(() => [...doc.export(), ...other.export()])).toBe('no error')
})

test('a getter runs once, and one that throws is refused', () => {
  let runs = 0
  const counting = {
    get n() {
      return ++runs
    },
  }
  const value = new Registry().watch<object>('v', { counting, list: [{ counting }] })
  expect([runs, value.value]).toEqual([1, { counting: { n: 1 }, list: [{ counting: { n: 1 } }] }])
  let tries = 0
  const shy = {
    get n() {
      if (tries++ === 0) throw new Error('not yet')
      return 2
    },
  }
  expect(codeOf(() => value.set(shy))).toBe('NOT_REMEMBERABLE')
})

test('a Map and a Set know one zero', () => {
  const before = {
    map: new Map([
      [0, { x: 1 }],
      [5, { x: 2 }],
    ]),
    set: new Set([0, 1, 2]),
    list: [] as object[],
  }
  const variable = new Registry({ paranoid: true }).watch('v', before)
  variable.update(draft => void draft.set.add(3))
  const mine = new Error('mine')
  expect(() =>
    variable.update(({ map, set }) => {
      expect([set.has(-0), map.has(-0), map.get(-0)?.x]).toEqual([true, true, 1])
      expect([set.delete(-0), map.delete(-0)]).toEqual([true, true])
      throw mine
    }),
  ).toThrow(mine)
  expect([...variable.value.map.keys(), ...variable.value.set]).toEqual([0, 5, 0, 1, 2, 3])
  variable.update(({ map, set, list }) => {
    const held = map.get(0)!
    map.delete(-0)
    list.push(held)
    held.x = 7
    set.delete(-0)
    set.add(-0)
  })
  expect([variable.value.map.size, variable.value.list, [...variable.value.set]]).toEqual([
    1,
    [{ x: 7 }],
    [1, 2, 3, 0],
  ])
  const { patches } = variable.lastChange()
  expect(described(apply(variable.at(1), patches))).toBe(described(variable.value))
  expect(described(apply(variable.value, invert(patches)))).toBe(described(variable.at(1)))
  variable.undo()
  expect(described(variable.value)).toBe(described(variable.at(1)))
  const zero = { op: 'replace', path: ['map', -0], value: { x: 9 } } as const
  variable.apply([zero])
  variable.undo()
  expect(described(variable.value)).toBe(described(variable.at(1)))
})

test('a push onto a vast array is one, draft and all', () => {
  const next = update<{ list: unknown[]; a: { x: number } }>({ list: [], a: { x: 1 } }, draft => {
    draft.list.length = 20_000_000
    draft.list.push(draft.a)
    draft.a.x = 2
  })
  expect([next.list.length, next.list.at(-1)]).toEqual([20_000_001, { x: 2 }])
})

test('who shrinks an array while it is sorted or spliced hears of it, or it does no harm', () => {
  const variable = new Registry({ paranoid: true }).watch('v', { list: [1, 2, 4, 3] })
  variable.update(draft => void draft.list.push(5))
  const shrinking = (draft: { list: number[] }): void => {
    draft.list.sort((a, b) => {
      draft.list.length = 0
      return a - b
    })
  }
  expect(() => variable.update(shrinking)).toThrow('The comparison function changed the array')
  expect(variable.value.list).toEqual([1, 2, 4, 3, 5])
  const count = { valueOf: (): number => 1 }
  variable.update(draft => {
    count.valueOf = () => {
      draft.list.length = 0
      return 1
    }
    draft.list.splice(3, count as never, 9)
  })
  expect(variable.value.list).toEqual([9])
  expect(apply(variable.at(1), variable.lastChange().patches)).toEqual({ list: [9] })
})

test('a Proxy around the draft of an array is one to push to', () => {
  const next = update({ list: [1], o: { n: 1 } }, draft => {
    new Proxy(draft.list, {}).push(2)
    new Proxy(draft.o, {}).n = 2
  })
  expect(next).toEqual({ list: [1, 2], o: { n: 2 } })
})

test('under the fake clock of a test runner everything works from the first update on', async () => {
  vi.useFakeTimers()
  try {
    vi.resetModules()
    const { Registry: Anew } = (await import('varve')) as { Registry: typeof Registry }
    expect(new Anew().watch('x', { n: 0 }).update(draft => void draft.n++).value).toEqual({ n: 1 })
  } finally {
    vi.useRealTimers()
  }
})

test('too deep is too deep at any of the places of a draft', () => {
  let deep: object = { end: true }
  for (let i = 0; i < 900; i++) deep = { deep }
  const variable = new Registry().watch<{ deep: object; small: Record<string, unknown> }>('v', {
    deep,
    small: {},
  })
  const put = (draft: { deep: object; small: Record<string, unknown> }): void => {
    let at = draft.deep as { deep?: object; end?: unknown }
    while (at.deep) at = at.deep
    at.end = draft.small
    let part: object = {}
    for (let i = 0; i < 300; i++) part = { part }
    draft.small['k'] = part
  }
  expect(codeOf(() => variable.update(put))).toBe('NOT_REMEMBERABLE')
  expect(diff(variable.value, variable.at(0))).toEqual([])
})
