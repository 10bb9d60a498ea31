import { expect, test } from 'vitest'
import { create, ImmutableMap, roleOf, stateOf, update } from 'varve/immutable'
import { errorOf } from '../../value/around.ts'
import { Box, expectLockedPart, expectLockedRoot, expectTransientRoot } from './shapes.ts'

test('ImmutableMap.of nothing is an empty locked root', () => {
  expect(ImmutableMap.of([]).size).toBe(0)
  expectLockedRoot(ImmutableMap.of([]))
})

test('ImmutableMap.of holds entries of any iterable', () => {
  const map = ImmutableMap.of(new Map([['one', 1]]))
  expect([...map]).toEqual([['one', 1]])
  expectLockedRoot(map)
})

test('ImmutableMap.of takes the properties of an object as Object.entries gives them', () => {
  const map = ImmutableMap.of(Object.entries({ one: 1, two: 2 }))
  expect([map.size, map.get('one'), map.get('two'), map.get('three')]).toEqual([2, 1, 2, undefined])
})

test('a map is made of keys that share a value', () => {
  const map = ImmutableMap.of([41, 42].map(key => [key, 'answer'] as const))
  expect([...map]).toEqual([[41, 'answer'], [42, 'answer']]) // prettier-ignore
})

test('one object under two keys is two equal parts, each of which changes by itself', () => {
  const one = create(Box, 1)
  const map = ImmutableMap.of([41, 42].map(key => [key, one] as const))
  for (const box of map.values()) {
    expect(box).not.toBe(one)
    expectLockedPart(box)
  }
  const next = update(map, draft => {
    draft.get(41)!.value = 2
  })
  expect([next.get(41)!.value, next.get(42)!.value, one.value]).toEqual([2, 1, 1])
})

test('the draft of a map has its entries and is transient', () => {
  const map = ImmutableMap.of([['one', 1]])
  update(map, draft => {
    expect([...draft]).toEqual([['one', 1]])
    expectTransientRoot(draft)
    expect(draft).not.toBe(map)
  })
})

test('what a map holds is a part, in its draft too', () => {
  const map = ImmutableMap.of([['question', new Map([['answer', 42]])]])
  expect(map.get('question')).toBeInstanceOf(ImmutableMap)
  expectLockedPart(map.get('question')!)
  update(map, draft => {
    const question = draft.get('question')!
    expect([stateOf(question), roleOf(question)]).toEqual(['transient', 'part'])
  })
})

test('keys are primitives; others are refused: NOT_REMEMBERABLE', () => {
  errorOf('NOT_REMEMBERABLE', () => ImmutableMap.of([[{}, 1]]))
  errorOf('NOT_REMEMBERABLE', () =>
    update(ImmutableMap.of<unknown, number>([]), draft => void draft.set({}, 1)),
  )
})

test('with and without give other locked maps and leave the map as it was', () => {
  const map = ImmutableMap.of([['a', 1]])
  const [more, less] = [map.with('b', 2), map.without('a')]
  expect([[...map], [...more], [...less]]).toEqual([[['a', 1]], [['a', 1], ['b', 2]], []]) // prettier-ignore
  for (const other of [more, less]) expectLockedRoot(other)
})

test('a locked map reads like a Map, in the order in which its keys came', () => {
  const map = ImmutableMap.of<string | number, number>([['b', 1], [2, 2], ['2', 3], [1, 4]]) // prettier-ignore
  expect([map.size, map.has(2), map.has('1'), map.get('2')]).toEqual([4, true, false, 3])
  expect([[...map.keys()], [...map.values()]]).toEqual([['b', 2, '2', 1], [1, 2, 3, 4]]) // prettier-ignore
  expect([...map.entries()]).toEqual([...map])
  const seen: unknown[] = []
  map.forEach((value, key) => seen.push([key, value]))
  expect(seen).toEqual([...map])
})
