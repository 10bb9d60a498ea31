import { deepStrictEqual } from 'node:assert'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { decodeValue, encodeValue } from '../../src/value/codec.ts'
import { keep } from '../../src/value/keep.ts'
import { isLeaf } from '../../src/value/leaf.ts'
import { register } from '../../src/value/register.ts'
import { same } from '../../src/value/same.ts'
import { seal, unseal } from '../../src/value/sealed.ts'
import { thaw } from '../../src/value/thaw.ts'
import { errorOf, kept, stored } from './around.ts'

class Box {
  inner: { n: number }
  constructor(inner: { n: number }) {
    this.inner = inner
  }
}
register(Box, { tag: 'doors.Box' })

const make = () => {
  const error = new TypeError('t', { cause: { deep: [new Date(1)] } })
  error.stack = 'TypeError: t'
  return {
    plain: { list: [1, { n: 1 }], when: new Date(0) },
    map: new Map<string, any>([['a', { n: 1 }], ['d', new Date(0)]]), // prettier-ignore
    set: new Set<any>([{ n: 1 }, new Date(0)]),
    bytes: new Uint8Array([1, 2, 3, 4]),
    buffer: new Uint8Array([1, 2]).buffer,
    view: new DataView(new ArrayBuffer(4)),
    regexp: /a/g,
    url: new URL('http://a/'),
    box: new Box({ n: 1 }),
    error,
    dates: [new Date(0), , new Date(1)],
    bare: Object.assign(Object.create(null), { d: new Date(0) }),
  }
}

/** A snapshot, and how to see whether it changed. */
function watched() {
  const snapshot = kept(make())
  const before = encodeValue(snapshot)
  return {
    snapshot,
    unchanged: () => {
      expect(encodeValue(snapshot)).toBe(before)
      // Also as it is seen, should a copy handed out be handed out again.
      deepStrictEqual(thaw(snapshot), make())
    },
  }
}

describe('what was put in', () => {
  test('changes afterwards without changing the snapshot: objects, arrays, Maps and Sets are not aliased', () => {
    const input = make()
    const snapshot = kept(input)
    const before = encodeValue(snapshot)
    input.plain.list.push(2)
    ;(input.plain.list[1] as any).n = 2
    input.map.set('b', 1)
    input.map.get('a').n = 2
    input.set.add(3)
    ;[...input.set][0].n = 2
    input.box.inner.n = 2
    ;(input.error.cause as any).deep.push(1)
    expect(encodeValue(snapshot)).toBe(before)
  })
  test('changes afterwards without changing the snapshot: a live Date, bytes, RegExp, URL, Error', () => {
    const input = make()
    const snapshot = kept(input)
    const before = encodeValue(snapshot)
    input.plain.when.setTime(9)
    input.map.get('d').setTime(9)
    input.dates[0]!.setTime(9)
    input.bytes[0] = 9
    new Uint8Array(input.bytes.buffer).fill(9)
    new Uint8Array(input.buffer).fill(9)
    input.view.setInt8(0, 9)
    input.regexp.lastIndex = 9
    input.url.pathname = '/changed'
    input.error.message = 'changed'
    expect(encodeValue(snapshot)).toBe(before)
  })
  test('is never frozen', () => {
    const input = make()
    kept(input)
    for (const part of [
      input,
      input.plain,
      input.plain.list,
      input.map,
      input.set,
      input.map.get('a'),
      input.box.inner,
      input.error,
    ]) {
      expect(Object.isFrozen(part)).toBe(false)
    }
  })
})

