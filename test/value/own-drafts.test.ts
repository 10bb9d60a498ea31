import { describe, expect, test } from 'vitest'
import { Registry } from 'varve'
import { ImmutableList } from 'varve/immutable'
import { applyKept } from '../../src/value/apply.ts'
import { diffKept } from '../../src/value/diff.ts'
import { edit } from '../../src/value/draft/edit.ts'
import type { Kept } from '../../src/value/kept.ts'
import { same } from '../../src/value/same.ts'
import { codeOf } from '../code-of.ts'
import { kept } from './around.ts'
import { Pin, Shelf, Stamp } from './own-classes.ts'
import { described } from './plain-values.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

/** What a recipe makes of a value. */
const made = (base: Kept, recipe: (draft: Any) => unknown): Any =>
  edit(base, recipe as never, { name: null }).value

describe('drafts in a list of one’s own', () => {
  const base = kept({ a: { n: 1 } })

  test('stay drafts where it is put', () => {
    const value = made(base, draft => {
      draft.list = new ImmutableList([draft.a, 5])
      draft.list.at(0).n = 2
      draft.a.n += 1
    })
    expect(described(value)).toBe('{"a":{"n":3},"list":List[{"n":3},5]}')
  })
  test('are in it what they stand for, though nothing is changed afterwards', () => {
    const value = made(base, draft => void (draft.list = new ImmutableList([draft.a])))
    expect(Object.getPrototypeOf(value.list.at(0))).toBe(Object.prototype)
    expect(value.list.at(0)).toBe((base as Any).a)
  })
  test('stay drafts in it inside of something else', () => {
    const value = made(base, draft => {
      draft.more = [new Map([['list', new ImmutableList([[draft.a]])]])]
      draft.a.n = 2
    })
    expect(described(value)).toBe('{"a":{"n":2},"more":[Map{"list"=>List[[{"n":2}]]}]}')
  })
})

describe('an instance', () => {
  const base = kept({ pin: Object.assign(new Pin(), { to: { n: 1 } }), stamp: new Stamp() })

  test('stays one of its class when it is changed', () => {
    const value = made(base, draft => {
      draft.pin.a = 1
      draft.stamp.when.setTime(5)
    })
    expect(Object.getPrototypeOf(value.pin)).toBe(Pin.prototype)
    expect(Object.getPrototypeOf(value.stamp)).toBe(Stamp.prototype)
    expect(described(value)).toBe(
      '{"pin":Pin{"a":1,"to":{"n":1}},"stamp":Stamp{"a":0,"to":null,"when":Date(5)}}',
    )
  })
  test('is changed through its setters and methods, which write to the draft', () => {
    const { value, patches } = edit(
      base,
      ((draft: Any) => {
        draft.pin.b = { n: 2 }
        draft.pin.b.n++
        draft.stamp.mark(draft.pin)
      }) as never,
      { name: null },
    )
    expect((value as Any).pin.twice).toEqual([0, 0])
    expect(described(value)).toBe(
      '{"pin":Pin{"a":0,"to":{"n":3}},"stamp":Stamp{"a":Pin{"a":0,"to":{"n":3}},"to":null,"when":Date(7)}}',
    )
    expect(described(applyKept(base, patches))).toBe(described(value))
    expect(described(base)).toContain('"to":{"n":1}')
  })
  test('takes nothing where its class has a getter alone, and no method', () => {
    expect(() => made(base, draft => void (draft.stamp.length = 1))).toThrow(TypeError)
    expect(codeOf(() => made(base, draft => void (draft.pin.mark = () => 1)))).toBe('NOT_REMEMBERABLE')
    expect(described(made(base, draft => void (draft.pin.mark = 1)).pin)).toContain('"mark":1')
  })
  test('is seen as one of its class', () => {
    made(base, draft => {
      expect(draft.stamp).toBeInstanceOf(Pin)
      expect(['b' in draft.pin, 'mark' in draft.pin, Object.hasOwn(draft.pin, 'b')]).toEqual([
        true,
        true,
        false,
      ])
      expect([Object.keys(draft.stamp), draft.stamp.length]).toEqual([['a', 'to', 'when'], 3])
      expect(JSON.stringify(draft.pin)).toBe('{"a":0,"to":{"n":1}}')
    })
  })
  test('of another class is another value, however equal its fields are', () => {
    const stamp = Object.assign(Object.create(Stamp.prototype) as Stamp, { ...(base as Any).pin })
    const other = kept({ ...(base as Any), pin: stamp })
    const patches = diffKept(base, other)
    expect(patches).toMatchObject([{ op: 'replace', path: ['pin'] }])
    expect(Object.getPrototypeOf((applyKept(base, patches) as Any).pin)).toBe(Stamp.prototype)
  })
})

