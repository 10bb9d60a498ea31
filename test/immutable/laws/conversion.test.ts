import { expect, test } from 'vitest'
import {
  create,
  ImmutableList,
  ImmutableMap,
  ImmutableSet,
  isImmutable,
  stateOf,
  update,
} from 'varve/immutable'
import { errorOf } from '../../value/around.ts'
import { Address, Box, expectLockedPart, expectLockedRoot, Person } from './shapes.ts'

enum Color {
  Red,
  Blue = 'blue',
}

/** A box with this put into it. */
const holding = (value: unknown): Box =>
  update(create(Box), draft => {
    draft.value = value
  })

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
