import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Branch, least, most, type Part } from '../../../src/value/persistent/branch.ts'
import { Sequence } from '../../../src/value/persistent/sequence.ts'
import { fuzz, runsOf } from '../../fuzz.ts'

/** Counts; all leaves equally deep; all at least half full but on the right edge; no root with a single kid. */
function expectSound(list: Sequence): void {
  const walk = (part: Part, height: number, edge: boolean, top: boolean): number => {
    const width = height === 0 ? (part as unknown[]).length : (part as Branch).kids.length
    expect(width).toBeLessThanOrEqual(most)
    expect(width).toBeGreaterThanOrEqual(top ? (height === 0 ? 0 : 2) : edge ? 1 : least)
    expect(part instanceof Branch).toBe(height > 0)
    if (height === 0) return width
    const { kids, counts: starts } = part as Branch
    expect(starts.length).toBe(kids.length)
    let length = 0
    kids.forEach((kid, i) => {
      expect(starts[i]).toBe(length)
      length += walk(kid, height - 1, edge && i === kids.length - 1, false)
    })
    return length
  }
  expect(walk(list.root, list.height, true, true)).toBe(list.length)
}

/** Parts of one that the other has not. */
function ownParts(of: Sequence, other: Sequence): number {
  const parts = (part: Part, height: number): Part[] =>
    height === 0 ? [part] : [part, ...(part as Branch).kids.flatMap(kid => parts(kid, height - 1))]
  const known = new Set(parts(other.root, other.height))
  return parts(of.root, of.height).filter(part => !known.has(part)).length
}

function expectSame(list: Sequence, twin: readonly unknown[]): void {
  expect(list.toArray()).toEqual(twin)
  expect(list.length).toBe(twin.length)
  expectSound(list)
}

type Command =
  | { is: 'set' | 'push'; at: number; value: number }
  | { is: 'splice'; at: number; remove: number; insert: number[] }
  | { is: 'fork' | 'pick'; at: number }
  | { is: 'slice' | 'drop'; at: number; to: number }
  | { is: 'pushes' | 'shifts'; count: number }

const at = fc.double({ min: 0, max: 1, noNaN: true })
const few = fc.array(fc.nat(9), { maxLength: 4 })
const many = fc.integer({ min: 0, max: 300 }).map(length => Array.from({ length }, (_, i) => i))
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ is: fc.constantFrom('set' as const, 'push' as const), at, value: fc.nat(9) }),
  fc.record({ is: fc.constant('splice' as const), at, remove: fc.nat(3), insert: few }),
  fc.record({ is: fc.constant('splice' as const), at, remove: fc.nat(400), insert: fc.oneof(few, many) }),
  fc.record({ is: fc.constantFrom('fork' as const, 'pick' as const), at }),
  fc.record({ is: fc.constantFrom('slice' as const, 'drop' as const), at, to: at }),
  fc.record({ is: fc.constantFrom('pushes' as const, 'shifts' as const), count: fc.nat(70) }),
)

