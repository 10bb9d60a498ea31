import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Branch, most, type Part } from '../../../src/value/persistent/branch.ts'
import { Entries } from '../../../src/value/persistent/entries.ts'
import { hole, perLeaf } from '../../../src/value/persistent/slots.ts'
import { fuzz, runsOf } from '../../fuzz.ts'

type Twin = Map<unknown, unknown>

/** All leaves in the tree are equally deep and full, all branches but the last; holes are counted, and few. */
function expectSound(map: Entries): void {
  const walk = (part: Part, height: number, last: boolean): [slots: number, holes: number] => {
    if (height === 0) {
      const keys = (part as unknown[]).filter((_, i) => i % 2 === 0)
      expect(keys.length).toBe(perLeaf)
      return [perLeaf, keys.filter(key => key === hole).length]
    }
    const { kids, counts } = part as Branch
    if (!last) expect(kids.length).toBe(most)
    expect(kids.length).toBeGreaterThan(0)
    expect(counts.length).toBeLessThanOrEqual(kids.length)
    const each = kids.map((kid, i) => walk(kid, height - 1, last && i === kids.length - 1))
    each.forEach(([, holes], i) => expect(counts[i] ?? 0).toBe(holes))
    return [sum(each.map(([slots]) => slots)), sum(each.map(([, holes]) => holes))]
  }
  const [slots, holes] = map.root ? walk(map.root, map.height, true) : [0, 0]
  expect(map.begin).toBe(slots)
  expect(map.end).toBe(slots + map.tail.length / 2)
  expect(map.size).toBe(map.end - holes)
  expect(map.tail.length).toBeLessThanOrEqual(most)
  expect(map.tail).not.toContain(hole)
  expect(holes).toBeLessThanOrEqual(2 * map.size)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

/** Parts of one that the other has not. */
function ownParts(of: Entries, other: Entries): number {
  const parts = (part: Part, height: number): Part[] =>
    height === 0 ? [part] : [part, ...(part as Branch).kids.flatMap(kid => parts(kid, height - 1))]
  const all = (map: Entries): Part[] => [map.tail, ...(map.root ? parts(map.root, map.height) : [])]
  const known = new Set(all(other))
  return all(of).filter(part => !known.has(part)).length
}

function expectSame(map: Entries, twin: Twin): void {
  expectSound(map)
  expect(map.size).toBe(twin.size)
  const entries = [...twin]
  const found = [...map]
  expect(found.length).toBe(entries.length)
  // One expectation for each of some thousand entries takes longer than all else.
  expect(
    found.findIndex(([key, value], i) => !Object.is(key, entries[i]![0]) || value !== entries[i]![1]),
  ).toBe(-1)
  expect(entries.findIndex(([key, value], i) => map.get(key) !== value || map.positionOf(key) !== i)).toBe(-1)
  expect(entries.findIndex(([key], i) => !map.has(key) || !Object.is(map.nth(i), key))).toBe(-1)
  expect(entries.findIndex(([key], i) => !Object.is(map.keyAfter(key), entries[i + 1]?.[0]))).toBe(-1)
  expect([...map.keys()].length).toBe([...map.values()].length)
}

const odd: unknown[] = [NaN, 0, -0, 1n, null, undefined, '', 'NaN', {}, [], Symbol('key'), true, 2n ** 70n]
const keyOf = (n: number): unknown => (n < odd.length ? odd[n] : n % 2 === 0 ? n : `key ${n}`)

function expectDifference(a: Entries, b: Entries, one: Twin, two: Twin): void {
  const { changed, moved } = a.different(b)
  const same = (key: unknown): boolean =>
    one.has(key) && two.has(key) && Object.is(one.get(key), two.get(key))
  expect(new Set(changed).size).toBe(changed.length)
  expect(new Set(changed)).toEqual(new Set([...one.keys(), ...two.keys()].filter(key => !same(key))))
  const named = new Set(moved)
  expect(named.size).toBe(moved.length)
  expect(moved.every(key => one.has(key) && two.has(key))).toBe(true)
  // Those that changed in value too: who tells maps apart asks no further where nothing has moved.
  const rest = [...one.keys()].filter(key => two.has(key) && !named.has(key))
  const twinRest = [...two.keys()].filter(key => one.has(key) && !named.has(key))
  expect(rest.findIndex((key, i) => !Object.is(key, twinRest[i]))).toBe(-1)
  expect(rest.length).toBe(twinRest.length)
}

interface Pair {
  map: Entries
  twin: Twin
  walks: { walk: Iterator<unknown>; twin: Iterator<unknown> }[]
}

const pairOf = (map: Entries, twin: Twin): Pair => ({ map, twin, walks: [] })

interface Command {
  is: 'set' | 'delete' | 'sets' | 'deletes' | 'toggle' | 'clear' | 'fork' | 'pick' | 'walk' | 'next' | 'or'
  /** Which key, from 0 to 1. */
  key: number
  count: number
}

const command: fc.Arbitrary<Command> = fc.record({
  is: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom<Command['is'][]>('set', 'delete', 'next', 'or') },
    {
      weight: 6,
      arbitrary: fc.constantFrom<Command['is'][]>('sets', 'deletes', 'fork', 'pick', 'walk', 'toggle'),
    },
    { weight: 1, arbitrary: fc.constant<Command['is']>('clear') },
  ),
  key: fc.double({ min: 0, max: 1, noNaN: true }),
  count: fc.oneof(fc.nat(5), fc.nat(60), fc.nat(900)),
})

