import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import {
  copy,
  create,
  edit,
  finish,
  ImmutableList,
  ImmutableMap,
  isImmutable,
  stateOf,
} from 'varve/immutable'
import { errorOf } from '../../value/around.ts'
import { Address, Box, expectLockedPart, expectLockedRoot, Person } from './shapes.ts'

test('a draft is another object than its original, transient, and of the same class', () => {
  const ann = create(Person)
  using draft = edit(ann)
  expect(draft).not.toBe(ann)
  expect(draft).toBeInstanceOf(Person)
  expect(stateOf(draft)).toBe('transient')
  expectLockedRoot(ann)
})

test('a draft has what its original has, getters too', () => {
  using draft = edit(create(Person, 'Bea', 20))
  expect([draft.name, draft.age, draft.address.city, [...draft.tags]]).toEqual(['Bea', 20, 'Bern', ['kind']])
  expect((draft as unknown as Person).adult).toBe(true)
})

test('the parts of a draft are transient, and others than those of the original', () => {
  const box = create(Box, { answer: new Box(42) })
  using draft = edit(box)
  expect(draft.value.answer).not.toBe(box.value.answer)
  expect(stateOf(draft.value.answer)).toBe('transient')
  draft.value.answer.value = 43
  expect(box.value.answer.value).toBe(42)
})

test('finish locks a draft', () => {
  using draft = edit(create(Box, 1))
  expectLockedRoot(finish(draft))
})

test('finish keeps what the draft was given, and locks its parts with it', () => {
  using draft = edit(create(Box, 1))
  draft.value = { answer: 42, inner: new Address(), list: [[1]] }
  const { value } = finish(draft)
  expect(value.answer).toBe(42)
  for (const part of [value, value.inner, value.inner.lines, value.list, value.list[0]])
    expectLockedPart(part)
})

test('what is finished cannot be finished again, nor edited: DRAFT_CLOSED', () => {
  using draft = edit(create(Box, 1))
  finish(draft)
  errorOf('DRAFT_CLOSED', () => finish(draft))
  errorOf('DRAFT_CLOSED', () => {
    draft.value = 2
  })
})

test('copy gives another locked root, of one level: what is in it is shared', () => {
  const inner = new Address()
  for (const one of [
    create(Box, { inner }),
    ImmutableMap.of([['answer', { inner }]]),
    ImmutableList.of<unknown>(41, { inner }),
    create([{ inner }]),
  ]) {
    const other = copy(one)
    expect(other).not.toBe(one)
    expect(other).toEqual(one)
    expectLockedRoot(other)
  }
  const box = create(Box, { inner })
  expect(copy(box).value).toBe(box.value)
})

test('a copy of a map is as locked as the map', () => {
  const other = copy(ImmutableMap.of([['answer', 42]]))
  expect([...other]).toEqual([['answer', 42]])
  expect(errorOf('LOCKED', () => (other as any).set('fishes', 43)).details).toEqual({ method: 'set' })
})

test('a copy of a list is as locked as the list', () => {
  const other = copy(ImmutableList.of(41, 42))
  expect([...other]).toEqual([41, 42])
  expect(errorOf('LOCKED', () => (other as any).push(43)).details).toEqual({ method: 'push' })
})

test('a copy of a map or list shares the own objects in it', () => {
  const map = ImmutableMap.of<string, unknown>([['answer', 42], ['box', new Box('foobar')]]) // prettier-ignore
  expect(copy(map).get('box')).toBe(map.get('box'))
  const list = ImmutableList.of<unknown>(41, new Box('foobar'))
  expect(copy(list).at(1)).toBe(list.at(1))
})

test('as plain data an own object is a clone without its class, open and another', () => {
  const ann = create(Person)
  const { tags: _, ...plain } = structuredClone(ann)
  expect(plain).toEqual({ name: 'Ann', age: 3, address: { city: 'Bern', lines: ['a'] } })
  expect(isImmutable(plain)).toBe(false)
  ;(plain.address.lines as string[]).push('b')
  expect(ann.address.lines).toEqual(['a'])
})

test('as plain data a map is new Map(map), open and another', () => {
  const map = ImmutableMap.of([['answer', 42]])
  const plain = new Map(map)
  plain.set('answer', 43)
  expect([map.get('answer'), isImmutable(plain)]).toEqual([42, false])
})

test('create locks plain data again, maps too', () => {
  const map = create(new Map([['answer', 42]]))
  expect(map).toBeInstanceOf(ImmutableMap)
  expect([...map]).toEqual([['answer', 42]])
  expectLockedRoot(map)
})

test('collections print what they hold', () => {
  expect(inspect(ImmutableMap.of([['a', 1]]))).toContain("'a' => 1")
  expect(inspect(ImmutableList.of(41, 42))).toMatch(/41, 42/)
})
