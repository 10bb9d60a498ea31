import { expect, test } from 'vitest'
import { create, ImmutableList, stateOf, update } from 'varve/immutable'
import { Address, Box, holding, expectLockedPart, expectLockedRoot, Person } from './shapes.ts'

test('a transient object put in is copied: what was passed in stays transient', () => {
  const mine = new Person()
  const box = holding(mine)
  expect(box.value).toBeInstanceOf(Person)
  expect(box.value).not.toBe(mine)
  expectLockedPart(box.value)
  Object.assign(mine, { name: 'Bea' })
  expect([box.value.name, stateOf(mine)]).toEqual(['Ann', 'transient'])
  const list = new ImmutableList([1])
  const held = holding(list)
  list.push(2)
  expect([[...held.value], [...list]]).toEqual([[1], [1, 2]])
})

test('a locked root put in becomes a part by a copy of one level, which shares what is in it', () => {
  const ann = create(Person)
  const box = holding(ann)
  expect(box.value).not.toBe(ann)
  expect(box.value).toEqual(ann)
  expect(box.value.address).toBe(ann.address)
  expectLockedPart(box.value)
  expectLockedRoot(ann)
})

test('what was made elsewhere can be edited where it was put in, and stays as it was elsewhere', () => {
  const question = create(Box, 1)
  const box = update(create(Box), draft => {
    draft.value = question
    draft.value.value = 42
  })
  expect([box.value.value, question.value]).toEqual([42, 1])
})

test('a part of another root can be put in, and each root changes by itself', () => {
  const ann = create(Person)
  const box = holding(ann.address)
  const moved = update(box, draft => {
    draft.value.city = 'Thun'
  })
  expect([ann.address.city, box.value.city, moved.value.city]).toEqual(['Bern', 'Bern', 'Thun'])
  expectLockedPart(moved.value)
})

test('a part used again in its draft becomes equal parts, each of which changes by itself later', () => {
  const first = update(create(Box, {}), draft => {
    draft.value.answer = new Address()
    draft.value.again = draft.value.answer
    draft.value.inside = { list: [draft.value.answer], map: new Map([['a', draft.value.answer]]) }
  })
  const { answer, again, inside } = first.value
  for (const other of [again, inside.list[0], inside.map.get('a')]) expect(other).toEqual(answer)
  const second = update(first, draft => {
    draft.value.answer.city = 'Thun'
  })
  expect([second.value.answer.city, second.value.again.city]).toEqual(['Thun', 'Bern'])
  expect(second.value.inside.list[0].city).toBe('Bern')
})

test('parts can change places within their draft', () => {
  const before = create(Box, { a: new Box('a'), b: new Box('b'), list: [new Box(1), new Box(2)] })
  const after = update(before, ({ value }) => {
    ;[value.a, value.b] = [value.b, value.a]
    value.list.unshift(value.list.pop())
  })
  expect([after.value.a.value, after.value.b.value]).toEqual(['b', 'a'])
  expect(after.value.list.map((box: Box) => box.value)).toEqual([2, 1])
})
