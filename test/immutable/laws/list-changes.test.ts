import { expect, test } from 'vitest'
import { create, createMany, ImmutableList, roleOf, stateOf, update } from 'varve/immutable'
import { errorOf } from '../../value/around.ts'
import { laws } from './rows.ts'
import { Box, expectLockedPart, expectLockedRoot, expectTransientRoot } from './shapes.ts'

interface Change {
  readonly law: string
  readonly method: string
  readonly from: readonly unknown[]
  readonly change: (list: any) => unknown
  readonly gives: readonly unknown[]
}

const changes: readonly Change[] = [
  { law: 'set puts an item at its place', method: 'set', from: [null], change: l => l.set(0, 42), gives: [42] },
  { law: 'set counts from the end below zero', method: 'set', from: [1, 2], change: l => l.set(-1, 42), gives: [1, 42] },
  { law: 'push adds at the end', method: 'push', from: [], change: l => l.push(42), gives: [42] },
  { law: 'push adds many, in their order', method: 'push', from: [40], change: l => l.push(41, 42), gives: [40, 41, 42] },
  { law: 'push of its own items doubles a list', method: 'push', from: [41, 42], change: l => l.push(...l), gives: [41, 42, 41, 42] },
  { law: 'pop takes the last item', method: 'pop', from: [41, 42], change: l => l.pop(), gives: [41] },
  { law: 'shift takes the first item', method: 'shift', from: [41, 42], change: l => l.shift(), gives: [42] },
  { law: 'unshift adds at the start', method: 'unshift', from: [42], change: l => l.unshift(40, 41), gives: [40, 41, 42] },
  { law: 'splice inserts before an item', method: 'splice', from: [41], change: l => l.splice(0, 0, 40), gives: [40, 41] },
  { law: 'splice deletes an item', method: 'splice', from: [41, 42], change: l => l.splice(0, 1), gives: [42] },
  { law: 'splice replaces a range of items', method: 'splice', from: [1, 2, 3, 4], change: l => l.splice(1, 2, 9), gives: [1, 9, 4] },
  { law: 'indexOf and splice remove an item by its value', method: 'splice', from: [41, 42], change: l => l.splice(l.indexOf(42), 1), gives: [41] },
  { law: 'clear takes all items', method: 'clear', from: [41, 42], change: l => l.clear(), gives: [] },
  { law: 'reverse turns the order around', method: 'reverse', from: [41, 42], change: l => l.reverse(), gives: [42, 41] },
  { law: 'sort orders as an array is ordered', method: 'sort', from: [43, 5, 42], change: l => l.sort(), gives: [42, 43, 5] },
  { law: 'sort honours its comparison', method: 'sort', from: [43, 5, 42], change: l => l.sort((a: number, b: number) => b - a), gives: [43, 42, 5] },
  { law: 'fill sets every place', method: 'fill', from: [1, 2], change: l => l.fill(42), gives: [42, 42] },
] // prettier-ignore

// Each in a draft, on a transient list, and refused on a locked one, by its name.
laws(changes, ({ method, from, change, gives }) => {
  const list = ImmutableList.of(...from)
  const array = [...from] as any
  let answer: unknown
  const next = update(list, draft => {
    answer = change(draft)
  })
  expect([[...list], [...next]]).toEqual([from, gives])
  if (array[method]) {
    const expected = change(array)
    if (expected !== array) expect(answer).toEqual(expected)
  }
  expectLockedRoot(next)

  const open = new ImmutableList(from)
  change(open)
  expect([...open]).toEqual(gives)
  expectTransientRoot(open)

  const error = errorOf('LOCKED', () => change(list))
  expect(error.details).toEqual({ method })
  expect(error.message).toContain(method)
  expect([...list]).toEqual(from)
})

const takers: readonly { law: string; put: (list: any, item: unknown) => unknown }[] = [
  { law: 'set locks a copy of what it puts in', put: (list, item) => list.set(0, item) },
  { law: 'push locks a copy of what it puts in', put: (list, item) => list.push(item) },
  { law: 'unshift locks a copy of what it puts in', put: (list, item) => list.unshift(item) },
  { law: 'splice locks a copy of what it puts in', put: (list, item) => list.splice(0, 0, item) },
  { law: 'fill locks a copy of what it puts in', put: (list, item) => list.fill(item) },
]

// Of an open object, of plain data, of a root, and of a part of another root.
laws(takers, ({ put }) => {
  const put1 = (item: unknown) => update(ImmutableList.of<any>(null), draft => void put(draft, item))
  const found = (list: Iterable<any>, test: (item: any) => boolean) => [...list].find(test)

  const mine = new Box({ n: [1] })
  const box = found(put1(mine), item => item instanceof Box)
  expectLockedPart(box)
  expect([box === mine, stateOf(mine), roleOf(mine)]).toEqual([false, 'transient', 'root'])

  const data = { n: [1] }
  const item = found(put1(data), item => item !== null)
  data.n.push(2)
  expect(item).toEqual({ n: [1] })
  expectLockedPart(item.n)

  const root = create(Box, { n: [1] })
  const taken = found(put1(root), item => item instanceof Box)
  expect(taken).toEqual(root)
  expectLockedPart(taken)
  expectLockedRoot(root)

  const owner = create(Box, new Box(1))
  const list = put1(owner.value)
  const next = update(list, draft => {
    found(draft as Iterable<any>, item => item instanceof Box).value = 2
  })
  expect(found(next, item => item instanceof Box).value).toBe(2)
  expect(owner.value.value).toBe(1)

  errorOf('NOT_REMEMBERABLE', () => put1(() => 1))
  errorOf('NOT_REMEMBERABLE', () => createMany(ImmutableList, make => put(make([null]), () => 1)))
})

test('an own object that a list holds twice is two equal parts, each of which changes by itself', () => {
  const doubled = update(ImmutableList.of(new Box(1)), draft => void draft.push(draft.at(0) as Box))
  const next = update(doubled, draft => {
    ;(draft.at(0) as { value: unknown }).value = 2
  })
  expect([...next].map(box => box.value)).toEqual([2, 1])
})

test('an item can be taken out and put back in', () => {
  const list = ImmutableList.of(new Box(1), new Box(2))
  const next = update(list, draft => void draft.push(...(draft as any).splice(0, 1)))
  expect([...next].map(box => box.value)).toEqual([2, 1])
})
