import { expect, test } from 'vitest'
import { create, ImmutableList, ImmutableMap, ImmutableSet, update } from 'varve/immutable'
import { laws } from './rows.ts'
import { Box, Person } from './shapes.ts'

test('the fields of a transient object can be set', () => {
  const box = new Box()
  Object.assign(box, { value: 42 })
  expect(box.value).toBe(42)
})

test('a field of a locked object can be neither set, added nor deleted', () => {
  const ann = create(Person) as any
  expect(() => (ann.age = 42)).toThrow(TypeError)
  expect(() => (ann.added = 42)).toThrow(TypeError)
  expect(() => delete ann.age).toThrow(TypeError)
  expect([ann.age, 'added' in ann]).toEqual([3, false])
})

test('no name escapes the lock: names with underscores are as locked as any', () => {
  const ann = create(Person) as any
  for (const name of [
    '__answer__',
    '__im_state__',
    '_answer',
    '$answer',
    'data',
    '__data__',
    'constructor',
  ]) {
    expect(() => (ann[name] = 42)).toThrow(TypeError)
    expect(Object.hasOwn(ann, name)).toBe(false)
  }
  expect(() => (ann.__proto__ = {})).toThrow(TypeError)
  expect(ann).toBeInstanceOf(Person)
})

test('a field with underscores is a field: kept, updated and locked', () => {
  class Odd extends Box {
    readonly __answer__: number = 42
  }
  const odd = update(create(Odd), draft => {
    draft.__answer__ += 1
  })
  expect(odd.__answer__).toBe(43)
  expect(() => Object.assign(odd, { __answer__: 1 })).toThrow(TypeError)
})

laws(
  [
    { law: 'a locked map shows no inside, under any name', make: () => ImmutableMap.of([['a', 1]]) },
    { law: 'a locked set shows no inside, under any name', make: () => ImmutableSet.of([1]) },
    { law: 'a locked list shows no inside, under any name', make: () => ImmutableList.of(1) },
  ],
  ({ make }) => {
    const one = make() as any
    expect(Reflect.ownKeys(one)).toEqual([])
    for (const name of ['data', '__data__', 'entries_', 'items', 'root', '_root'])
      expect(one[name]).toBeUndefined()
  },
)

laws(
  [
    { law: 'a locked map takes no fields', make: () => ImmutableMap.of([['a', 1]]) },
    { law: 'a locked set takes no fields', make: () => ImmutableSet.of([1]) },
    { law: 'a locked list takes no fields', make: () => ImmutableList.of(1) },
  ],
  ({ make }) => {
    const one = make() as any
    const held = [...one]
    for (const name of ['somethingNew', 'data', '0', 'size', 'length', Symbol.iterator]) {
      expect(() => (one[name] = 42)).toThrow(TypeError)
      expect(Object.hasOwn(one, name)).toBe(false)
    }
    expect([...one]).toEqual(held)
    const next = update(one, () => {}) as any
    expect(() => (next.somethingNew = 41)).toThrow(TypeError)
  },
)