test(
  'every one of many forks is the list that its own program makes',
  () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.nat(70), fc.nat(1100), fc.nat(5000)),
        fc.array(command, { minLength: 1, maxLength: 60 }),
        (size, commands) => {
          const items = Array.from({ length: size }, (_, i) => i + 1_000)
          const pairs = [{ list: Sequence.from(items), twin: items }]
          let now = pairs[0]!
          for (const each of commands) {
            const { list, twin } = now
            const index = 'at' in each ? Math.floor(each.at * twin.length) : 0
            if (each.is === 'set') {
              if (twin.length === 0) continue
              const where = Math.min(index, twin.length - 1)
              list.set(where, each.value)
              twin[where] = each.value
            } else if (each.is === 'push') {
              list.push(each.value)
              twin.push(each.value)
            } else if (each.is === 'pushes') {
              for (let i = 0; i < each.count; i++) list.push(i)
              for (let i = 0; i < each.count; i++) twin.push(i)
            } else if (each.is === 'shifts') {
              for (let i = 0; i < each.count; i++) expect(list.splice(0, 1, [])).toEqual(twin.splice(0, 1))
            } else if (each.is === 'splice') {
              const removed = list.splice(index, each.remove, each.insert)
              expect(removed).toEqual(twin.splice(index, each.remove, ...each.insert))
            } else if (each.is === 'pick') {
              now = pairs[Math.min(pairs.length - 1, Math.floor(each.at * pairs.length))]!
            } else {
              const to = 'to' in each ? Math.floor(each.to * twin.length) : twin.length
              const from = each.is === 'fork' ? 0 : index
              const part = each.is === 'drop' ? [from, twin.length] : [from, to]
              const list2 = each.is === 'fork' ? list.fork() : list.slice(part[0]!, part[1]!)
              pairs.push({ list: list2, twin: twin.slice(part[0], part[1]) })
              if (index % 2 === 0) now = pairs.at(-1)!
            }
            expect(now.list.length).toBe(now.twin.length)
          }
          for (const { list, twin } of pairs) expectSame(list, twin)
          for (const one of pairs.slice(-5)) {
            for (const two of pairs) {
              expect(one.list.sharedPrefix(two.list)).toBe(prefix(one.twin, two.twin))
              expect(one.list.sharedSuffix(two.list)).toBe(
                prefix(one.twin.toReversed(), two.twin.toReversed()),
              )
            }
          }
        },
      ),
      fuzz(300),
    )
  },
  runsOf(120_000),
)

function prefix(a: readonly unknown[], b: readonly unknown[]): number {
  let i = 0
  while (i < a.length && i < b.length && Object.is(a[i], b[i])) i++
  return i
}

test('a walk sees what changes meanwhile, like an array iterator', () => {
  const step = fc.oneof(
    fc.record({ is: fc.constantFrom('next' as const, 'nexts' as const), at, count: fc.nat(40) }),
    fc.record({
      is: fc.constantFrom('set' as const, 'push' as const, 'fork' as const),
      at,
      count: fc.nat(9),
    }),
    fc.record({ is: fc.constant('splice' as const), at, count: fc.nat(60) }),
  )
  fc.assert(
    fc.property(fc.nat(1500), fc.nat(40), fc.array(step, { maxLength: 40 }), (size, from, steps) => {
      const twin: unknown[] = Array.from({ length: size }, (_, i) => i)
      const list = Sequence.from(twin)
      const others: [Sequence, unknown[]][] = []
      const walk = list.values(from)
      const twinWalk = twin.values()
      for (let i = 0; i < from && i < size; i++) twinWalk.next()
      if (from > size) return
      for (const { is, at, count } of steps) {
        const index = Math.floor(at * twin.length)
        if (is === 'next') expect(walk.next()).toEqual(twinWalk.next())
        else if (is === 'nexts') for (let i = 0; i < count; i++) expect(walk.next()).toEqual(twinWalk.next())
        else if (is === 'push') list.push(twin.push(count))
        else if (is === 'splice')
          expect(list.splice(index, count >> 1, Array(count % 7).fill(at))).toEqual(
            twin.splice(index, count >> 1, ...Array(count % 7).fill(at)),
          )
        else if (is === 'fork') others.push([list.fork(), [...twin]])
        else if (index < twin.length) {
          list.set(index, count)
          twin[index] = count
        }
        if (is === 'push') twin[twin.length - 1] = list.at(list.length - 1)
      }
      expect([...walk]).toEqual([...twinWalk])
      list.push('behind')
      expect(walk.next()).toEqual({ value: undefined, done: true })
      for (const [other, then] of others) expect(other.toArray()).toEqual(then)
    }),
    fuzz(300),
  )
}, 60_000)

test('what is not there is undefined, and cannot be set', () => {
  const list = Sequence.from(new Set(['a', 'b']))
  expect([list.at(-1), list.at(0), list.at(1), list.at(2), list.at(NaN)]).toEqual([
    undefined,
    'a',
    'b',
    undefined,
    undefined,
  ])
  expect(() => list.set(2, 'c')).toThrow('There is no element 2 to replace')
  expect(() => list.set(-1, 'c')).toThrow(RangeError)
  expect(list.splice(5, 1, ['c'])).toEqual([])
  expect(list.splice(-5, 1, [])).toEqual(['a'])
  expect([...list]).toEqual(['b', 'c'])
  expect(Sequence.from([]).slice(0, 9).toArray()).toEqual([])
  // A hole is undefined.
  expect(Object.keys(Sequence.from([, 1]).toArray())).toEqual(['0', '1'])
})