describe('what is read', () => {
  test('cannot be written, defined, deleted or given another prototype', () => {
    const { snapshot, unchanged } = watched()
    for (const part of [
      snapshot,
      snapshot.plain,
      snapshot.plain.list,
      snapshot.plain.list[1],
      snapshot.map,
      snapshot.set,
      snapshot.map.get('a'),
      snapshot.dates,
      snapshot.bare,
    ]) {
      expect(Object.isFrozen(part)).toBe(true)
      expect(() => (part.added = 1)).toThrow(TypeError)
      expect(() => (part[0] = 1)).toThrow(TypeError)
      expect(() => Object.defineProperty(part, 'added', { value: 1 })).toThrow(TypeError)
      expect(() => Object.setPrototypeOf(part, {})).toThrow(TypeError)
    }
    expect(() => (snapshot.plain.when = 1)).toThrow(TypeError)
    expect(() => delete snapshot.plain.when).toThrow(TypeError)
    expect(() => Object.defineProperty(snapshot.plain, 'when', { get: () => 1 })).toThrow(TypeError)
    expect(() => snapshot.plain.list.push(1)).toThrow(TypeError)
    expect(() => snapshot.plain.list.sort()).toThrow(TypeError)
    unchanged()
  })
  test('is a fresh copy where it has inner state, by each way of reading', () => {
    const { snapshot, unchanged } = watched()
    snapshot.plain.when.setTime(9)
    Object.values(snapshot.plain).forEach(value => value instanceof Date && value.setTime(9))
    Object.getOwnPropertyDescriptor(snapshot.plain, 'when')!.get!.call(null).setTime(9)
    ;({ ...snapshot.plain }).when.setTime(9)
    structuredClone(snapshot.plain).when.setTime(9)
    for (const date of snapshot.dates) date?.setTime(9)
    snapshot.dates.forEach((date: Date) => date.setTime(9))
    snapshot.dates.slice()[0].setTime(9)
    snapshot.bytes.fill(9)
    new Uint8Array(snapshot.bytes.buffer).fill(9)
    new Uint8Array(snapshot.buffer).fill(9)
    structuredClone(snapshot.buffer, { transfer: [snapshot.buffer] })
    snapshot.view.setInt8(0, 9)
    snapshot.regexp.lastIndex = 9
    snapshot.url.href = 'http://b/'
    snapshot.error.message = 'changed'
    expect(() => snapshot.error.cause.deep.push(1)).toThrow(TypeError)
    snapshot.error.cause.deep[0].setTime(9)
    snapshot.box.inner.n = 9
    unchanged()
  })
  test('of a Map or Set is a copy, whichever reader gives it', () => {
    const { snapshot, unchanged } = watched()
    const { map, set } = snapshot
    const spoil = (value: unknown) => {
      expect(isLeaf(value)).toBe(false)
      if (value instanceof Date) value.setTime(9)
    }
    spoil(map.get('d'))
    for (const value of map.values()) spoil(value)
    for (const [, value] of map) spoil(value)
    for (const pair of map.entries()) (spoil(pair[1]), (pair[1] = 9))
    map.forEach(spoil)
    for (const value of set) spoil(value)
    for (const value of set.keys()) spoil(value)
    for (const pair of set.entries()) pair.forEach(spoil)
    set.forEach(spoil)
    set.union(new Set()).forEach(spoil)
    set.difference(new Set()).clear()
    set.isSubsetOf({ size: 9, has: (value: unknown) => (spoil(value), true), keys: () => [].values() })
    unchanged()
  })
  test('prints, and printing changes nothing', () => {
    const { snapshot, unchanged } = watched()
    expect(inspect(snapshot.map)).toBe("ImmutableMap(2) { 'a' => { n: 1 }, 'd' => 1970-01-01T00:00:00.000Z }")
    expect(inspect(snapshot.set)).toBe('ImmutableSet(2) { { n: 1 }, 1970-01-01T00:00:00.000Z }')
    inspect(snapshot, { getters: true, showHidden: true, depth: 9 })
    const inspected = (snapshot.map as any)[Symbol.for('nodejs.util.inspect.custom')](
      1,
      {},
      (map: Map<string, any>) => {
        map.clear()
        return ''
      },
    )
    expect(inspected).toBe('Immutable')
    unchanged()
  })
})