function perform(each: Command, pairs: Pair[], now: Pair, room: number): Pair {
  const { map, twin, walks } = now
  const at = Math.floor(each.key * room)
  const key = keyOf(at)
  if (each.is === 'set') {
    expect(map.set(key, each.count)).toBe(map)
    twin.set(key, each.count)
  } else if (each.is === 'or') {
    expect(map.getOrInsert(key, each.count)).toBe(twin.get(key) ?? each.count)
    if (!twin.has(key)) twin.set(key, each.count)
  } else if (each.is === 'delete') {
    expect(map.delete(key)).toBe(twin.delete(key))
    if (each.count % 2 === 0 && !twin.has(key)) {
      // Put back where it stood, or not at all.
      const order = [...twin.keys()]
      const before = order[each.count % (order.length || 1)]
      if (order.length > 0 && map.putBack(key, each.count, before)) {
        const behind = [...twin].slice(order.findIndex(one => Object.is(one, before)))
        for (const [one] of behind) twin.delete(one)
        twin.set(key, each.count)
        for (const [one, held] of behind) twin.set(one, held)
        // Of the twin they would see all that is behind once more.
        walks.length = 0
      }
    }
  } else if (each.is === 'sets' || each.is === 'deletes') {
    const step = 1 + (at % 3)
    for (let i = 0; i < each.count; i++) {
      const key = keyOf((at + i * step) % (room + 500))
      if (each.is === 'sets') (map.set(key, i), twin.set(key, i))
      else if (map.delete(key) !== twin.delete(key)) throw new Error(`delete ${String(key)}`)
    }
  } else if (each.is === 'toggle') {
    for (let i = 0; i < each.count; i++) {
      const fork = map.fork()
      map.delete(key)
      map.set(key, i)
      if (i === each.count >> 1) pairs.push(pairOf(fork, new Map(twin)))
      twin.delete(key)
      twin.set(key, i)
    }
  } else if (each.is === 'clear') {
    map.clear()
    twin.clear()
  } else if (each.is === 'fork') {
    pairs.push(pairOf(map.fork(), new Map(twin)))
    return at % 2 === 0 ? now : pairs.at(-1)!
  } else if (each.is === 'pick') {
    return pairs[at % pairs.length]!
  } else if (each.is === 'walk') {
    const how = (['keys', 'values', 'entries'] as const)[at % 3]!
    walks.push({ walk: map[how](), twin: twin[how]() })
  } else {
    for (const { walk, twin } of walks)
      for (let i = 0; i < each.count; i++) expect(walk.next()).toEqual(twin.next())
  }
  return now
}

test(
  'every one of many forks is the Map that its own program makes, and its walks see what those of a Map see',
  () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.nat(40), fc.nat(700), fc.nat(3_000)),
        fc.array(command, { minLength: 1, maxLength: 70 }),
        (size, commands) => {
          const twin: Twin = new Map()
          for (let i = 0; i < size; i++) twin.set(keyOf(i), i)
          const pairs = [pairOf(Entries.from(size % 2 === 0 ? twin : [...twin]), twin)]
          let now = pairs[0]!
          for (const each of commands) {
            now = perform(each, pairs, now, size + 20)
            expect(now.map.size).toBe(now.twin.size)
          }
          for (const { map, twin, walks } of pairs) {
            for (const { walk, twin } of walks) {
              for (let i = 0; i < 3; i++) expect(walk.next()).toEqual(twin.next())
            }
            for (const { walk, twin } of walks) {
              const rest = [...{ [Symbol.iterator]: () => walk }]
              expect(rest).toEqual([...{ [Symbol.iterator]: () => twin }])
            }
            expectSame(map, twin)
            const foreign = pairs.flatMap(other => [...other.twin.keys()])
            expect(foreign.find(key => map.has(key) !== twin.has(key))).toBe(undefined)
          }
          for (const one of pairs.slice(-3)) {
            for (const two of pairs.slice(0, 6)) expectDifference(one.map, two.map, one.twin, two.twin)
          }
        },
      ),
      fuzz(250),
    )
  },
  runsOf(120_000),
)

