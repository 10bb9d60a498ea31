import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { create, ImmutableList, roleOf, stateOf, update } from 'varve/immutable'
import { Box, expectLockedPart, expectLockedRoot, expectTransientRoot } from './shapes.ts'

test('ImmutableList.of nothing is an empty locked root', () => {
  expect([...ImmutableList.of()]).toEqual([])
  expectLockedRoot(ImmutableList.of())
})

test('ImmutableList.of holds its arguments, in their order', () => {
  expect([...ImmutableList.of(42, 41)]).toEqual([42, 41])
  expectLockedRoot(ImmutableList.of(42))
})

test('the draft of a list has its items and is transient', () => {
  const list = ImmutableList.of(42)
  update(list, draft => {
    expect([...draft]).toEqual([42])
    expectTransientRoot(draft)
    expect(draft).not.toBe(list)
  })
})

test('an array in a list stays an array, and is a part, in its draft too', () => {
  const list = ImmutableList.of<any>([42], new ImmutableList([1]))
  expectLockedPart(list.at(0)!)
  update(list, draft => {
    expect([Array.isArray(draft.at(0)), roleOf(draft.at(0)!), stateOf(draft.at(0)!)]).toEqual([
      true,
      'part',
      'transient',
    ])
    expect([draft.at(1) instanceof ImmutableList, roleOf(draft.at(1)!)]).toEqual([true, 'part'])
  })
})

test('two lists make a third: spread them into of, which leaves both as they are', () => {
  const list = new ImmutableList([41, 42])
  const both = update(create(Box), draft => {
    draft.value = new ImmutableList([...list, 44, 43])
    expect(stateOf(draft.value)).toBe('transient')
  })
  expect([...both.value]).toEqual([41, 42, 44, 43])
  expect([...ImmutableList.of(...list, ...ImmutableList.of(44, 43))]).toEqual([41, 42, 44, 43])
  expect([...list]).toEqual([41, 42])
})

test('a locked list reads like an array', () => {
  const items = [3, 1, 2, 1]
  const list = ImmutableList.of(...items) as any
  expect(list.size).toBe(4)
  expect([list.at(0), list.at(-1), list.at(9)]).toEqual([3, 1, undefined])
  expect([list.slice(1, 3), list.toArray()]).toEqual([[1, 2], items])
  expect([list.indexOf(1), list.lastIndexOf(1), list.includes(2), list.includes(9)]).toEqual([
    1,
    3,
    true,
    false,
  ])
  expect([list.find((n: number) => n < 3), list.findIndex((n: number) => n < 3)]).toEqual([1, 1])
  expect([list.findLast((n: number) => n > 1), list.some((n: number) => n > 2), list.every((n: number) => n > 2)]).toEqual([2, true, false]) // prettier-ignore
  expect([list.map((n: number) => n * 2), list.filter((n: number) => n > 1)]).toEqual([[6, 2, 4, 2], [3, 2]]) // prettier-ignore
  expect([list.reduce((a: number, b: number) => a + b, 0), list.join('-')]).toEqual([7, '3-1-2-1'])
  expect([[...list.keys()], [...list.values()], [...list.entries()]]).toEqual([[0, 1, 2, 3], items, [[0, 3], [1, 1], [2, 2], [3, 1]]]) // prettier-ignore
  const seen: unknown[] = []
  list.forEach((item: number, index: number) => seen.push([index, item]))
  expect(seen).toEqual([...items.entries()])
  expect(JSON.stringify(list)).toBe('[3,1,2,1]')
})

test('with gives another locked list and leaves the list as it was', () => {
  const list = ImmutableList.of(41, 41)
  const other = list.with(1, 42)
  expect([[...list], [...other]]).toEqual([[41, 41], [41, 42]]) // prettier-ignore
  expectLockedRoot(other)
})

test('a list prints as what it holds', () => {
  expect(inspect(ImmutableList.of(42))).toMatch(/List.*42/)
})