describe('a Map that is forked', () => {
  const forked = (entries: [string, unknown][]): Kept =>
    made(kept(new Map(entries)), map => void map.set('x', 1).delete('x'))

  test('is another where its keys stand in another order, also where all of their values changed', () => {
    const [a, b] = [
      forked([
        ['a', { n: 1 }],
        ['b', { n: 1 }],
      ]),
      forked([
        ['b', { n: 1 }],
        ['a', { n: 1 }],
      ]),
    ]
    expect(same(a, b)).toBe(false)
    expect(described(applyKept(a, diffKept(a, b)))).toBe(described(b))
    const c = forked([
      ['b', 2],
      ['a', 2],
    ])
    expect(described(applyKept(a, diffKept(a, c)))).toBe(described(c))
  })
})

describe('a list', () => {
  test('differs from another in the stretch between what both begin and end with', () => {
    const long = Array.from({ length: 200 }, (_, i) => i % 3)
    const cases = [
      [
        [1, 1, 1],
        [1, 1],
      ],
      [
        [1, 1],
        [1, 1, 1],
      ],
      [
        [1, 2, 1, 2],
        [1, 2],
      ],
      [[], [1]],
      [[1], []],
      [long, long.toSpliced(100, 3)],
      [long, long.toSpliced(0, 100)],
      [long, long.with(150, 9)],
    ] as const
    for (const [a, b] of cases) {
      const [old, next] = [kept(new ImmutableList(a)), kept(new ImmutableList(b))]
      const patches = diffKept(old, next)
      expect(patches).toHaveLength(1)
      expect(described(applyKept(old, patches))).toBe(described(next))
    }
  })
  test('that was changed a little is told at the cost of that', () => {
    const old = kept({ list: new ImmutableList(Array.from({ length: 5_000 }, (_, n) => ({ n }))) })
    const next = made(old, ({ list }) => {
      list.at(2_500).n = -1
      list.splice(2_600, 1)
    })
    expect(diffKept(old, next)).toMatchObject([
      { op: 'replace', path: ['list', 2_500, 'n'] },
      { op: 'splice', path: ['list'], index: 2_600, remove: 1, insert: [] },
    ])
    expect(described(applyKept(old, diffKept(old, next)))).toBe(described(next))
  })
})

describe('places in lists and instances', () => {
  const doc = () =>
    new Registry().watch<Any>('doc', { shelf: new Shelf([{ n: 1 }, 'text', { n: 2 }]), pin: new Pin() })

  test('are found by path and by a function that reads one', () => {
    const variable = doc()
    variable.update(draft => void draft.shelf.items.at(2).n++)
    variable.update(draft => void draft.shelf.items.unshift(0))
    variable.update(draft => void (draft.pin.a = 1))
    expect(variable.peek('shelf.items[3].n')).toBe(3)
    expect(variable.peek('shelf.items[2].n', 1)).toBe(3)
    expect(variable.blame('shelf.items[3].n').index).toBe(1)
    expect(variable.blame((value: Any) => value.shelf.items.at(3).n).index).toBe(1)
    expect(variable.blame((value: Any) => value.shelf.items.at(-1).n).index).toBe(1)
    expect(variable.blame((value: Any) => value.pin.a).index).toBe(3)
    expect(codeOf(() => variable.blame((value: Any) => value.shelf.items.size))).toBe('BAD_OPTION')
  })
  test('are edited by splice: items of a list, and a text in it', () => {
    const variable = doc()
    variable.splice('shelf.items', 1, 1, [{ n: 5 }, 'more'])
    variable.splice('shelf.items[2]', 0, 1, 'M')
    variable.splice('shelf.items', -1, 1, [])
    expect(described(variable.value.shelf)).toBe('Shelf{"items":List[{"n":1},{"n":5},"More"]}')
    expect(codeOf(() => variable.splice('shelf.items', 0, 0, [,]))).toBe('BAD_PATCH')
    expect(codeOf(() => variable.splice('shelf.items', 0, 0, 'text'))).toBe('BAD_OPTION')
    expect(codeOf(() => variable.splice('shelf', 0, 0, []))).toBe('BAD_OPTION')
    variable.undo().undo().undo()
    expect(described(variable.value)).toBe(described(variable.at(0)))
  })
})
