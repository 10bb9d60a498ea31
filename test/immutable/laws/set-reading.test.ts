import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { ImmutableSet, roleOf, stateOf, update } from 'varve/immutable'
import { expectLockedPart, expectLockedRoot, expectTransientRoot } from './shapes.ts'

test('ImmutableSet.of nothing is an empty locked root', () => {
  expect(ImmutableSet.of([]).size).toBe(0)
  expectLockedRoot(ImmutableSet.of([]))
})

test('ImmutableSet.of holds the values of any iterable, each once', () => {
  expect([...ImmutableSet.of('abca')]).toEqual(['a', 'b', 'c'])
  expectLockedRoot(ImmutableSet.of([1]))
})

test('the draft of a set has its values and is transient', () => {
  const set = ImmutableSet.of([1])
  update(set, draft => {
    expect([...draft]).toEqual([1])
    expectTransientRoot(draft)
    expect(draft).not.toBe(set)
  })
})

test('a set in a set is a part, in its draft too', () => {
  const set = ImmutableSet.of([new Set([42])])
  expect([...set][0]).toBeInstanceOf(ImmutableSet)
  expectLockedPart([...set][0]!)
  update(set, draft => {
    const inner = [...draft][0]!
    expect([stateOf(inner), roleOf(inner), [...inner]]).toEqual(['transient', 'part', [42]])
  })
})

test('has finds what a set holds', () => {
  const set = ImmutableSet.of([42, NaN])
  expect([set.has(42), set.has(NaN), set.has(41)]).toEqual([true, true, false])
})

test('a set gives its values in the order in which they came', () => {
  const set = ImmutableSet.of([42, 'a', 41])
  expect([...set]).toEqual([42, 'a', 41])
  expect([[...set.values()], [...set.keys()]]).toEqual([[...set], [...set]])
  expect([...set.entries()]).toEqual([...set].map(value => [value, value]))
  const seen: unknown[] = []
  set.forEach((value, again) => seen.push(value, again))
  expect(seen).toEqual([42, 42, 'a', 'a', 41, 41])
})

test('size counts the values of a set', () => {
  expect([ImmutableSet.of([]).size, ImmutableSet.of([42, 42, 41]).size]).toEqual([0, 2])
})

test('a set prints as what it holds', () => {
  expect(inspect(ImmutableSet.of([42]))).toBe('ImmutableSet(1) { 42 }')
})

test('with and without give other locked sets and leave the set as it was', () => {
  const set = ImmutableSet.of([42])
  const [more, less] = [set.with(41), set.without(42)]
  expect([[...set], [...more], [...less]]).toEqual([[42], [42, 41], []])
  for (const other of [more, less]) expectLockedRoot(other)
})

test('sets compare with each other and with plain ones', () => {
  const set = ImmutableSet.of([41, 42]) as any
  expect([set.isSubsetOf(new Set([40, 41, 42])), set.isSupersetOf(ImmutableSet.of([42]))]).toEqual([
    true,
    true,
  ])
  expect([set.isDisjointFrom(ImmutableSet.of([43])), new Set([41]).isSubsetOf(set)]).toEqual([true, true])
})
