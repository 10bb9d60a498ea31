import { describe, expect, test } from 'vitest'
import { Immutable } from 'varve/immutable'
import { diffKept } from '../../src/value/diff.ts'
import { decodeValue, encodeValue } from '../../src/value/codec.ts'
import { edit } from '../../src/value/draft/edit.ts'
import type { Kept } from '../../src/value/kept.ts'
import { StandIn } from '../../src/value/leaves/stand-in.ts'
import { register } from '../../src/value/register.ts'
import { same } from '../../src/value/same.ts'
import { thaw } from '../../src/value/thaw.ts'
import { errorOf, stored } from './around.ts'
import { isList, Pin, Shelf } from './own-classes.ts'
import { described } from './plain-values.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

const read = (flat: unknown): Kept => decodeValue({ x: flat })
const own = (tag: unknown, fields: unknown, ...more: unknown[]): unknown[] => [
  ['Own', 1],
  [2, 3],
  tag,
  fields,
  ...more,
]

/** What a class has that stored fields must not get at. */
class Trap extends Immutable {
  n = 0
  get sum(): number {
    return this.n + 1
  }
  set caught(_: unknown) {
    throw new Error('a setter was run')
  }
  work(): string {
    return 'done'
  }
}
register(Trap, { tag: 'hostile.Trap' })

const shape = (): string =>
  [Object.prototype, Trap.prototype, Immutable.prototype, Pin.prototype, Array.prototype]
    .map(prototype => Reflect.ownKeys(prototype).map(String).join())
    .join('\n')
const before = shape()
const unpolluted = (): void => {
  expect(shape()).toBe(before)
  expect(({} as Any).polluted).toBeUndefined()
  expect(new Trap().work()).toBe('done')
}

describe('malformed', () => {
  test.each<[string, unknown]>([
    ['an instance of nothing', [['Own']]],
    ['an instance of two', [['Own', 1, 2], [3, 4], [3, 4], 'test.Pin', {}]],
    ['an instance that is a text', [['Own', 1], 'test.Pin']],
    ['an instance without fields', [['Own', 1], [2], 'test.Pin']],
    ['an instance with more than fields', [['Own', 1], [2, 3, 3], 'test.Pin', {}]],
    ['a tag that is a number', own(1, {})],
    ['a tag that is empty', own('', {})],
    ['a tag that is undefined', [['Own', 1], [-1, 2], {}]],
    ['fields that are an array', own('test.Pin', [4], 1)],
    ['fields that are a text', own('test.Pin', 'fields')],
    ['fields that are null', own('test.Pin', null)],
    ['fields that are undefined', [['Own', 1], [2, -1], 'test.Pin']],
    ['fields that are a Map', own('test.Pin', ['Map', 4, 4], 1)],
    ['fields that are a Date', own('test.Pin', ['Date', 4], '1970-01-01T00:00:00.000Z')],
    ['fields that are an instance', own('test.Pin', ['Own', 4], [2, 5], {})],
    ['fields without a prototype', own('test.Pin', ['null', 'a', 4], 1)],
    [
      'fields without a prototype, with __proto__',
      own('test.Pin', ['Properties', 4], [5, 6, 7], true, '__proto__', 1),
    ],
    ['fields with a hole', own('test.Pin', { a: -2 })],
    ['an instance in itself', own('test.Pin', { a: 0 })],
    ['a list of nothing', [['List']]],
    ['a list of two', [['List', 1, 1], []]],
    ['a list that is an object', [['List', 1], { 0: 2 }, 1]],
    ['a list that is a text', [['List', 1], 'items']],
    ['a list that is a Set', [['List', 1], ['Set', 2], 1]],
    ['a list that is a list', [['List', 1], ['List', 2], []]],
    ['a list with a hole', [['List', 1], [2, -2], 1]],
    ['a list that is sparse', [['List', 1], [-7, 3, 1, 2], 1]],
    [
      'a list of four billion holes',
      [
        ['List', 1],
        [-7, 4294967295],
      ],
    ],
    ['a list in itself', [['List', 1], [0]]],
  ])('%s is CORRUPT', (_name, flat) => {
    errorOf('CORRUPT', () => read(flat))
    unpolluted()
  })
})