test('a Map of any keys is read as it is', () => {
  const twin: Twin = new Map(odd.map((key, i) => [key, i]))
  const map = Entries.from(odd.map((key, i) => [key, i]))
  expectSame(map, twin)
  expect(map.get(-0)).toBe(twin.get(-0))
  expect(map.get([])).toBe(undefined)
  map.set(-0, 'zero')
  expect(Object.is([...map.keys()][1], 0)).toBe(true)
  map.delete(0)
  map.set(-0, 'zero')
  expect(Object.is([...map.keys()].at(-1), 0)).toBe(true)
  for (let i = 1; i < 100; i++) map.set(i, i)
  expect(map.get(NaN)).toBe(0)
  expect(map.get(-0)).toBe('zero')
  expect(map.get(1n)).toBe(3)
  expect(map.has('1')).toBe(false)
  expect(map.nth(-1)).toBe(undefined)
  expect(map.nth(map.size)).toBe(undefined)
  expect(map.nth(NaN)).toBe(undefined)
  expect(map.positionOf('none')).toBe(-1)
  expect(map.keyAfter('none')).toBe(undefined)
})

test('it does wherever a Map does', () => {
  class Twice extends Map<unknown, unknown> {
    override *[Symbol.iterator](): MapIterator<[unknown, unknown]> {
      yield* [...super.entries(), ...super.entries()]
    }
  }
  const proxy = new Proxy(new Map(), {
    get: (of, name) => (name === Symbol.iterator ? () => new Map([[1, 2]]).entries() : Reflect.get(of, name)),
  })
  expect([...Entries.from(new Twice([['a', 1]]))]).toEqual([['a', 1]])
  expect([...Entries.from(proxy)]).toEqual([[1, 2]])

  const map: Map<unknown, unknown> = Entries.from([
    ['a', 1],
    ['b', 2],
    ['a', 3],
  ])
  expect([...map]).toEqual([
    ['a', 3],
    ['b', 2],
  ])
  expect([...new Map(map)]).toEqual([...map])
  expect(Object.fromEntries(map as Map<string, unknown>)).toEqual({ a: 3, b: 2 })
  expect(map.keys().map(String).toArray()).toEqual(['a', 'b'])
  expect(Object.prototype.toString.call(map.values())).toBe('[object Map Iterator]')
  const walk = map.entries()
  expect(walk[Symbol.iterator]()).toBe(walk)
  const seen: unknown[] = []
  map.forEach(function (this: unknown, value, key, of) {
    seen.push([this, value, key, of === map])
    if (key === 'b') map.set('c', 4)
  }, 'this')
  expect(seen.length).toBe(3)
  expect(seen[2]).toEqual(['this', 4, 'c', true])
  expect(map.getOrInsertComputed('d', key => `${key as string}!`)).toBe('d!')
  expect(map.getOrInsertComputed('d', () => 'never')).toBe('d!')
  map.clear()
  expect(walk.next()).toEqual({ value: undefined, done: true })
  map.set('e', 5)
  expect(walk.next()).toEqual({ value: undefined, done: true })
  expect(map.size).toBe(1)
})

const numbers = (size: number): Entries =>
  Entries.from(new Map(Array.from({ length: size }, (_, i) => [i, i])))

test('a change copies one path, and shares all else', () => {
  const map = numbers(100_000)
  const set = map.fork()
  set.set(50_000, 'x')
  // The tail, which is empty, is shared too.
  expect(ownParts(set, map)).toBe(map.height + 1)
  set.set(50_001, 'y')
  expect(ownParts(set, map)).toBe(map.height + 1)
  set.delete(50_002)
  expect(ownParts(set, map)).toBe(map.height + 1)
  expect(set.different(map)).toEqual({ changed: [50_000, 50_001, 50_002], moved: [] })
  expect(map.different(set)).toEqual({ changed: [50_000, 50_001, 50_002], moved: [] })

  const more = map.fork()
  more.set('new', 1)
  expect(ownParts(more, map)).toBe(1)
  more.delete(7)
  more.set(7, 7)
  expect(more.different(map)).toEqual({ changed: ['new'], moved: [7] })
  expect(map.different(map.fork())).toEqual({ changed: [], moved: [] })
})

test('iterators see through compactions, also those that stand still', () => {
  const map = numbers(2_000)
  const twin = new Map(map)
  const walks = [100, 1_000, 1_900, 1_999].map(steps => {
    const pair = [map.keys(), twin.keys()] as const
    for (let i = 0; i < steps; i++) pair.map(each => each.next())
    return pair
  })
  let compactions = 0
  for (let i = 0; i < 1_950; i++) {
    const { begin } = map
    for (const each of [map, twin]) each.delete((i * 7) % 2_000)
    if (map.begin < begin) compactions++
    if (i % 500 === 0) walks.push([map.keys(), twin.keys()])
  }
  expect(compactions).toBeGreaterThan(1)
  map.fork()
  for (const each of [map, twin]) each.set('behind', 1)
  for (const [walk, twinWalk] of walks) expect([...walk]).toEqual([...twinWalk])
  expectSame(map, twin)
})

