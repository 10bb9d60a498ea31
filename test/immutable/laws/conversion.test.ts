import { expect, test } from 'vitest'
import { create, ImmutableMap, ImmutableSet, isImmutable, stateOf, update } from 'varve/immutable'
import { errorOf } from '../../value/around.ts'
import { Box, holding, expectLockedPart, Person } from './shapes.ts'

enum Color {
  Red,
  Blue = 'blue',
}

test('primitives are put in as they are', () => {
  for (const value of [null, undefined, true, 42, -0, NaN, 10n, 'text'])
    expect(holding(value).value).toBe(value)
})

test('members of an enum are put in as the values they are', () => {
  const box = new Box()
  update(box, draft => {
    draft.value = Color.Blue
  })
  expect([box.value, holding(Color.Red).value]).toEqual([Color.Blue, Color.Red])
})

test('a date put in keeps its time, whoever changes the date passed in or the one read', () => {
  const when = new Date(2019, 5, 11)
  const box = holding(when)
  const time = when.getTime()
  when.setFullYear(1999)
  box.value.setFullYear(1999)
  expect(box.value).toEqual(new Date(time))
})

test('a plain object put in is open in the draft, and locked with its root', () => {
  const mine = { one: { n: 1 } }
  const box = update(create(Box), draft => {
    draft.value = mine
    draft.value.two = 2
    expect(stateOf(draft.value)).toBe('transient')
  })
  expect(box.value).toEqual({ one: { n: 1 }, two: 2 })
  expectLockedPart(box.value)
  expect([mine, Object.isFrozen(mine.one)]).toEqual([{ one: { n: 1 } }, false])
})

test('an array put in is open in the draft, and locked with its root', () => {
  const mine = ['one']
  const box = update(create(Box), draft => {
    draft.value = mine
    draft.value.push('two')
    expect(stateOf(draft.value)).toBe('transient')
  })
  expect(box.value).toEqual(['one', 'two'])
  expectLockedPart(box.value)
  expect(mine).toEqual(['one'])
})

test('a Map or Set put in is open in the draft, and locked with its root', () => {
  const [set, map] = [new Set(['one']), new Map([['one', 1]])]
  const box = update(create(Box), draft => {
    draft.value = { set, map }
    draft.value.set.add('two')
    draft.value.map.set('two', 2)
    expect(stateOf(draft.value.set)).toBe('transient')
  })
  expect([[...box.value.set], [...box.value.map.keys()]]).toEqual([['one', 'two'], ['one', 'two']]) // prettier-ignore
  expectLockedPart(box.value.set)
  expectLockedPart(box.value.map)
  expect([set.size, map.size]).toEqual([1, 1])
})

test('subclasses of Array, Map and Set are put in as what they extend', () => {
  class Rows extends Array<number> {}
  class Table extends Map<string, number> {}
  class Words extends Set<string> {}
  const { value } = holding({ rows: Rows.of(1, 2), table: new Table([['a', 1]]), words: new Words(['x']) })
  expect([value.rows, [...value.table], [...value.words]]).toEqual([[1, 2], [['a', 1]], ['x']])
  expect(Object.getPrototypeOf(value.rows)).toBe(Array.prototype)
  expect([value.table instanceof ImmutableMap, value.words instanceof ImmutableSet]).toEqual([true, true])
})

test('what stands in an array or Set stands there locked, however deep', () => {
  const { value } = holding([[[{ deep: [1] }]], new Set([new Set([[1]])])])
  for (const part of [value[0][0][0].deep, [...value[1]][0], [...([...value[1]] as Set<number[]>[])[0]!][0]])
    expectLockedPart(part)
})

test('what has a method toImmutable is put in as what that gives', () => {
  class Mutable {
    n = 1
    toImmutable(): object {
      return new Box({ n: [this.n] })
    }
  }
  const { value } = holding({ list: [new Mutable()] })
  expect(value.list[0]).toBeInstanceOf(Box)
  expect(value.list[0].value).toEqual({ n: [1] })
  expectLockedPart(value.list[0])
})

test('whatever else is refused: NOT_REMEMBERABLE with its path, and nothing is changed', () => {
  class Foreign {
    n = 1
  }
  const box = create(Box, 1)
  for (const bad of [new Foreign(), () => 1, Symbol('x'), new WeakMap(), Promise.resolve()]) {
    const failing = () =>
      update(box, draft => {
        draft.value = { list: [0, bad] }
      })
    expect(errorOf('NOT_REMEMBERABLE', failing).details.path).toEqual(['value', 'list', 1])
    errorOf('NOT_REMEMBERABLE', () => create(Box, bad))
  }
  expect(box.value).toBe(1)
})

test('an own class inside plain data stays what it is', () => {
  const made = create({ people: [new Person('Bea', 20)] })
  expect(made.people[0]).toBeInstanceOf(Person)
  expect([made.people[0]!.adult, isImmutable(made.people[0])]).toEqual([true, true])
})