describe('fields that are called like what a class has', () => {
  const hostile = [
    'constructor',
    'caught',
    'sum',
    'work',
    'toString',
    'hasOwnProperty',
    'toJSON',
    'valueOf',
    'then',
  ]
  const flat = own('hostile.Trap', Object.fromEntries(hostile.map(name => [name, 4])), 'x')

  test('are data: no setter is run, and the class stays as it is', () => {
    const trap = read(flat) as Any
    expect(Object.getPrototypeOf(trap)).toBe(Trap.prototype)
    for (const name of hostile) expect(Object.getOwnPropertyDescriptor(trap, name)!.value).toBe('x')
    unpolluted()
  })
  test('stay data where they are copied, edited, written and read again', () => {
    const trap = read(flat)
    expect(same(stored(trap), trap)).toBe(true)
    expect(Object.keys(thaw(trap) as object)).toEqual(hostile)
    const { value } = edit(trap, ((draft: Any) => void (draft.caught = draft.work = 'y')) as never, {
      name: null,
    })
    expect([(value as Any).caught, (value as Any).work, (value as Any).sum]).toEqual(['y', 'y', 'x'])
    expect(diffKept(trap, value).map(({ path }) => path)).toEqual([['caught'], ['work']])
    unpolluted()
  })
  test('are data, __proto__ too', () => {
    const more = own('hostile.Trap', ['Properties', 4], [5, 6, 7], false, '__proto__', { polluted: 8 }, 1)
    const trap = read(more) as Any
    expect(Object.getPrototypeOf(trap)).toBe(Trap.prototype)
    expect(Object.getOwnPropertyDescriptor(trap, '__proto__')!.value).toEqual({ polluted: 1 })
    expect(trap.polluted).toBeUndefined()
    expect(same(stored(trap), trap)).toBe(true)
    const { value } = edit(trap, ((draft: Any) => void (draft.n = 1)) as never, { name: null })
    expect(Object.getPrototypeOf(value)).toBe(Trap.prototype)
    expect(Object.keys(value as object)).toEqual(['__proto__', 'n'])
    unpolluted()
  })
})

describe('tags', () => {
  test.each(['__proto__', 'constructor', 'Object', 'not.here', 'test.Tally', 'a\0b'])(
    'that no own class has (%j) are shown as a stand-in, and written back',
    tag => {
      const kept = read(own(tag, { a: 4, list: 5 }, 1, ['List', 6], [4])) as Any
      expect([kept.a, Object.isFrozen(kept), isList(kept.list)]).toEqual([1, true, true])
      expect(kept.constructor).toBeUndefined()
      expect(JSON.stringify(kept)).toBe('{"a":1,"list":[1]}')
      expect(JSON.parse(encodeValue(kept)).x[2]).toBe(tag)
      expect(same(stored(kept), kept)).toBe(true)
      const { value } = edit(kept, ((draft: Any) => void draft.list.push(draft.a++)) as never, { name: null })
      expect(JSON.parse(encodeValue(value)).x[2]).toBe(tag)
      expect(described(stored(value))).toBe(described(value))
      unpolluted()
    },
  )
  test('of own classes pick no registered leaf, and the other way round', () => {
    const leaf = (read([{ a: 1 }, ['Instance', 2], [3, 4], 'test.Pin', {}]) as Any).a
    expect(leaf).toBeInstanceOf(StandIn)
    expect(leaf.tag).toBe('test.Pin')
  })
  test('run no constructor', () => {
    expect(described(read(own('test.Shelf', { items: -1 })))).toBe('Shelf{"items":undefined}')
    expect(Object.getPrototypeOf(read(own('test.Shelf', {})))).toBe(Shelf.prototype)
  })
})