test('a key that comes and goes without end, while other versions hold it where it was', () => {
  const base = numbers(3_000)
  const other = base.fork()
  const versions: [Entries, Twin][] = []
  let map = base.fork()
  const twin = new Map(map)
  for (let i = 0; i < 20_000; i++) {
    map = map.fork()
    for (const each of [map, twin]) each.delete(1_000)
    for (const each of [map, twin]) each.set(1_000, i)
    if (i % 2_000 === 0) versions.push([map, new Map(twin)])
    // Another branch, which is in the way of the first one's slots.
    other.set(`other ${i % 5_000}`, i)
    expect(other.get(1_000)).toBe(1_000)
  }
  expectSame(map, twin)
  expectSame(base, new Map(numbers(3_000)))
  for (const [version, then] of versions) expectSame(version, then)
})

test('a storm of forks of one base, each with keys of its own, leaves nothing in the way', () => {
  for (const size of [10, 15, 16, 31, 1_000]) {
    const base = numbers(size)
    const kept: [Entries, number][] = []
    for (let i = 0; i < 20_000; i++) {
      const fork = base.fork()
      for (let j = 0; j < 20; j++) fork.set(`${i} ${j}`, j)
      if (i % 1_000 === 0) kept.push([fork, i])
    }
    for (const [fork, i] of kept) {
      expect(fork.size).toBe(size + 20)
      expect(fork.nth(size + 3)).toBe(`${i} 3`)
      expect(fork.get(`${i} 19`)).toBe(19)
      expect(fork.has(`${i + 1} 3`)).toBe(false)
      expectSound(fork)
    }
    expectSame(base, new Map(numbers(size)))
  }
})

test('forks that were made before each add keys of their own', () => {
  const base = numbers(5_000)
  const forks = Array.from({ length: 3_000 }, () => base.fork())
  forks.forEach((fork, i) => {
    for (let j = 0; j < 40; j++) fork.set(`${i} ${j}`, j)
  })
  forks.forEach((fork, i) => {
    expect(fork.get(`${i} 39`)).toBe(39)
    expect(fork.get(`${i} 1`)).toBe(1)
    expect(fork.has(`${i - 1} 1`)).toBe(false)
    expect(fork.get(4_999)).toBe(4_999)
  })
  expectSame(base, new Map(numbers(5_000)))
})

test('one key at many slots is found by each version at its own, in whatever order they came', () => {
  const base = numbers(100)
  const made = [300, 20, 150, 20, 90, 400, 0].map((before, i) => {
    const [map, twin] = [base.fork(), new Map(base)]
    for (const each of [map, twin]) {
      for (let j = 0; j < before; j++) each.set(`${i} ${j}`, j)
      each.set('x', i)
      for (let j = 0; j < 40; j++) each.set(`behind ${i} ${j}`, j)
    }
    return [map, twin] as const
  })
  for (const [map, twin] of made) expectSame(map, twin)
  expect(base.has('x')).toBe(false)
  for (const [map] of made) expect(map.delete('x')).toBe(true)
  for (const [map] of made) expect(map.has('x')).toBe(false)
})

test('a deleted key is put back where it stood, unless that is not known any more', () => {
  const keys = Array.from({ length: 1_000 }, (_, i) => `key ${i}`)
  const map = Entries.from(new Map(keys.map((key, i) => [key, i])))
  const whole = map.fork()
  for (const i of [3, 4, 500, 501, 502, 700]) expect(map.delete(`key ${i}`)).toBe(true)
  const fewer = map.fork()
  expect(map.putBack('key 500', 0, 'key 501')).toBe(false)
  expect(map.putBack('key 502', 502, 'key 503')).toBe(true)
  expect(map.putBack('key 501', 501, 'key 502')).toBe(true)
  expect(map.putBack('key 500', 500, 'key 501')).toBe(true)
  expect(map.putBack('key 4', 4, 'key 5')).toBe(true)
  expect(map.putBack('key 3', 3, 'key 4')).toBe(true)
  expect(map.putBack('key 700', 700, 'key 701')).toBe(true)
  expect(map.putBack('key 9', 0, 'key 10')).toBe(false)
  expect([...map]).toEqual([...whole])
  expect(map.size).toBe(1_000)
  expect([...fewer.keys()]).toEqual(keys.filter((_, i) => ![3, 4, 500, 501, 502, 700].includes(i)))
  expect(keys.every((key, i) => map.positionOf(key) === i && map.get(key) === i && map.nth(i) === key)).toBe(
    true,
  )
})
