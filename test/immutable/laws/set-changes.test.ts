import { expect, test } from 'vitest'
import { create, createMany, ImmutableSet, roleOf, stateOf, update } from 'varve/immutable'
import { errorOf } from '../../value/around.ts'
import { laws } from './rows.ts'
import { Box, expectLockedPart, expectLockedRoot, expectTransientRoot } from './shapes.ts'

interface Change {
  readonly law: string
  readonly method: string
  readonly from: readonly unknown[]
  readonly change: (set: any) => unknown
  readonly gives: readonly unknown[]
  readonly answers?: unknown
}

const changes: readonly Change[] = [
  { law: 'add puts a value in', method: 'add', from: [], change: s => s.add(42), gives: [42] },
  { law: 'add puts no value in twice', method: 'add', from: [42], change: s => s.add(42), gives: [42] },
  { law: 'delete takes a value out and says so', method: 'delete', from: [42], change: s => s.delete(42), gives: [], answers: true },
  { law: 'delete of what is not there changes nothing and says so', method: 'delete', from: [42], change: s => s.delete(41), gives: [42], answers: false },
  { law: 'the first value can be taken out', method: 'delete', from: [41, 42], change: s => s.delete(s.values().next().value), gives: [42], answers: true },
  { law: 'clear takes all values', method: 'clear', from: [42], change: s => s.clear(), gives: [] },
  { law: 'add in a loop joins another set in', method: 'add', from: [42], change: s => [41, 42].forEach(v => s.add(v)), gives: [42, 41] },
  { law: 'delete in a loop takes another set out', method: 'delete', from: [41, 42], change: s => [42, 43].forEach(v => s.delete(v)), gives: [41] },
] // prettier-ignore

// Each in a draft, on a transient set, in a Set of plain data, and refused on a locked one, by its name.
laws(changes, ({ method, from, change, gives, answers }) => {
  const set = ImmutableSet.of(from)
  let answered: unknown
  const next = update(set, draft => {
    answered = change(draft)
  })
  expect([[...set], [...next]]).toEqual([from, gives])
  if (answers !== undefined) expect(answered).toEqual(answers)
  expectLockedRoot(next)

  const open = new ImmutableSet(from)
  change(open)
  expect([...open]).toEqual(gives)
  expectTransientRoot(open)

  const plain = create({ set: new Set(from) })
  expect([...update(plain, draft => void change(draft.set)).set]).toEqual(gives)

  for (const locked of [set, plain.set, next]) {
    const held = [...locked]
    const error = errorOf('LOCKED', () => (locked as any)[method](...held.slice(0, 1)))
    expect(error.details).toEqual({ method })
    expect(error.message).toContain(method)
    expect([...locked]).toEqual(held)
  }
  errorOf('LOCKED', () => change(set))
})

const algebra: readonly { law: string; method: string; from: unknown[]; gives: unknown[] }[] = [
  { law: 'union, returned from a recipe, is the next set', method: 'union', from: [42], gives: [42, 41] },
  {
    law: 'intersection, returned from a recipe, is the next set',
    method: 'intersection',
    from: [42],
    gives: [],
  },
  {
    law: 'symmetricDifference, returned from a recipe, is the next set',
    method: 'symmetricDifference',
    from: [42],
    gives: [42, 41],
  },
  {
    law: 'difference, returned from a recipe, is the next set',
    method: 'difference',
    from: [41, 42],
    gives: [42],
  },
]

// Of a locked set they give a plain Set and leave the set as it was.
laws(algebra, ({ method, from, gives }) => {
  const set = ImmutableSet.of(from) as any
  const next = update(set, draft => (draft as any)[method](new Set([41]))) as ImmutableSet<unknown>
  expect([[...set], [...next]]).toEqual([from, gives])
  expect(next).toBeInstanceOf(ImmutableSet)
  expectLockedRoot(next)

  const made: Set<unknown> = set[method](ImmutableSet.of([41]))
  made.add('more')
  expect([...made]).toEqual([...gives, 'more'])
  expect([...set]).toEqual(from)
})

test('add locks a copy of what it puts in a set: an open object, plain data, a root, a part', () => {
  const held = (value: unknown) => [...update(ImmutableSet.of<any>([]), draft => void draft.add(value))][0]
  const mine = new Box({ n: [1] })
  expect(held(mine)).toBeInstanceOf(Box)
  expectLockedPart(held(mine))
  expect([held(mine) === mine, stateOf(mine), roleOf(mine)]).toEqual([false, 'transient', 'root'])
  const data = { n: [1] }
  const item = held(data)
  data.n.push(2)
  expect(item).toEqual({ n: [1] })
  const root = create(Box, new Box(1))
  expect(held(root)).toEqual(root)
  expectLockedPart(held(root))
  expectLockedRoot(root)
  expect(held(root.value)).toEqual(root.value)
  errorOf('NOT_REMEMBERABLE', () => held(() => 1))
  errorOf('NOT_REMEMBERABLE', () => createMany(ImmutableSet<unknown>, make => make().add(() => 1)))
})
