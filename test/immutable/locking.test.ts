import { expect, test } from 'vitest'
import { register } from 'varve'
import {
  create,
  createMany,
  Immutable,
  immutable,
  ImmutableList,
  ImmutableMap,
  ImmutableSet,
  isImmutable,
  stateOf,
  update,
} from 'varve/immutable'
import { codeOf } from '../code-of.ts'

test('what has inner state and stands in a locked Map or Set is a copy, by each way of reading', () => {
  const map = create(ImmutableMap, [[1, new Uint8Array([1])]]) as Map<number, Uint8Array>
  const transient = new ImmutableMap([[1, new Uint8Array([1])]])
  const walk = transient.values()
  const many = createMany(ImmutableMap, make => make([[2, new Date(0)]])) as Map<number, Date>
  const set = create(ImmutableSet, [new Date(0)]) as Set<Date>
  for (const bytes of map.values()) bytes[0] = 9
  for (const date of many.values()) date.setTime(9)
  for (const date of set) date.setTime(9)
  expect([map.get(1)![0], many.get(2)!.getTime(), [...set][0]!.getTime()]).toEqual([1, 0, 0])
  const locked = create(transient) as unknown as Map<number, Uint8Array>
  for (const bytes of walk) bytes[0] = 9
  expect(locked.get(1)![0]).toBe(1)
})

test('dates among static members and defaults of a class are copies too', () => {
  class Era extends Immutable {
    static readonly begin = new Date(0)
  }
  Object.defineProperty(Era.prototype, 'now', { value: new Date(0), writable: true, configurable: true })
  const Locking = immutable(Era)
  const era = new Locking() as Era & { readonly now: Date }
  Locking.begin.setTime(9)
  era.now.setTime(9)
  expect([Locking.begin.getTime(), era.now.getTime()]).toEqual([0, 0])
})

test('all that createMany made are locked, or none and none is changed', () => {
  class Part extends Immutable {
    readonly list: number[] = [1]
    constructor(isFrozen: boolean) {
      super()
      if (isFrozen) Object.freeze(this)
    }
  }
  const made: Part[] = []
  const attempt = () => createMany(Part, make => made.push(make(false), make(true)))
  expect(attempt).toThrow('Part cannot be locked: its constructor has frozen it')
  expect(made.map(each => stateOf(each))).toEqual(['transient', 'transient'])
  made[0]!.list.push(2)
  expect(made[0]!.list).toEqual([1, 2])
})

test('what is added to an instance while it is looked at is not overlooked', () => {
  const late: { n: number[] } = { n: [] }
  class Sly extends Immutable {
    readonly part = { toImmutable: null as unknown }
    constructor() {
      super()
      const add = () => Object.assign(this, { late })
      const asked = new (class {
        toImmutable() {
          add()
          return 1
        }
      })()
      this.part = asked as never
    }
  }
  expect(() => create(Sly)).toThrow('Sly cannot be locked: something was added to it')
})

test('a class that extends a collection is refused, and its instances are taken as what is in them', () => {
  class Stack extends (ImmutableList as new (items?: Iterable<number>) => object) {}
  const size = () => (create({ l: new Stack([1, 2]) }) as unknown as { l: { size: number } }).l.size
  expect(size()).toBe(2)
  expect(() => create(Stack, [1, 2])).toThrow('Stack extends ImmutableList')
  expect(() => immutable(Stack)).toThrow('Stack extends ImmutableList')
  expect(size()).toBe(2)
})

test('a class is taken for an immutable type once it has made an instance, not before', () => {
  class Fails {
    constructor() {
      throw new Error('no')
    }
  }
  expect(() => create(Fails)).toThrow('no')
  register(Fails, { tag: 'fails', to: () => 1, from: () => Object.create(Fails.prototype) as Fails })
  class Returns {
    constructor() {
      return new Map()
    }
  }
  expect(() => create(Returns)).toThrow('returns an instance of Map')
})

test('a class may be registered before it is used, or after', () => {
  class Before {
    readonly n = 1
  }
  register(Before, { tag: 'registered before' })
  expect(update(create(Before), d => void ((d as { n: number }).n = 2))).toBeInstanceOf(Before)
  class After {
    readonly n = 1
  }
  create(After)
  register(After, { tag: 'registered after' })
  expect(update(create(After), d => void ((d as { n: number }).n = 2))).toBeInstanceOf(After)
})

test('a class that is made immutable twice stays the same, and one that is refused stays as it was', () => {
  class Once {
    readonly n = 1
  }
  const Locking = immutable(Once)
  expect(immutable(Locking)).toBe(Locking)
  class Bad {
    static readonly table = { run: () => 1 }
    static readonly list = [1]
  }
  expect(codeOf(() => immutable(Bad))).toBe('NOT_REMEMBERABLE')
  expect(Bad.prototype.constructor).toBe(Bad)
  expect(Object.isFrozen(Bad)).toBe(false)
  Bad.list.push(2)
  expect(isImmutable(new Bad())).toBe(false)
  expect(codeOf(() => immutable(ImmutableList as never))).toBe('BAD_OPTION')
  expect(codeOf(() => register(ImmutableList as never, { tag: 'list' }))).toBe('BAD_OPTION')
})

test('the hook of the class that came of an update is called, and none may wait', () => {
  const called: string[] = []
  class A extends Immutable {
    readonly n: number = 1
    protected override afterUpdate(): void {
      called.push('A')
    }
  }
  class B extends A {
    protected override afterUpdate(): void {
      called.push('B')
    }
  }
  update(create(A), () => create(B))
  expect(called).toEqual(['B'])
  class Waits extends Immutable {
    readonly n = 1
  }
  // As a program without types may have it.
  Object.defineProperty(Waits.prototype, 'beforeUpdate', { value: () => Promise.reject(new Error('late')) })
  expect(codeOf(() => update(create(Waits), () => {}))).toBe('BAD_RECIPE')
})

test('what a recipe returns must be something that can be locked', () => {
  const root = create({ n: 1 })
  for (const other of [1, null, new Date(), new Uint8Array(1)])
    expect(codeOf(() => update(root, () => other as never))).toBe('BAD_RECIPE')
  expect(codeOf(() => update(root, () => {}, { expect: 0 }))).toBe('BAD_OPTION')
})