test('forEach tells each element with its index', () => {
  const list = Sequence.from(Array.from({ length: 100 }, (_, i) => i))
  let sum = 0
  list.forEach((value, index) => {
    expect(value).toBe(index)
    if (index < 10) list.push(list.length)
    sum++
  })
  expect(sum).toBe(110)
})

test('a change copies one path, and shares all else', () => {
  const list = Sequence.from(Array.from({ length: 100_000 }, (_, i) => i))
  const set = list.fork()
  set.set(50_000, 'x')
  expect(ownParts(set, list)).toBe(list.height + 1)
  set.set(50_001, 'y')
  expect(ownParts(set, list)).toBe(list.height + 1)
  expect(set.sharedPrefix(list)).toBe(50_000)
  expect(set.sharedSuffix(list)).toBe(49_998)

  const pushed = list.fork()
  for (let i = 0; i < 33; i++) pushed.push(i)
  expect(ownParts(pushed, list)).toBeLessThanOrEqual(list.height + 3)

  const spliced = list.fork()
  spliced.splice(70_000, 3, ['a', 'b'])
  expect(ownParts(spliced, list)).toBeLessThanOrEqual(list.height + 1)
  spliced.splice(20_000, 1_000, ['a', 'b'])
  expect(ownParts(spliced, list)).toBeLessThanOrEqual(5 * (list.height + 1))
  expectSound(spliced)

  const part = list.slice(10_001, 90_001)
  expect(part.at(0)).toBe(10_001)
  expect(ownParts(part, list)).toBeLessThanOrEqual(4 * (list.height + 1))
})

test('the tree stays low, and half full, under splices without end', () => {
  const list = Sequence.from([])
  let seed = 7
  const random = (below: number): number => (seed = (seed * 48_271) % 0x7fffffff) % below
  for (let i = 0; i < 20_000; i++) list.splice(random(list.length + 1), 0, [i])
  expectSound(list)
  // 16^4 > 20,000: a root over three rows of branches and one of leaves would need more.
  expect(list.height).toBeLessThanOrEqual(3)
  for (let i = 0; i < 19_950; i++) list.splice(random(list.length), 1, [])
  expectSound(list)
  expect(list.height).toBeLessThanOrEqual(1)
})

test('a queue, and a storm of forks', () => {
  const base = Sequence.from(Array.from({ length: 3_000 }, (_, i) => i))
  const forks = Array.from({ length: 3_000 }, (_, i) => {
    const fork = base.fork()
    fork.set(i, 'x')
    if (i % 2 === 0) base.set(i, i)
    return fork
  })
  forks.forEach((fork, i) => {
    expect(fork.at(i)).toBe('x')
    expect(fork.sharedPrefix(base)).toBe(i)
  })
  expect(base.toArray()).toEqual(Array.from({ length: 3_000 }, (_, i) => i))
  for (let i = 0; i < 10_000; i++) {
    base.push(3_000 + i)
    expect(base.splice(0, 1, [])).toEqual([i])
  }
  expectSound(base)
})

test('a slice does not see what its source changes later in place', () => {
  const list = Sequence.from(Array.from({ length: 5_000 }, (_, i) => i))
  for (const at of [1_000, 2_500, 4_999]) list.set(at, 'x')
  const head = list.slice(0, 3_000)
  const tail = list.slice(2_000, 5_000)
  for (const at of [1_000, 2_500, 4_999]) list.set(at, 'y')
  expect([head.at(1_000), head.at(2_500), tail.at(500), tail.at(2_999)]).toEqual(['x', 'x', 'x', 'x'])
})

test('what is cut off at the border of a part is a sound tree', () => {
  for (const size of [32, 1_024, 32_768]) {
    const list = Sequence.from(Array.from({ length: size }, (_, i) => i))
    list.push('x')
    const last = list.slice(size, size + 1)
    expectSame(last, ['x'])
    expect(last.height).toBe(0)
    list.splice(0, size, ['y'])
    expectSame(list, ['y', 'x'])
  }
})
