import { expect, test } from 'vitest'
import { create, createMany, Immutable, immutable, isImmutable, stateOf } from 'varve/immutable'
import { errorOf } from '../../value/around.ts'
import { Address, Box, expectLockedPart, expectLockedRoot, expectTransientRoot, Person } from './shapes.ts'

test('create makes an instance of the class and locks it', () => {
  const address = create(Address)
  expect(address).toBeInstanceOf(Address)
  expect(address).toBeInstanceOf(Immutable)
  expect(isImmutable(address)).toBe(true)
  expect(Object.entries(address)).toEqual([['city', 'Bern'], ['lines', ['a']]]) // prettier-ignore
})

test('create hands its arguments to the constructor', () => {
  const person = create(Person, 'Bea', 20)
  expect([person.name, person.age, person.adult]).toEqual(['Bea', 20, true])
  expectLockedRoot(person)
})

test('a class without a constructor is created as any other', () => {
  class Answer extends Immutable {}
  const answer = create(Answer)
  expect(Object.keys(answer)).toEqual([])
  expectLockedRoot(answer)
  expectTransientRoot(new Answer())
})

test('what create made is a locked root, and what it holds are locked parts', () => {
  const person = create(Person)
  expectLockedRoot(person)
  expectLockedPart(person.address)
  expectLockedPart(person.address.lines)
  expectLockedPart(person.tags)
})

test('create locks the very object that the constructor made', () => {
  let made: object | undefined
  class Leaky extends Immutable {
    constructor() {
      super()
      // oxlint-disable-next-line typescript/no-this-alias
      made = this
    }
  }
  expect(create(Leaky)).toBe(made)
})

test('new without create makes a transient root, which stays so until it is locked', () => {
  const person = new Person('Bea')
  expectTransientRoot(person)
  expect(isImmutable(person)).toBe(false)
  Object.assign(person, { age: 99 })
  expect(person.adult).toBe(true)
})

test('what a constructor was given is locked as a copy, and stays open for its owner', () => {
  const mine = [1, { deep: [2] }]
  const box = create(Box, mine)
  expect(box.value).toEqual([1, { deep: [2] }])
  expectLockedPart(box.value)
  expect(Object.isFrozen(box.value[1].deep)).toBe(true)
  mine.push(3)
  ;(mine[1] as { deep: number[] }).deep.push(4)
  expect(box.value).toEqual([1, { deep: [2] }])
})

test('create of plain data gives a locked root and leaves the data open', () => {
  const mine = { list: [1], map: new Map([['a', { n: 1 }]]), set: new Set([1]) }
  const made = create(mine)
  expectLockedRoot(made)
  for (const part of [made.list, made.map, made.set, made.map.get('a')!]) expectLockedPart(part)
  mine.list.push(2)
  mine.map.clear()
  expect([made.list, [...made.map], [...made.set]]).toEqual([[1], [['a', { n: 1 }]], [1]])
})

test('createMany locks all it made when its function is over, and gives what that returned', () => {
  const states: string[] = []
  const made = createMany(Person, make => {
    const all = { ann: make('Ann'), more: [make('Bea', 20), make()] }
    states.push(stateOf(all.ann), stateOf(all.more[0]!))
    Object.assign(all.ann, { age: 7 })
    return all
  })
  expect(states).toEqual(['transient', 'transient'])
  expect([made.ann.age, made.more.map(person => person.name)]).toEqual([7, ['Bea', 'Ann']])
  for (const person of [made.ann, ...made.more]) expectLockedRoot(person)
})

test('createMany locks nothing when its function throws, or one of them cannot be locked', () => {
  const made: Box[] = []
  const failing = () =>
    createMany(Box, make => {
      made.push(make(1), make(2))
      throw new Error('no')
    })
  expect(failing).toThrow('no')
  errorOf('NOT_REMEMBERABLE', () =>
    createMany(Box, make =>
      made.push(
        make(3),
        make(() => 4),
      ),
    ),
  )
  expect(made.map(stateOf)).toEqual(['transient', 'transient', 'transient', 'transient'])
})

test('immutable(Class) makes new give locked objects, and those of subclasses transient ones', () => {
  const Point = immutable(
    class {
      readonly x: number
      constructor(x: number) {
        this.x = x
      }
    },
  )
  const point = new Point(3)
  expectLockedRoot(point)
  expect([point.x, point instanceof Point]).toEqual([3, true])
  expect(() => Object.assign(point, { x: 4 })).toThrow(TypeError)
  class Place extends Point {
    readonly y = 1
  }
  expect(stateOf(new Place(1))).toBe('transient')
  expectLockedRoot(create(Place, 1))
})
