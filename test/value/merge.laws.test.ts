import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Conflict, merge, type Resolve } from 'varve'
import { keep } from '../../src/value/keep.ts'
import type { Kept } from '../../src/value/kept.ts'
import { mergeKept } from '../../src/value/merge.ts'
import { thaw } from '../../src/value/thaw.ts'
import { rememberableValues } from '../../src/testing/values.ts'
import { fuzz } from '../fuzz.ts'
import { expectEqual } from './equal.ts'
import { instances, isList, lists } from './own-classes.ts'
import { described, isLeafLike, plainContainer, plainValue } from './plain-values.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

const kept = (value: unknown): Kept => keep(value, { name: 'value' })
const text = (value: unknown): string => described(thaw(value))
const list = fc.array(plainValue(2), { maxLength: 6 })
const numbers = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 })
const maps = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), plainValue(1))
  .map(o => new Map(Object.entries(o)))
const sets = fc
  .array(
    fc.oneof(
      fc.nat(5),
      fc.nat(3).map(n => ({ n })),
    ),
  )
  .map(members => new Set(members))
const own = instances(plainValue(1))
const rows = lists(plainValue(1))
const remembered = rememberableValues(fc, inner => [instances(inner), lists(inner)])
const anything: fc.Arbitrary<unknown> = fc.oneof(
  list,
  numbers,
  maps,
  sets,
  own,
  rows,
  plainContainer(),
  plainValue(),
)
const sides = (count: number): fc.Arbitrary<Any[]> =>
  fc.oneof(
    ...[list, numbers, maps, sets, own, rows, plainContainer(), plainValue()].map(
      each =>
        fc.array(each as fc.Arbitrary<unknown>, { minLength: count, maxLength: count }) as fc.Arbitrary<
          Any[]
        >,
    ),
  )

/** A text that has the order of nothing in it. */
function unordered(value: unknown): string {
  const sorted = (parts: Iterable<unknown>): string => [...parts].map(unordered).sort().join()
  const tag = Object.prototype.toString.call(value)
  if (Array.isArray(value)) return `[${sorted(Array.from(value, (each, i) => (i in value ? each : 'hole')))}]`
  if (tag.endsWith('Map]')) return `Map{${sorted(value as Map<unknown, unknown>)}}`
  if (isList(value)) return `List[${sorted(value)}]`
  if (tag.endsWith('Set]')) return `Set{${sorted(value as Set<unknown>)}}`
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array)
    return described(value)
  return `${(Object.getPrototypeOf(value) as object | null)?.constructor.name}{${sorted(Object.entries(value))}}`
}

describe('what one side left alone is taken from the other', () => {
  const laws = (base: Any, x: Any): void => {
    for (const copy of [(each: Any) => each, (each: Any) => kept(thaw(each))]) {
      const before = text(base)
      for (const { value, conflicts } of [
        merge<Any>(base, x, copy(base)),
        merge<Any>(base, copy(base), x),
        merge<Any>(base, x, copy(x)),
      ]) {
        expect(text(value)).toBe(text(x))
        expect(conflicts).toEqual([])
      }
      expect(text(base)).toBe(before)
    }
  }

  test('merge(b, x, b) = merge(b, b, x) = merge(b, x, x) = x, order and all', () => {
    fc.assert(
      fc.property(sides(2), ([base, x]) => laws(kept(base), kept(x))),
      fuzz(600),
    )
  })

  test('of everything that can be remembered', () => {
    fc.assert(
      fc.property(remembered, remembered, (base, x) => {
        for (const { value, conflicts } of [
          merge<Any>(base, x, base),
          merge<Any>(base, base, x),
          merge<Any>(base, x, x),
        ]) {
          expectEqual(thaw(kept(value)), thaw(kept(x)))
          expect(conflicts).toEqual([])
        }
      }),
      fuzz(150),
    )
  })

  test('and is the very same value where both are kept already', () => {
    fc.assert(
      fc.property(sides(2), ([b, x]) => {
        const [base, other] = [kept(b), kept(x)]
        expect(Object.is(mergeKept(base, other, base).value, other)).toBe(true)
        expect(Object.is(mergeKept(base, base, other).value, other)).toBe(true)
      }),
      fuzz(200),
    )
  })
})

