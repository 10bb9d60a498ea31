import { expect, test } from 'vitest'
import {
  create,
  createMany,
  Immutable,
  ImmutableList,
  ImmutableMap,
  ImmutableSet,
  isImmutable,
  RevisionedImmutable,
  roleOf,
  stateOf,
  update,
} from 'varve/immutable'
import { laws } from './rows.ts'
import {
  Address,
  Box,
  Doc,
  expectLockedPart,
  expectLockedRoot,
  expectTransientRoot,
  Person,
} from './shapes.ts'

laws(
  [
    { law: 'an instance of an own class is transient by new and immutable by create', make: Person },
    { law: 'an instance of a class far below Immutable is as one right below it', make: below() },
    { law: 'an instance of a revisioned class is transient by new and immutable by create', make: Doc },
    { law: 'an ImmutableMap is transient by new and immutable by create', make: ImmutableMap },
    { law: 'an ImmutableSet is transient by new and immutable by create', make: ImmutableSet },
    { law: 'an ImmutableList is transient by new and immutable by create', make: ImmutableList },
  ] as readonly { law: string; make: new () => object }[],
  ({ make }) => {
    expectTransientRoot(new make())
    expect(isImmutable(new make())).toBe(false)
    const made = create(make)
    expect(made).toBeInstanceOf(make)
    expect(isImmutable(made)).toBe(true)
    expectLockedRoot(made)
  },
)

function below(): new () => object {
  return class extends class extends class extends Person {} {} {}
}

test('own classes and revisioned ones are Immutable', () => {
  expect(create(Address)).toBeInstanceOf(Immutable)
  expect(create(Doc)).toBeInstanceOf(RevisionedImmutable)
  expect(create(Doc)).toBeInstanceOf(Immutable)
})

test('plain things are transient roots, and what create made of them is locked', () => {
  expectTransientRoot({ a: 1 })
  expectTransientRoot([1])
  expectLockedRoot(create([1]))
  for (const other of [1, 'text', null, undefined, {}, Object.freeze({}), new Map()])
    expect(isImmutable(other)).toBe(false)
})

test('a draft is transient and has the role of what it stands for', () => {
  update(create(Person), draft => {
    expectTransientRoot(draft)
    for (const part of [draft.address, draft.address.lines, draft.tags])
      expect([stateOf(part), roleOf(part)]).toEqual(['transient', 'part'])
    expect(isImmutable(draft)).toBe(false)
  })
})

test('parts stay parts after any number of updates', () => {
  let box = create(Box, { list: [1], map: new Map([['a', [1]]]), person: new Person() })
  for (let i = 0; i < 3; i++) {
    box = update(box, draft => {
      draft.value.list.push(i)
      draft.value.map.get('a').push(i)
      draft.value.person.tags.push('x')
    })
    const { list, map, person } = box.value
    for (const part of [list, map, map.get('a'), person, person.address, person.tags]) expectLockedPart(part)
  }
})

laws(
  [
    { law: 'a transient map is locked in place by its maker', kind: ImmutableMap, from: [['a', 1]] },
    { law: 'a transient set is locked in place by its maker', kind: ImmutableSet, from: [1] },
    { law: 'a transient list is locked in place by its maker', kind: ImmutableList, from: [1] },
  ] as readonly { law: string; kind: new (from: unknown) => Iterable<unknown>; from: unknown[] }[],
  ({ kind, from }) => {
    let kept: object | undefined
    const made = createMany(kind, make => {
      const one = make(from)
      expectTransientRoot(one)
      return (kept = one)
    })
    expect(made).toBe(kept)
    expectLockedRoot(made)
    expect([...(made as Iterable<unknown>)]).toEqual(from)
  },
)

laws(
  [
    { law: 'what a transient map holds is locked with it, as a part', kind: ImmutableMap, of: entry },
    { law: 'what a transient set holds is locked with it, as a part', kind: ImmutableSet, of: itself },
    { law: 'what a transient list holds is locked with it, as a part', kind: ImmutableList, of: itself },
  ] as readonly { law: string; kind: new (from: unknown) => any; of: (item: object) => unknown }[],
  ({ kind, of }) => {
    const mine = [[42], new Box([42])]
    const made = createMany(kind, make => make(mine.map(of)))
    for (const item of made.values()) expectLockedPart(item)
    expect(mine.map(stateOf)).toEqual(['transient', 'transient'])
  },
)

function entry(item: object): unknown {
  return [Array.isArray(item) ? 'array' : 'box', item]
}
function itself(item: object): unknown {
  return item
}