describe('ImmutableMap and ImmutableSet', () => {
  test('throw LOCKED from every mutator, naming it', () => {
    const { snapshot, unchanged } = watched()
    for (const method of ['set', 'delete', 'clear', 'getOrInsert', 'getOrInsertComputed']) {
      const error = errorOf('LOCKED', () => snapshot.map[method]('a', 1))
      expect(error.details).toEqual({ method })
      expect(error.message).toContain(`${method}: this ImmutableMap is locked`)
    }
    for (const method of ['add', 'delete', 'clear']) {
      expect(errorOf('LOCKED', () => snapshot.set[method](1)).details).toEqual({ method })
    }
    unchanged()
  })
  test('have no inside that the methods of Map and Set could reach', () => {
    const { snapshot, unchanged } = watched()
    const { map, set } = snapshot
    expect(() => Map.prototype.set.call(map, 'x', 1)).toThrow(TypeError)
    expect(() => Map.prototype.clear.call(map)).toThrow(TypeError)
    expect(() => Map.prototype.get.call(map, 'a')).toThrow(TypeError)
    expect(() => Set.prototype.add.call(set, 1)).toThrow(TypeError)
    expect(() => Set.prototype.clear.call(set)).toThrow(TypeError)
    expect(Reflect.ownKeys(map)).toEqual([])
    expect(Reflect.ownKeys(set)).toEqual([])
    expect(Reflect.ownKeys(map.constructor).toSorted()).toEqual(
      ['length', 'name', 'of', 'prototype'].toSorted(),
    )
    unchanged()
  })
  test('hand out nothing but themselves to forEach', () => {
    const { snapshot } = watched()
    const seen: unknown[] = []
    const self = {}
    snapshot.map.forEach(function (this: unknown, _v: unknown, _k: unknown, map: unknown) { seen.push(map, this) }, self) // prettier-ignore
    snapshot.set.forEach(function (this: unknown, _v: unknown, _k: unknown, set: unknown) { seen.push(set, this) }, self) // prettier-ignore
    expect(new Set(seen)).toEqual(new Set([snapshot.map, snapshot.set, self]))
  })
  test('cannot be patched, nor made around an inside that somebody holds', () => {
    const { snapshot, unchanged } = watched()
    const { map, set } = snapshot
    for (const [one, plain] of [
      [map, new Map()],
      [set, new Set()],
    ] as const) {
      // prettier-ignore
      const Class = one.constructor
      expect(new Class(plain).size).toBe(0)
      expect(() => new Class(Symbol('door'), plain)).toThrow(TypeError)
      expect(() => (Reflect.construct(Class, [], Map) as Map<string, number>).set('x', 1)).toThrow(TypeError)
      expect(() => Object.create(Class.prototype).size).toThrow(TypeError)
      expect(() => (Class.prototype.get = () => 9)).toThrow(TypeError)
      expect(() => Object.defineProperty(Class, Symbol.species, { value: Map })).toThrow(TypeError)
      expect(() => new Proxy(one, {}).size).toThrow(TypeError)
    }
    unchanged()
  })
  test('read like a Map and a Set', () => {
    const { map, set } = kept({ map: new Map([['a', 1], ['b', 2]]), set: new Set([1, 2]) }) // prettier-ignore
    expect([map.size, map.has('a'), map.has('z'), map.get('b'), map.get('z')]).toEqual([
      2,
      true,
      false,
      2,
      undefined,
    ])
    expect([[...map], [...map.keys()], [...map.values()], [...map.entries()]]).toEqual([[['a', 1], ['b', 2]], ['a', 'b'], [1, 2], [['a', 1], ['b', 2]]]) // prettier-ignore
    expect([[...set], [...set.keys()], [...set.values()], [...set.entries()]]).toEqual([[1, 2], [1, 2], [1, 2], [[1, 1], [2, 2]]]) // prettier-ignore
    expect([set.size, set.has(1), set.has(3)]).toEqual([2, true, false])
    expect([
      [...set.union(new Set([3]))],
      [...set.intersection(new Set([2]))],
      [...set.symmetricDifference(new Set([2, 3]))],
    ]).toEqual([[1, 2, 3], [2], [1, 3]])
    expect([
      set.isSubsetOf(new Set([1, 2, 3])),
      set.isSupersetOf(set),
      set.isDisjointFrom(new Set([1])),
    ]).toEqual([true, true, false])
    expect([new Set([1]).isSubsetOf(set), Object.groupBy(set, v => (v === 1 ? 'one' : 'more'))]).toEqual([
      true,
      { one: [1], more: [2] },
    ])
    expect(new Map(map)).toEqual(new Map([['a', 1], ['b', 2]])) // prettier-ignore
    expect(String(map)).toBe('[object ImmutableMap]')
  })
})

