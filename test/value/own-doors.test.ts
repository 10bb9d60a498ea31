import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { ImmutableList } from 'varve/immutable'
import { encodeValue } from '../../src/value/codec.ts'
import { keep } from '../../src/value/keep.ts'
import { isLeaf } from '../../src/value/leaf.ts'
import { same } from '../../src/value/same.ts'
import { thaw } from '../../src/value/thaw.ts'
import { errorOf, kept, stored } from './around.ts'
import { Pin, Shelf, Stamp } from './own-classes.ts'
import { described } from './plain-values.ts'

const make = () => ({
  list: new ImmutableList<any>([new Date(0), { n: 1 }, [new Date(0)]]),
  pin: Object.assign(new Pin(), { a: { n: 1 }, to: new Date(0) }),
  stamp: new Stamp(),
  shelf: new Shelf([new Date(0), { n: 1 }]) as { items: any; m: any },
})

/** A snapshot, and how to see whether it changed. */
function watched() {
  const snapshot = kept(make())
  const before = encodeValue(snapshot)
  return {
    snapshot,
    unchanged: () => {
      expect(encodeValue(snapshot)).toBe(before)
      expect(described(snapshot)).toBe(described(make()))
    },
  }
}

describe('what was put in', () => {
  test('changes afterwards without changing the snapshot, and is never frozen', () => {
    const input = make()
    const snapshot = kept(input)
    const before = encodeValue(snapshot)
    for (const part of Object.values(input)) expect(Object.isFrozen(part)).toBe(false)
    input.list.at(0).setTime(9)
    input.list.at(1).n = 2
    input.list.reverse()
    input.list.push(1)
    ;(input.pin.b as Date).setTime(9)
    input.pin.mark(2)
    input.stamp.mark(2)
    input.shelf.items.at(1).n = 2
    input.shelf.items.clear()
    expect(encodeValue(snapshot)).toBe(before)
  })
  test('may be a transient list around one that is locked: each goes on alone', () => {
    const { snapshot, unchanged } = watched()
    const mine = new ImmutableList(snapshot.list)
    mine.set(0, 1)
    mine.splice(1, 1)
    mine.push(2)
    unchanged()
    const again = kept(mine)
    mine.clear()
    expect(again.size).toBe(3)
  })
})

describe('what is read', () => {
  test('cannot be written, defined, deleted or given another prototype', () => {
    const { snapshot, unchanged } = watched()
    for (const part of Object.values<any>(snapshot)) {
      expect(Object.isFrozen(part)).toBe(true)
      expect(() => (part.added = 1)).toThrow(TypeError)
      expect(() => Object.defineProperty(part, 'added', { value: 1 })).toThrow(TypeError)
      expect(() => Object.setPrototypeOf(part, {})).toThrow(TypeError)
    }
    expect(() => (snapshot.pin.a = 2)).toThrow(TypeError)
    expect(() => (snapshot.pin.b = 2)).toThrow(TypeError)
    expect(() => snapshot.pin.mark(2)).toThrow(TypeError)
    expect(() => snapshot.stamp.mark(2)).toThrow(TypeError)
    expect(() => (snapshot.shelf.m = 2)).toThrow(TypeError)
    expect(() => delete snapshot.pin.to).toThrow(TypeError)
    errorOf('LOCKED', () => snapshot.shelf.items.push(1))
    unchanged()
  })
  test('is a fresh copy where it has inner state, whichever reader gives it', () => {
    const { snapshot, unchanged } = watched()
    const { list, pin, stamp } = snapshot
    const spoil = (value: unknown) => {
      expect(isLeaf(value)).toBe(false)
      if (value instanceof Date) value.setTime(9)
    }
    spoil(list.at(0))
    spoil(list.at(-3))
    spoil(list.at(2)[0])
    spoil(list.find(() => true))
    spoil(list.findLast(() => true))
    for (const each of [list, list.values(), list.slice(), list.toArray(), list.map((x: unknown) => x)])
      for (const item of each) spoil(item)
    for (const [, item] of list.entries()) spoil(item)
    for (const each of ['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast'])
      list[each]((item: unknown) => spoil(item))
    list.reduce((_: unknown, item: unknown) => spoil(item), 0)
    spoil(list.toJSON()[0])
    spoil(pin.to)
    spoil(pin.b)
    spoil(stamp.when)
    Object.values(pin).forEach(spoil)
    spoil({ ...pin }.to)
    Object.getOwnPropertyDescriptor(pin, 'to')!.get!.call(null).setTime(9)
    inspect(snapshot, { getters: true, showHidden: true, depth: 9 })
    unchanged()
  })
  test('are lists of their own where a method gives one', () => {
    const { snapshot, unchanged } = watched()
    snapshot.list.toArray().length = 0
    snapshot.list.slice().reverse()
    snapshot.list.map((item: unknown) => item).push(1)
    expect(snapshot.list.with(0, 1)).not.toBe(snapshot.list)
    unchanged()
  })
})

