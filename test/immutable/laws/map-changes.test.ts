import { expect } from 'vitest'
import { create, createMany, ImmutableMap, roleOf, stateOf, update } from 'varve/immutable'
import { errorOf } from '../../value/around.ts'
import { laws } from './rows.ts'
import { Box, expectLockedPart, expectLockedRoot, expectTransientRoot } from './shapes.ts'

type Entries = readonly (readonly [unknown, unknown])[]
interface Change {
  readonly law: string
  readonly method: string
  readonly from: Entries
  readonly change: (map: any) => unknown
  readonly gives: Entries
  readonly answers?: unknown
}
const answer: Entries = [['answer', 42]]

const changes: readonly Change[] = [
  { law: 'set puts a value under a new key', method: 'set', from: [], change: m => m.set('answer', 42), gives: answer },
  { law: 'set replaces a value at its place', method: 'set', from: [['a', 1], ['b', 2]], change: m => m.set('a', 3), gives: [['a', 3], ['b', 2]] },
  { law: 'many entries are merged in by set', method: 'set', from: [['a', 1]], change: m => [['a', 2], ['b', 3]].forEach(([k, v]) => m.set(k, v)), gives: [['a', 2], ['b', 3]] },
  { law: 'delete takes an entry out and says so', method: 'delete', from: answer, change: m => m.delete('answer'), gives: [], answers: true },
  { law: 'get and delete take a value out by its key', method: 'delete', from: answer, change: m => [m.get('answer'), m.delete('answer')], gives: [], answers: [42, true] },
  { law: 'the first entry can be taken out', method: 'delete', from: [['a', 1], ['b', 2]], change: m => m.delete(m.keys().next().value), gives: [['b', 2]], answers: true },
  { law: 'clear takes all entries', method: 'clear', from: answer, change: m => m.clear(), gives: [] },
  { law: 'getOrInsert puts in what is missing, and gives it', method: 'getOrInsert', from: [], change: m => m.getOrInsert('answer', 42), gives: answer, answers: 42 },
  { law: 'getOrInsertComputed asks for what is missing only', method: 'getOrInsertComputed', from: [['a', 1]], change: m => [m.getOrInsertComputed('a', () => 9), m.getOrInsertComputed('b', () => 2)], gives: [['a', 1], ['b', 2]], answers: [1, 2] },
] // prettier-ignore

// Each in a draft, on a transient map, in a Map of plain data, and refused on a locked one, by its name.
laws(changes, ({ method, from, change, gives, answers }) => {
  const map = ImmutableMap.of(from)
  let answered: unknown
  const next = update(map, draft => {
    answered = change(draft)
  })
  expect([[...map], [...next]]).toEqual([from, gives])
  if (answers !== undefined) expect(answered).toEqual(answers)
  expectLockedRoot(next)

  const open = new ImmutableMap(from)
  change(open)
  expect([...open]).toEqual(gives)
  expectTransientRoot(open)

  const plain = create({ map: new Map(from) })
  expect([...update(plain, draft => void change(draft.map)).map]).toEqual(gives)

  for (const locked of [map, plain.map]) {
    const error = errorOf('LOCKED', () => change(locked))
    expect(error.details).toEqual({ method })
    expect(error.message).toContain(method)
    expect([...locked]).toEqual(from)
  }
})

const takers: readonly { law: string; put: (map: any, value: unknown) => unknown }[] = [
  { law: 'set locks a copy of what it puts in a map', put: (map, value) => map.set('a', value) },
  {
    law: 'getOrInsert locks a copy of what it puts in a map',
    put: (map, value) => map.getOrInsert('a', value),
  },
  {
    law: 'getOrInsertComputed locks a copy of what it puts in a map',
    put: (map, value) => map.getOrInsertComputed('a', () => value),
  },
]

// Of an open object, of plain data, of a root, and of a part of another root.
laws(takers, ({ put }) => {
  const held = (value: unknown) =>
    update(ImmutableMap.of<string, any>([]), draft => void put(draft, value)).get('a')
  const mine = new Box({ n: [1] })
  expect(held(mine)).toBeInstanceOf(Box)
  expectLockedPart(held(mine))
  expect([held(mine) === mine, stateOf(mine), roleOf(mine)]).toEqual([false, 'transient', 'root'])

  const data = { n: [1] }
  const item = held(data)
  data.n.push(2)
  expect(item).toEqual({ n: [1] })

  const root = create(Box, { n: [1] })
  expect(held(root)).toEqual(root)
  expectLockedPart(held(root))
  expectLockedRoot(root)

  const owner = create(Box, new Box(1))
  const map = update(ImmutableMap.of<string, any>([]), draft => void put(draft, owner.value))
  const next = update(map, draft => {
    draft.get('a').value = 2
  })
  expect([owner.value.value, map.get('a').value, next.get('a').value]).toEqual([1, 1, 2])

  errorOf('NOT_REMEMBERABLE', () => held(() => 1))
  errorOf('NOT_REMEMBERABLE', () => createMany(ImmutableMap, make => put(make(), () => 1)))
})