describe('copies of a level', () => {
  test('are open, and sealing them again leaves the first snapshot alone', () => {
    const { snapshot, unchanged } = watched()
    for (const part of [
      snapshot,
      snapshot.plain,
      snapshot.dates,
      snapshot.map,
      snapshot.set,
      snapshot.bare,
      snapshot.plain.list,
    ]) {
      const open: any = unseal(part)
      if (open instanceof Map) open.set('new', 1)
      else if (open instanceof Set) open.add('new')
      else if (Array.isArray(open)) open.push('new')
      else open.new = 1
      const sealed: any = seal(open)
      expect(Object.isFrozen(sealed)).toBe(true)
      expect(same(sealed, part)).toBe(false)
      expect(same(stored(sealed), sealed)).toBe(true)
    }
    unchanged()
  })
  test('keep holes and leaves', () => {
    const { dates } = kept({ dates: [new Date(0), , new Date(1)] })
    const open = unseal(dates) as unknown[]
    expect(1 in open).toBe(false)
    expect(same(seal(open), dates)).toBe(true)
  })
  test('of all levels are plain and mutable, and mutating them changes nothing', () => {
    const { snapshot, unchanged } = watched()
    const copy: any = thaw(snapshot)
    copy.plain.list.push(1)
    copy.map.get('d').setTime(9)
    copy.map.clear()
    copy.set.clear()
    copy.bytes.fill(0)
    copy.error.cause.deep.push(1)
    copy.box.inner.n = 2
    unchanged()
  })
})

describe('handing over', () => {
  test('seals plain objects and arrays in place, and checks as always', () => {
    const input = make()
    const snapshot: any = keep(input, { name: 'score', copy: false })
    expect(snapshot).toBe(input)
    expect(Object.isFrozen(input.plain.list)).toBe(true)
    expect(same(snapshot, kept(make()))).toBe(true)
    snapshot.plain.when.setTime(9)
    expect(snapshot.plain.when.getTime()).toBe(0)
    expect(() => Map.prototype.set.call(snapshot.map, 1, 1)).toThrow(TypeError)
    expect(same(stored(snapshot), snapshot)).toBe(true)
    errorOf('NOT_REMEMBERABLE', () => keep({ a: [() => 1] }, { name: 'score', copy: false }))
  })
  test('copies what cannot be sealed in place', () => {
    let live = 1
    const accessor = { get a() { return live } } // prettier-ignore
    const frozen = Object.freeze({ when: new Date(0), list: Object.freeze([new Date(0)]) })
    const fixed = Object.defineProperty({}, 'when', { value: new Date(0), enumerable: true })
    const snapshot: any = keep({ accessor, frozen, fixed }, { name: 'score', copy: false })
    live = 2
    expect(snapshot.accessor.a).toBe(1)
    snapshot.frozen.when.setTime(9)
    snapshot.frozen.list[0].setTime(9)
    snapshot.fixed.when.setTime(9)
    expect([snapshot.frozen.when, snapshot.frozen.list[0], snapshot.fixed.when]).toEqual([
      new Date(0),
      new Date(0),
      new Date(0),
    ])
  })
})

describe('sharing', () => {
  test('takes what is sealed already as it is, at the root and inside new containers', () => {
    const snapshot = kept(make())
    expect(kept(snapshot)).toBe(snapshot)
    const wrapped = kept({ before: snapshot, more: [snapshot.plain, new Map([['m', snapshot.map]])] })
    expect(wrapped.before).toBe(snapshot)
    expect(wrapped.more[0]).toBe(snapshot.plain)
    expect(wrapped.more[1].get('m')).toBe(snapshot.map)
    expect(kept({ ...snapshot, extra: 1 }).plain).toBe(snapshot.plain)
  })
  test('is not fooled by what only looks sealed', () => {
    const inner = { n: 1 }
    const frozen = kept(Object.freeze([inner]))
    inner.n = 2
    expect(frozen[0].n).toBe(1)
    const { map } = kept({ map: new Map([['a', 1]]) })
    errorOf('NOT_REMEMBERABLE', () => kept(new Proxy(map, {})))
    errorOf('NOT_REMEMBERABLE', () => kept(Object.create(map)))
  })
  test('decoded values are as closed as kept ones', () => {
    const snapshot = stored(kept(make()))
    expect(Object.isFrozen(snapshot.plain.list)).toBe(true)
    expect(kept(snapshot)).toBe(snapshot)
    snapshot.plain.when.setTime(9)
    expect(snapshot.plain.when.getTime()).toBe(0)
    const cell: any = JSON.parse('{"v":{"a":[1]}}')
    const decoded: any = decodeValue(cell)
    expect(() => cell.v.a.push(1)).toThrow(TypeError)
    expect(decoded).toEqual({ a: [1] })
  })
})