describe('ImmutableList', () => {
  test('throws LOCKED from every mutator, naming it', () => {
    const { snapshot, unchanged } = watched()
    const mutators = ['set', 'push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'clear']
    for (const method of mutators) {
      const error = errorOf('LOCKED', () => snapshot.list[method](0, 1))
      expect(error.details).toEqual({ method })
      expect(error.message).toContain(`${method}: this ImmutableList is locked`)
    }
    unchanged()
  })
  test('has no inside that could be reached, cannot be patched, nor made around an inside that somebody holds', () => {
    const { snapshot, unchanged } = watched()
    const { list } = snapshot
    const Class = list.constructor
    expect(Reflect.ownKeys(list)).toEqual([])
    expect(() => Array.prototype.push.call(list, 1)).toThrow(TypeError)
    expect(() => new Class(Symbol('door'), list)).toThrow(TypeError)
    expect(() => Object.create(Class.prototype).size).toThrow(TypeError)
    expect(() => new Proxy(list, {}).size).toThrow(TypeError)
    expect(() => (Class.prototype.at = () => 9)).toThrow(TypeError)
    expect(() => Object.defineProperty(Class, Symbol.species, { value: Array })).toThrow(TypeError)
    unchanged()
  })
  test('reads like an array, and prints like one', () => {
    const list = kept(new ImmutableList([3, 1, NaN, 3]))
    expect([list.size, list.at(-1), list.at(9), list.indexOf(3), list.lastIndexOf(3)]).toEqual([4, 3, undefined, 0, 3]) // prettier-ignore
    expect([list.includes(NaN), list.indexOf(NaN), list.join('-')]).toEqual([true, -1, '3-1-NaN-3'])
    expect([[...list.keys()], [...list.entries()][1]]).toEqual([[0, 1, 2, 3], [1, 1]]) // prettier-ignore
    expect([String(list), inspect(list), JSON.stringify(list)]).toEqual(['[object ImmutableList]', 'ImmutableList(4) [ 3, 1, NaN, 3 ]', '[3,1,null,3]']) // prettier-ignore
  })
})

describe('copies of all levels', () => {
  test('are mutable, of the same class, and mutating them changes nothing', () => {
    const { snapshot, unchanged } = watched()
    const copy: any = thaw(snapshot)
    copy.list.at(0).setTime(9)
    copy.list.clear()
    copy.pin.b = 9
    copy.stamp.mark(9)
    copy.shelf.items.push(9)
    expect(copy.stamp).toBeInstanceOf(Stamp)
    unchanged()
  })
})

describe('handing over', () => {
  test('copies instances and lists: they are not sealed where their giver still has them', () => {
    const input = make()
    const snapshot: any = keep(input, { name: 'score', copy: false })
    expect(same(snapshot, kept(make()))).toBe(true)
    for (const key of ['list', 'pin', 'stamp', 'shelf'] as const)
      expect(Object.isFrozen(snapshot[key])).toBe(true)
    const before = encodeValue(snapshot)
    const given = make()
    const other: any = keep([given.list, given.pin, given.shelf], { name: 'score', copy: false })
    given.list.clear()
    given.pin.mark(9)
    given.shelf.items.clear()
    expect(described(other[0])).toBe(described(make().list))
    expect(described(other[1])).toBe(described(make().pin))
    expect(encodeValue(snapshot)).toBe(before)
  })
  test('decoded ones are as closed as kept ones', () => {
    const { snapshot } = watched()
    const again = stored(snapshot)
    expect(kept(again)).toBe(again)
    for (const part of Object.values(again)) expect(Object.isFrozen(part)).toBe(true)
    errorOf('LOCKED', () => again.list.push(1))
    expect(() => again.stamp.mark(1)).toThrow(TypeError)
  })
})
