import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Registry, splice } from 'varve'
import { ImmutableList, type ListDraft } from 'varve/immutable'
import { applyKept } from '../../src/value/apply.ts'
import { diffKept } from '../../src/value/diff.ts'
import { edit } from '../../src/value/draft/edit.ts'
import { invert } from '../../src/value/invert.ts'
import { listInside } from '../../src/value/list-family.ts'
import { fuzz } from '../fuzz.ts'
import { kept, stored } from './around.ts'

interface Op {
  readonly name: (typeof names)[number]
  readonly at: number
  readonly count: number | undefined
  readonly items: readonly number[]
}

const names = [
  'set',
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'cut',
  'sort',
  'reverse',
  'fill',
  'clear',
] as const
const op: fc.Arbitrary<Op> = fc.record({
  // All is seldom emptied, so that lists grow beyond some leaves.
  name: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...names.filter(name => name !== 'clear')) },
    fc.constant('clear' as const),
  ),
  at: fc.integer({ min: -300, max: 300 }),
  count: fc.oneof(fc.integer({ min: -1, max: 4 }), fc.nat(200), fc.constant(undefined)),
  items: fc.oneof(
    fc.array(fc.nat(9), { maxLength: 3 }),
    fc.array(fc.nat(9), { minLength: 30, maxLength: 90 }),
  ),
})

/** Does to a list what it does to an array, and compares what both answer. */
function both(list: ListDraft<number>, array: number[], { name, at, count, items }: Op): void {
  const index = array.length === 0 ? 0 : Math.abs(at) % array.length
  const [item = 7] = items
  const compare = (a: number, b: number): number => a - b
  switch (name) {
    case 'set':
      if (array.length === 0) expect(() => list.set(index, item)).toThrow(RangeError)
      else list.set(at < 0 ? index - array.length : index, (array[index] = item))
      return
    case 'push':
    case 'unshift':
      expect(list[name](...items)).toBe(array[name](...items))
      return
    case 'pop':
    case 'shift':
      expect(list[name]()).toBe(array[name]())
      return
    case 'cut':
      return expect(list.splice(at)).toEqual(array.splice(at))
    case 'splice':
      return expect(list.splice(at, count, ...items)).toEqual(array.splice(at, count as number, ...items))
    case 'sort':
      expect(list.sort(compare)).toBe(list)
      array.sort(compare)
      return
    case 'fill':
      expect(list.fill(item, at, count)).toBe(list)
      array.fill(item, at, count)
      return
    case 'reverse':
      list.reverse()
      array.reverse()
      return
    case 'clear':
      list.clear()
      array.length = 0
  }
}

function agree(list: ListDraft<number>, array: readonly number[]): void {
  expect(list.size).toBe(array.length)
  expect([...list]).toEqual(array)
  expect(list.toArray()).toEqual(array)
  for (const at of [0, 31, 32, -1, -33, 200, array.length]) expect(list.at(at)).toBe(array.at(at))
  expect(list.slice(-40, -2)).toEqual(array.slice(-40, -2))
  expect([list.indexOf(7), list.lastIndexOf(7), list.includes(7)]).toEqual([array.indexOf(7), array.lastIndexOf(7), array.includes(7)]) // prettier-ignore
  expect([list.find(n => n > 7), list.findLast(n => n > 7), list.findIndex(n => n > 7)]).toEqual([array.find(n => n > 7), array.findLast(n => n > 7), array.findIndex(n => n > 7)]) // prettier-ignore
  expect(list.map((n, i) => n * i)).toEqual(array.map((n, i) => n * i))
  expect(list.filter((n, i) => n > i % 5)).toEqual(array.filter((n, i) => n > i % 5))
  expect(list.reduce((so, n, i) => so + n * i, 0)).toBe(array.reduce((so, n, i) => so + n * i, 0))
  expect([list.join(), list.some(n => n > 8), list.every(n => n < 9)]).toEqual([array.join(), array.some(n => n > 8), array.every(n => n < 9)]) // prettier-ignore
  expect([[...list.keys()], [...list.entries()]]).toEqual([[...array.keys()], [...array.entries()]])
}

const begin = fc.oneof(
  fc.array(fc.nat(9), { maxLength: 5 }),
  fc.array(fc.nat(9), { minLength: 33, maxLength: 200 }),
)
const ops = fc.array(op, { minLength: 1, maxLength: 25 })

test('a transient list is what an array would be', () => {
  fc.assert(
    fc.property(begin, ops, (items, all) => {
      const [list, array] = [new ImmutableList(items), [...items]]
      for (const each of all) {
        both(list, array, each)
        agree(list, array)
      }
    }),
    fuzz(150),
  )
})

test('a draft of a list does what an array would, its rows tell it both ways, and what was locked stays', () => {
  fc.assert(
    fc.property(begin, fc.array(ops, { minLength: 1, maxLength: 4 }), (items, recipes) => {
      const array = [...items]
      let value = kept({ list: new ImmutableList(items) })
      const versions: { readonly value: any; readonly array: readonly number[] }[] = [
        { value, array: [...array] },
      ]
      for (const all of recipes) {
        const before = value
        const recipe = ({ list }: { list: ListDraft<number> }): void => {
          for (const each of all) both(list, array, each)
          agree(list, array)
        }
        const { value: next, patches } = edit(before, recipe as never, { name: null })
        for (const told of [patches, diffKept(before, next)]) {
          expect([...(applyKept(before, told) as any).list]).toEqual(array)
          expect([...(applyKept(next, invert(told)) as any).list]).toEqual([...before.list])
        }
        value = next
        versions.push({ value, array: [...array] })
      }
      for (const each of versions) agree(each.value.list, each.array)
      agree(stored(value).list, array)
    }),
    fuzz(150),
  )
})

test('what two lists share at both ends is never more than there is', () => {
  fc.assert(
    fc.property(begin, ops, (items, all) => {
      const old = kept(new ImmutableList(items))
      const array = [...items]
      const next = edit(
        old,
        ((list: unknown) => all.forEach(each => both(list as never, array, each))) as never,
        {
          name: null,
        },
      )
      const [a, b] = [listInside(old), listInside(next.value as object)]
      const shortest = Math.min(items.length, array.length)
      const prefix = Array.from({ length: shortest }).findIndex((_, i) => items[i] !== array[i])
      const suffix = Array.from({ length: shortest }).findIndex(
        (_, i) => items.at(-1 - i) !== array.at(-1 - i),
      )
      expect(a.sharedPrefix(b)).toBe(prefix === -1 ? shortest : prefix)
      expect(a.sharedSuffix(b)).toBe(suffix === -1 ? shortest : suffix)
    }),
    fuzz(150),
  )
})

test('a text or list inside of a list is spliced by the pure splice, and nothing but an iterable makes a list', () => {
  const registry = new Registry()
  const list = registry.watch('list', ImmutableList.of<unknown>('hello', ImmutableList.of(1, 2)))
  list.update(d => {
    splice(d as never, 0 as never, 0, 1, 'j')
    splice(d as never, 1 as never, 1, 0, [8, 9])
  })
  expect((list.value as ImmutableList<unknown>).at(0)).toBe('jello')
  expect(JSON.stringify(list.value)).toBe('["jello",[1,8,9,2]]')
  expect(() => new ImmutableList(5 as never)).toThrow(TypeError)
  const open = new ImmutableList([1])
  open.forEach(n => void open.push(n))
  expect([open.find(n => (open.push(n), false)), open.size]).toEqual([undefined, 4])
})
