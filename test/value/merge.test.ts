import { describe, expect, test } from 'vitest'
import { type Conflict, merge, nothing, type Resolve } from 'varve'
import type { ElementKey } from '../../src/value/diff/differ.ts'
import { keep } from '../../src/value/keep.ts'
import type { Kept } from '../../src/value/kept.ts'
import { DateLeaf } from '../../src/value/leaves/date.ts'
import { mergeKept } from '../../src/value/merge.ts'
import { thaw } from '../../src/value/thaw.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

const code = (code: string, more: object = {}) => expect.objectContaining({ code, ...more })
const kept = (value: unknown): Kept => keep(value, { name: 'score' })
/** The merged value, and its conflicts one line each. */
function told(base: unknown, ours: unknown, theirs: unknown, keys?: ElementKey): [unknown, ...string[]] {
  const { value, conflicts } = mergeKept(kept(base), kept(ours), kept(theirs), { keys })
  return [
    thaw(value),
    ...conflicts.map(
      ({ path, ...sides }) => `${path.join('.')}: ${Object.values(sides).map(String).join(' ')}`,
    ),
  ]
}
const settled = (base: unknown, ours: unknown, theirs: unknown, resolve: Resolve): Any =>
  thaw(merge<Any>(base, ours, theirs, { resolve }).value)