describe('the two sides', () => {
  test('are equals: swapped, they contest the same, and come to the same but for the order', () => {
    fc.assert(
      fc.property(sides(3), ([base, ours, theirs]) => {
        const there = merge<Any>(base, ours, theirs, { resolve: 'theirs' })
        const back = merge<Any>(base, theirs, ours, { resolve: 'ours' })
        expect(unordered(there.value)).toBe(unordered(back.value))
        const pairs = (conflicts: readonly Conflict[], swap: boolean): string[] =>
          conflicts
            .map(({ base: b, ours: o, theirs: t }) =>
              [b, ...(swap ? [t, o] : [o, t])].map(each => unordered(each)).join(' | '),
            )
            .sort()
        expect(pairs(merge<Any>(base, ours, theirs).conflicts, false)).toEqual(
          pairs(merge<Any>(base, theirs, ours).conflicts, true),
        )
      }),
      fuzz(500),
    )
  })

  test('where they changed different places, both changes are made', () => {
    fc.assert(
      fc.property(plainContainer(), plainValue(), plainValue(), ({ ...base }: Any, one, other) => {
        const { value, conflicts } = merge<Any>(base, { ...base, a: one }, { ...base, b: other })
        expect(text(value)).toBe(described({ ...base, a: one, b: other }))
        expect(conflicts).toEqual([])
      }),
      fuzz(200),
    )
  })

  test('where they changed different stretches of a list, both changes are made', () => {
    const edit = fc.record({ from: fc.nat(4), remove: fc.nat(4), insert: fc.nat(3) })
    fc.assert(
      fc.property(edit, edit, fc.boolean(), (first, second, isOurs) => {
        const base = Array.from({ length: 12 }, (_, i) => ({ i }) as object)
        // The first five and the last five; two between them stay.
        const change = (array: object[], { from, remove, insert }: typeof first, offset: number): object[] =>
          array.toSpliced(
            offset + from,
            Math.min(remove, 5 - from),
            ...Array.from({ length: insert }, (_, n) => ({ offset, n })),
          )
        const [ours, theirs] = [change(base, first, 0), change(base, second, 7)]
        const { value, conflicts } = isOurs ? merge(base, ours, theirs) : merge(base, theirs, ours)
        expect(thaw(value)).toEqual(change(change(base, second, 7), first, 0))
        expect(conflicts).toEqual([])
      }),
      fuzz(300),
    )
  })
})

describe('lists', () => {
  test('lose nothing: what a side added is there or told in a conflict, and both orders stand', () => {
    const sorted = (all: Iterable<number>): number[] => [...all].sort((a, b) => a - b)
    const threes = (rest: number): fc.Arbitrary<number[]> =>
      fc.array(
        fc.nat(9).map(n => n * 3 + rest),
        { maxLength: 5 },
      )
    const side = fc.func(fc.boolean())
    fc.assert(
      fc.property(threes(0), side, threes(1), side, threes(2), (some, mine, oursNew, others, theirsNew) => {
        const base = sorted(new Set(some))
        const ours = sorted(new Set([...base.filter(n => mine(n)), ...oursNew]))
        const theirs = sorted(new Set([...base.filter(n => others(n)), ...theirsNew]))
        const { value, conflicts } = merge(base, ours, theirs)
        const told = conflicts.flatMap(each => [each.ours, each.theirs])
        for (const each of [...oursNew, ...theirsNew]) expect([...value, ...told]).toContain(each)
        for (const each of base) {
          if (ours.includes(each) && theirs.includes(each)) expect(value).toContain(each)
          else expect(value.includes(each) && !told.includes(each)).toBe(false)
        }
        for (const one of [ours, theirs]) {
          const left = value.filter(each => one.includes(each))
          expect(left).toEqual(sorted(left))
        }
      }),
      fuzz(500),
    )
  })

  test('with keys are merged as a Map of them', () => {
    const things = fc.uniqueArray(fc.record({ id: fc.nat(6), n: fc.nat(2), done: fc.boolean() }), {
      selector: each => each.id,
      maxLength: 6,
    })
    const keys = (element: unknown): unknown => (element as { id: number }).id
    const byId = (array: readonly { id: number }[]): Kept => kept(new Map(array.map(each => [each.id, each])))
    fc.assert(
      fc.property(things, things, things, (base, ours, theirs) => {
        const asList = mergeKept(kept(base), kept(ours), kept(theirs), { keys })
        const asMap = mergeKept(byId(base), byId(ours), byId(theirs))
        expect(thaw(asList.value)).toEqual([...(thaw(asMap.value) as Map<number, object>).values()])
        expect(asList.conflicts.map(each => [each.path.at(-1), each.ours])).toEqual(
          asMap.conflicts.map(each => [
            typeof each.path.at(-1) === 'number' ? expect.any(Number) : each.path.at(-1),
            each.ours,
          ]),
        )
      }),
      fuzz(400),
    )
  })
})

