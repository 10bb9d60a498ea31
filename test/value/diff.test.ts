import { describe, expect, test } from 'vitest'
import { apply, diff, update } from 'varve'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

const list = (...ns: number[]) => ns.map(n => ({ n, text: 'same' }))
const clone = <T>(value: T): T => structuredClone(value)

describe('arrays of one length, of which nothing is shared', () => {
  test('what changed in place is edited in place', () => {
    const a = list(1, 2, 3, 4, 5, 6)
    const b = clone(a)
    b[1]!.n = 20
    b[4]!.n = 50
    expect(diff(a, b)).toEqual([
      { op: 'replace', path: [1, 'n'], value: 20 },
      { op: 'replace', path: [4, 'n'], value: 50 },
    ])
  })

  test('what moved is told as moved, not as an edit of everything', () => {
    expect(diff(list(1, 2, 3, 4, 5), list(2, 3, 4, 5, 6))).toEqual([
      { op: 'splice', path: [], index: 0, remove: 1, insert: [] },
      { op: 'splice', path: [], index: 4, remove: 0, insert: list(6) },
    ])
  })

  test('so is what is shared, wherever it went', () => {
    const a = update(list(1, 2, 3, 4, 5), () => undefined)
    const b = update(a, draft => void draft.push(...draft.splice(0, 2)))
    expect(diff(a, b)).toEqual([
      { op: 'splice', path: [], index: 0, remove: 2, insert: [] },
      { op: 'splice', path: [], index: 3, remove: 0, insert: list(1, 2) },
    ])
  })

  test('what differs side by side is one splice, also beside a container', () => {
    expect(diff([1, 2, { n: 1 }, 3, 4], [5, 6, { n: 2 }, 3, 7])).toEqual([
      { op: 'splice', path: [], index: 0, remove: 2, insert: [5, 6] },
      { op: 'replace', path: [2, 'n'], value: 2 },
      { op: 'replace', path: [4], value: 7 },
    ])
  })

  test('many that moved, one array in the other, are told soon', () => {
    // Each level is compared in place before it is seen to have moved, and then its first element again.
    const at = (depth: number, leaf: string, ...ns: number[]): Any =>
      depth === 0 ? leaf : [at(depth - 1, leaf, ...ns), ...ns.map(n => ({ n, depth }))]
    const [a, b] = [at(200, 'a', 1, 2, 3, 4, 5), at(200, 'b', 1, 3, 4, 5, 6)]
    expect(apply(a, diff(a, b))).toEqual(b)
  })
})

test('a chain of containers is walked once', () => {
  const chain = (leaf: string): Any => {
    let value: Any = leaf
    for (let i = 0; i < 300; i++) value = [i, { a: [leaf, value], b: i }]
    return value
  }
  const [a, b] = [chain('a'), chain('b')]
  expect(apply(a, diff(a, b))).toEqual(b)
})

test('zeros of both signs differ, at every place; NaN does not', () => {
  for (const [a, b] of [
    [{ n: 0 }, { n: -0 }],
    [
      [0, 1, 0],
      [-0, 1, 0],
    ],
    [new Map([['n', 0]]), new Map([['n', -0]])],
    [
      [[0], 1],
      [[-0], 1, 2],
    ],
  ] as Any[]) {
    expect(diff(a, b)).not.toEqual([])
    expect(diff(clone(b), b)).toEqual([])
  }
  expect(diff({ n: NaN, list: [NaN, 1] }, { n: NaN, list: [NaN, 2] })).toEqual([
    { op: 'replace', path: ['list', 1], value: 2 },
  ])
})

test('a great Set of objects that gains one is told so', () => {
  const members = Array.from({ length: 100 }, (_, n) => ({ n }))
  const patches = diff({ s: new Set(members) }, { s: new Set([...clone(members), { n: 100 }]) })
  expect(patches).toEqual([{ op: 'add', path: ['s', 100], value: { n: 100 } }])
  expect(diff([new Set(members), 1], [new Set(clone(members)), 2])).toEqual([
    { op: 'replace', path: [1], value: 2 },
  ])
})

test('what somebody put on Object.prototype is no part of a value', () => {
  const prototype = Object.prototype as Any
  prototype.stray = 1
  try {
    expect(diff({ a: 1 }, { a: 1, stray: 1 })).toEqual([{ op: 'add', path: ['stray'], value: 1 }])
    expect(diff([{ a: 1, stray: 1 }, 1], [{ a: 1 }])).toEqual([
      { op: 'splice', path: [], index: 0, remove: 2, insert: [{ a: 1 }] },
    ])
    expect(diff({ a: 1, b: { c: 1 } }, { a: 1, b: { c: 2 } })).toHaveLength(1)
  } finally {
    delete prototype.stray
  }
})

test('objects of every size, with Dates and without', () => {
  for (const size of [1, 18, 19, 128, 129, 2_000]) {
    const a: Any = Object.fromEntries(Array.from({ length: size }, (_, i) => [`k${i}`, { i }]))
    const b = clone(a)
    b.k0.i = 'new'
    expect(diff(a, b)).toEqual([{ op: 'replace', path: ['k0', 'i'], value: 'new' }])
    a.when = new Date(1)
    b.when = new Date(1)
    expect(diff(a, b)).toHaveLength(1)
    b.when = new Date(2)
    expect(diff(a, b)).toHaveLength(2)
  }
})