describe('places', () => {
  test('what one side changed is taken from it; what both changed differently is told, and has ours', () => {
    const base = { title: 'Trip', days: 3, budget: { hotel: 300, food: 100 } }
    const { value, conflicts } = merge(
      base,
      { ...base, days: 4, budget: { hotel: 350, food: 100 } },
      { ...base, days: 5, budget: { hotel: 300, food: 90 } },
    )
    expect(value).toEqual({ title: 'Trip', days: 4, budget: { hotel: 350, food: 90 } })
    expect(conflicts).toEqual([{ path: ['days'], base: 3, ours: 4, theirs: 5 }])
  })

  test('the whole value is a place too', () => {
    expect(told(1, 2, 3)).toEqual([2, ': 1 2 3'])
    expect(told(1, 1, 3)).toEqual([3])
    expect(told([], {}, new Map())).toEqual([{}, ':  [object Object] [object ImmutableMap]'])
    expect(told({ a: 1 }, { a: 1 }, 5)).toEqual([5])
  })

  test('a text is one thing', () => {
    expect(told({ t: 'one two' }, { t: 'ONE two' }, { t: 'one TWO' })).toEqual([
      { t: 'ONE two' },
      't: one two ONE two one TWO',
    ])
  })

  test('removed here and changed there is a conflict; removed on both sides is none', () => {
    expect(told({ a: 1, b: 2 }, { b: 2 }, { a: 5, b: 2 })).toEqual([{ b: 2 }, 'a: 1 undefined 5'])
    expect(told({ a: 1, b: 2 }, { a: 5, b: 2 }, { b: 2 })).toEqual([{ a: 5, b: 2 }, 'a: 1 5 undefined'])
    expect(told({ a: 1 }, {}, {})).toEqual([{}])
    expect(settled({ a: 1 }, { a: 2 }, {}, 'theirs')).toEqual({})
    expect(settled({ a: 1 }, {}, { a: 2 }, 'ours')).toEqual({})
    expect(settled({ a: 1 }, {}, { a: 2 }, 'theirs')).toEqual({ a: 2 })
  })

  test('a removed place is not one that holds undefined', () => {
    expect(Object.keys(merge<Any>({ a: 1 }, { a: undefined }, {}).value)).toEqual(['a'])
    expect(merge<Any>({ a: 1 }, { a: undefined }, {}).conflicts).toHaveLength(1)
    expect(Object.keys(settled({ a: 1 }, { a: undefined }, {}, 'theirs'))).toEqual([])
    expect(Object.keys(settled({ a: 1 }, {}, { a: undefined }, 'theirs'))).toEqual(['a'])
  })

  test('what both put at a new place is contested as a whole, unless it is equal', () => {
    expect(told({}, { a: { n: 1 } }, { a: { n: 1 } })).toEqual([{ a: { n: 1 } }])
    const { value, conflicts } = merge<Any>({}, { a: { n: 1 } }, { a: { m: 1 } })
    expect(value).toEqual({ a: { n: 1 } })
    expect(conflicts).toEqual([{ path: ['a'], base: undefined, ours: { n: 1 }, theirs: { m: 1 } }])
  })

  test('containers of another kind are not gone into', () => {
    const bare = Object.assign(Object.create(null) as object, { n: 1 })
    expect(merge<Any>({ n: 1 }, bare, { n: 2 }).conflicts).toHaveLength(1)
    expect(merge<Any>({ n: 1 }, new Map([['n', 1]]), { n: 2 }).conflicts).toHaveLength(1)
    expect(Object.getPrototypeOf(merge<Any>({ n: 1 }, bare, { n: 1 }).value)).toBe(null)
  })

  test('names that are traps are data', () => {
    const of = (text: string): Any => JSON.parse(text)
    const { value } = merge<Any>(
      of('{"__proto__": {"x": 1}}'),
      of('{"__proto__": {"x": 1, "y": 2}, "constructor": 1}'),
      of('{"__proto__": {"x": 3}, "toString": 2}'),
    )
    expect(JSON.stringify(value)).toBe('{"__proto__":{"x":3,"y":2},"constructor":1,"toString":2}')
    expect(({} as Any).x).toBe(undefined)
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  test('keys stand in our order, theirs behind what they follow with them, and behind ours', () => {
    const keys = (...sides: string[]): string => {
      const [base, ours, theirs] = sides.map(side => Object.fromEntries(side.split('').map(key => [key, 1])))
      return Object.keys(merge<Any>(base, ours, theirs).value).join('')
    }
    expect(keys('abc', 'abcx', 'abcy')).toBe('abcxy')
    expect(keys('abc', 'xabc', 'yabc')).toBe('xyabc')
    expect(keys('abc', 'axbc', 'abyc')).toBe('axbyc')
    expect(keys('abc', 'ac', 'abyc')).toBe('ayc')
    expect(keys('abc', 'abcx', 'cab')).toBe('cabx')
    expect(keys('abc', 'cab', 'abcx')).toBe('cabx')
    expect(keys('abcd', 'bacd', 'abdc')).toBe('badc')
    expect(keys('abc', 'bac', 'cab')).toBe('cba')
  })

  test('Maps are merged by key, entry by entry', () => {
    const base = new Map<unknown, unknown>([
      [1, { n: 1, m: 1 }],
      ['1', 'text'],
      [null, 0],
    ])
    const ours = new Map<unknown, unknown>([
      [1, { n: 2, m: 1 }],
      ['1', 'text'],
      [null, 0],
      [NaN, 1],
    ])
    const theirs = new Map<unknown, unknown>([
      [1, { n: 1, m: 3 }],
      [null, 5],
    ])
    expect(told(base, ours, theirs)).toEqual([
      new Map<unknown, unknown>([
        [1, { n: 2, m: 3 }],
        [null, 5],
        [NaN, 1],
      ]),
    ])
  })

  test('in Sets, what either added is added, what either removed is gone', () => {
    expect(told(new Set([1, 2, 3]), new Set([2, 3, 4]), new Set([1, 2, 5]))).toEqual([new Set([2, 4, 5])])
    const day = (n: number): Date => new Date(n)
    expect(
      told(new Set([day(1), day(2)]), new Set([day(2), day(3)]), new Set([day(1), day(2), day(3), day(4)])),
    ).toEqual([new Set([day(2), day(3), day(4)])])
  })

  test('many equal members are found without trying each with each', () => {
    const many = (): Set<object> => new Set(Array.from({ length: 3_000 }, (_, i) => ({ i, at: new Date(i) })))
    const ours = new Set([...[...many()].reverse(), { i: -1 }])
    const { value, conflicts } = merge<Any>(many(), ours, many())
    expect([value.size, conflicts.length]).toEqual([3_001, 0])
  })
})

describe('leaves', () => {
  test('are equal or contested, and never the same object twice', () => {
    const same = told({ at: new Date(1) }, { at: new Date(2) }, { at: new Date(2) })
    expect(same).toEqual([{ at: new Date(2) }])
    const { value, conflicts } = merge<Any>({ at: new Date(1) }, { at: new Date(2) }, { at: new Date(3) })
    const [conflict] = conflicts as [Conflict]
    expect(conflict).toEqual({ path: ['at'], base: new Date(1), ours: new Date(2), theirs: new Date(3) })
    ;(conflict.ours as Date).setTime(9)
    value.at.setTime(9)
    expect([conflict.ours, value.at]).toEqual([new Date(2), new Date(2)])
    const whole = merge<Any>(new Date(1), new Date(2), new Date(1))
    whole.value.setTime(9)
    expect(whole.value).toEqual(new Date(2))
  })

  test('bytes', () => {
    const [a, b] = [new Uint8Array([1]), new Uint8Array([2])]
    expect(told({ a }, { a: b }, { a: a.slice() })).toEqual([{ a: b }])
    expect(told({ a }, { a: b }, { a: new Uint8Array([3]) })).toHaveLength(2)
  })
})

describe('lists', () => {
  test('what each side did to other elements is done; where both added, ours come first', () => {
    expect(told([1, 2, 3], [1, 2, 3, 4], [0, 1, 2, 3])).toEqual([[0, 1, 2, 3, 4]])
    expect(told([1, 2, 3], [1, 3], [1, 2, 3, 4])).toEqual([[1, 3, 4]])
    expect(told([1, 2, 3], [9, 2, 3], [1, 2, 8])).toEqual([[9, 2, 8]])
    expect(told(['Bern'], ['Bern', 'Thun'], ['Bern', 'Spiez'])).toEqual([['Bern', 'Thun', 'Spiez']])
    expect(told([], [1, 2], [3])).toEqual([[1, 2, 3]])
  })

  test('elements whose keys stand in another order are not the same', () => {
    const { value } = merge<Any>([{ a: 1, b: 2 }, 1], [{ b: 2, a: 1 }, 1], [{ a: 1, b: 2 }, 1, 2])
    expect(JSON.stringify(value)).toBe('[{"b":2,"a":1},1,2]')
    const at = new Date(0)
    const dated = merge<Any>([{ at, by: at }, 1], [{ at, by: at }, 1, 2], [{ by: at, at }, 1])
    expect(Object.keys(dated.value[0])).toEqual(['by', 'at'])
  })

  test('what both added at the same spot is there once; elsewhere it is another', () => {
    expect(told(['a'], ['a', 'x', 'y'], ['a', 'x', 'z'])).toEqual([['a', 'x', 'y', 'z']])
    expect(told(['a'], ['x', 'a'], ['a', 'x'])).toEqual([['x', 'a', 'x']])
  })

  test('an element that both changed, or one removed and the other changed, is contested', () => {
    expect(told([1, 2, 3], [1, 5, 3], [1, 6, 3])).toEqual([[1, 5, 3], '1: 2 5 6'])
    expect(told([1, 2, 3], [1, 3], [1, 6, 3])).toEqual([[1, 3], '1: 2 undefined 6'])
    expect(told([1, 2, 3], [0, 1, 5, 3], [1, 3])).toEqual([[0, 1, 5, 3], '2: 2 5 undefined'])
    expect(settled([1, 2, 3], [1, 3], [1, 6, 3], 'theirs')).toEqual([1, 6, 3])
    expect(settled([1, 2, 3], [1, 6, 3], [1, 3], 'theirs')).toEqual([1, 3])
    expect(told([1, 2, 3, 4], [3, 4], [1, 4])).toEqual([[4]])
  })

  test('an element is gone into where it stands, and where it can be recognised', () => {
    const [a, b] = [
      { id: 1, text: 'tea', done: false },
      { id: 2, text: 'fig', done: false },
    ]
    expect(told([a, b], [a, { ...b, done: true }], [b])).toEqual([[{ ...b, done: true }]])
    expect(told([a, b], [{ ...a, text: 'milk' }, b], [{ ...a, done: true }, b])).toEqual([
      [{ id: 1, text: 'milk', done: true }, b],
    ])
    expect(told([a], [{ ...a, text: 'milk' }], [{ ...a, done: true }, b])).toEqual([
      [{ id: 1, text: 'milk', done: true }, b],
    ])
    // As many as before, but not the same ones: what is alike counts, not where it stands.
    expect(told([a, b], [{ ...a, text: 'milk' }, b], [{ ...b, done: true }, { id: 3 }])).toEqual([
      [{ ...a, text: 'milk' }, { ...b, done: true }, { id: 3 }],
      '0: [object Object] [object Object] undefined',
    ])
  })

  test('with keys, elements are merged wherever they stand, and moves are those of the side that moved', () => {
    const keys: ElementKey = element => (element as { id?: unknown } | null)?.id
    const [a, b, c] = [
      { id: 'a', n: 1 },
      { id: 'b', n: 1 },
      { id: 'c', n: 1 },
    ]
    expect(told([a, b, c], [c, a, b], [a, { ...b, n: 2 }, c], keys)).toEqual([[c, a, { ...b, n: 2 }]])
    expect(told([a, b, c], [a, { ...b, n: 2 }, c], [c, b, a], keys)).toEqual([[c, { ...b, n: 2 }, a]])
    expect(told([a, b], [{ ...b, n: 5 }], [{ ...b, n: 6 }, a], keys)).toEqual([
      [{ ...b, n: 5 }],
      '0.n: 1 5 6',
    ])
    expect(told([a, b], [b], [{ ...a, n: 3 }, b], keys)).toEqual([
      [b],
      '0: [object Object] undefined [object Object]',
    ])
    // Where not every element has a key of its own, there are none.
    expect(told([1, a], [1, a, a], [0, 1, a], keys)).toEqual([[0, 1, a, a]])
    expect(told([a, b], [a, b, a], [c, a, b], keys)).toEqual([[c, a, b, a]])
    expect(told([b], [{ ...a, n: 7 }, b, a], [b, c], keys)).toEqual([[{ ...a, n: 7 }, b, a, c]])
  })

  test('keys are told where the list stands', () => {
    const paths: unknown[] = []
    const keys: ElementKey = (element, path) => (paths.push(path), element)
    told({ in: { list: [1] } }, { in: { list: [1, 2] } }, { in: { list: [3, 1] } }, keys)
    expect(paths[0]).toEqual(['in', 'list'])
  })

  /* eslint-disable no-sparse-arrays */
  test('holes stay holes', () => {
    const { value } = merge<Any>([1, , 3], [1, , 3, 4], [0, 1, , 3])
    expect(Object.keys(value)).toEqual(['0', '1', '3', '4'])
    expect(value).toHaveLength(5)
    expect(Object.keys(merge<Any>([1, 2, 3], [1, , 3], [1, 2, 3, 4]).value)).toEqual(['0', '2', '3'])
    expect(merge<Any>([1, 2, 3], [1, , 3], [1, undefined, 3]).conflicts).toHaveLength(1)
    expect(Object.keys(settled([1, 2, 3], [1, , 3], [1, 5, 3], () => nothing))).toEqual(['0', '2'])
  })

  test('an array that is mostly holes is one thing', () => {
    const vast = (n: number): unknown[] => Object.assign([n], { length: 4_000_000_000 })
    expect(merge<Any>(vast(1), vast(1), vast(2)).value[0]).toBe(2)
    expect(merge<Any>(vast(1), vast(3), vast(2)).conflicts).toHaveLength(1)
  })
})

describe('settling', () => {
  const base = { n: 1, m: 1, gone: 1 }
  const [ours, theirs] = [
    { n: 2, m: 2 },
    { n: 3, m: 3, gone: 2 },
  ]

  test('by a function, which sees what it decides on and may leave it open', () => {
    const asked: Conflict[] = []
    const { value, conflicts } = merge<Any>(base, ours, theirs, {
      resolve: conflict => {
        asked.push(conflict)
        return conflict.path[0] === 'n'
          ? Math.max(conflict.ours as number, conflict.theirs as number)
          : undefined
      },
    })
    expect(value).toEqual({ n: 3, m: 2 })
    expect(asked.map(each => each.path)).toEqual([['n'], ['m'], ['gone']])
    expect(conflicts.map(each => each.path)).toEqual([['m'], ['gone']])
    expect(
      Object.isFrozen(conflicts) && Object.isFrozen(conflicts[0]) && Object.isFrozen(conflicts[0]!.path),
    ).toBe(true)
  })

  test('`nothing` removes what a side removed, and is undefined elsewhere', () => {
    const value = settled(base, ours, theirs, () => nothing)
    expect(Object.entries(value)).toEqual([
      ['n', undefined],
      ['m', undefined],
    ])
    expect(settled([1, 2], [1], [1, 3], () => nothing)).toEqual([1])
    expect(settled([1, 2], [1, 3], [1], () => nothing)).toEqual([1])
    expect(settled(1, 2, 3, () => nothing)).toBe(undefined)
  })

  test('with anything that can be remembered, as it was then', () => {
    const answer = { list: [new Date(1)] }
    const { value } = merge<Any>(base, ours, theirs, { resolve: () => answer })
    answer.list.push(new Date(2))
    expect(value.n).toEqual({ list: [new Date(1)] })
    expect(() => merge<Any>({ a: base }, { a: ours }, { a: theirs }, { resolve: () => () => 1 })).toThrow(
      code('NOT_REMEMBERABLE', { details: { path: ['a', 'n'], type: 'function' } }),
    )
    const mine = new Error('mine')
    expect(() =>
      merge<Any>(base, ours, theirs, {
        resolve: () => {
          throw mine
        },
      }),
    ).toThrow(mine)
  })

  test('options that make no sense', () => {
    expect(() => merge(1, 2, 3, { resolve: 'our' as never })).toThrow(code('BAD_OPTION'))
    expect(() => merge(1, 2, 3, { resovle: 'ours' } as never)).toThrow(
      code('BAD_OPTION', { details: { option: 'resovle', nearest: 'resolve' } }),
    )
  })
})

describe('what is shared', () => {
  test('is passed over without a look, and stays shared', () => {
    class Unseen extends DateLeaf {
      override equals(): boolean {
        throw new Error('It was looked at')
      }
    }
    const part = kept({ deep: [new Unseen(1), new Unseen(2)] })
    const list = kept([part, 1, part])
    const base = kept({ part, list, n: 1, kid: { n: 1 } }) as Any
    const ours = kept({ ...base, n: 2, list: [...(list as Any), 2] }) as Any
    const theirs = kept({ ...base, kid: { n: 2 }, list: [0, ...(list as Any)] })
    const value = mergeKept(base, ours, theirs).value as Any
    expect(value.part).toBe(part)
    expect(value.list[1]).toBe(part)
    expect(value.list).toHaveLength(5)
  })

  test('a side that is the outcome is given as it is, also where the other is only equal to the base', () => {
    for (const [plain, changed] of [
      [
        { n: 1, m: 1 },
        { n: 2, m: 1 },
      ],
      [{ n: 1 }, { n: 1, m: 1 }],
      [
        [1, 2],
        [1, 3],
      ],
      [new Set([1]), new Set([1, 2])],
      [new Map([[1, 1]]), new Map([[1, 2]])],
    ]) {
      const [base, copy, side] = [kept(plain), kept(thaw(kept(plain))), kept(changed)]
      expect(mergeKept(base, copy, side).value).toBe(side)
      expect(mergeKept(base, side, copy).value).toBe(side)
    }
  })

  test('nesting to the bound', () => {
    const deep = (n: number): unknown => {
      let value: unknown = { n, [n]: n }
      for (let i = 0; i < 499; i++) value = [{ value }]
      return value
    }
    expect(told(deep(0), deep(1), deep(2)).slice(1)).toHaveLength(1)
  })
})