describe('objects, as somebody would write it down', () => {
  const name = fc.constantFrom('a', 'b', 'c', '__proto__', '1')
  const tree = fc.letrec<{ node: unknown }>(tie => ({
    node: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(0, 1, 2, 'x', undefined, null),
      fc.dictionary(name, tie('node'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).node
  const root = fc.dictionary(name, tree, { maxKeys: 4, noNullPrototype: true })
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null
  const gone = Symbol('gone')
  const at = (object: Record<string, unknown>, key: string): unknown =>
    Object.hasOwn(object, key) ? object[key] : gone
  const equal = (a: unknown, b: unknown): boolean =>
    a === gone || b === gone ? a === b : unordered(a) === unordered(b)

  /** The outcome, and where it is contested. */
  function naive(
    b: unknown,
    o: unknown,
    t: unknown,
    side: 'ours' | 'theirs',
    path: string[],
    found: string[],
  ): unknown {
    if (equal(o, t) || equal(b, t)) return o
    if (equal(b, o)) return t
    if (!isObject(b) || !isObject(o) || !isObject(t)) {
      found.push(path.join())
      return side === 'ours' ? o : t
    }
    const merged: [string, unknown][] = []
    for (const key of new Set([b, o, t].flatMap(each => Object.keys(each)))) {
      const value = naive(at(b, key), at(o, key), at(t, key), side, [...path, key], found)
      if (value !== gone) merged.push([key, value])
    }
    return Object.fromEntries(merged)
  }

  test('the outcome and the conflicts', () => {
    fc.assert(
      fc.property(
        root,
        root,
        root,
        fc.constantFrom<'ours' | 'theirs'>('ours', 'theirs'),
        (base, ours, theirs, side) => {
          const found: string[] = []
          const expected = naive(base, ours, theirs, side, [], found)
          const settled = merge<Any>(base, ours, theirs, { resolve: side })
          expect(unordered(settled.value)).toBe(unordered(expected))
          expect(settled.conflicts).toEqual([])
          const open = merge<Any>(base, ours, theirs)
          expect(open.conflicts.map(each => each.path.join()).sort()).toEqual(found.sort())
          expect(unordered(open.value)).toBe(unordered(naive(base, ours, theirs, 'ours', [], [])))
          expect(Object.getPrototypeOf({})).toBe(Object.prototype)
          expect(Object.keys(Object.prototype)).toEqual([])
        },
      ),
      fuzz(600),
    )
  })
})

test('every way to settle leaves nothing open, and what stays open has ours', () => {
  const ways: Resolve[] = ['ours', 'theirs', () => 'settled', each => each.ours ?? 'gone']
  fc.assert(
    fc.property(sides(3), fc.constantFrom(...ways), ([base, ours, theirs], resolve) => {
      expect(merge<Any>(base, ours, theirs, { resolve }).conflicts).toEqual([])
      const left = merge<Any>(base, ours, theirs, { resolve: () => undefined })
      const open = merge<Any>(base, ours, theirs)
      expect(left.conflicts.map(each => described(each))).toEqual(open.conflicts.map(each => described(each)))
      expect(text(open.value)).toBe(text(merge<Any>(base, ours, theirs, { resolve: 'ours' }).value))
    }),
    fuzz(300),
  )
})

test('what is given stays as it is, and what comes out is kept', () => {
  fc.assert(
    fc.property(anything, anything, anything, (base: Any, ours: Any, theirs: Any) => {
      const before = [base, ours, theirs].map(described)
      const { value } = merge<Any>(base, ours, theirs)
      expect([base, ours, theirs].map(described)).toEqual(before)
      if (typeof value === 'object' && value !== null && !isLeafLike(value))
        expect(keep(value, { name: 'value' })).toBe(value)
    }),
    fuzz(200),
  )
})
