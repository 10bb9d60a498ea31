import { expect } from 'vitest'
import { maxDepth } from '../../src/value/bounds.ts'
import { encodeValue } from '../../src/value/codec.ts'
import { errorOf, exact, kept, refused, stored } from './around.ts'
import { ImmutableList } from 'varve/immutable'
import { Pin } from './own-classes.ts'
import { Point } from './point.ts'

class Plain {
  x = 1
}
class Secret {
  #x = 1
  get x() {
    return this.#x
  }
}
/** The rows of docs/values.md about what is refused. */
export const refusals: Record<string, () => void> = {
  'getters that throw': () => {
    const bad = { get boom() { throw new RangeError('no') } } // prettier-ignore
    const error = errorOf('NOT_REMEMBERABLE', () => kept({ a: [bad] }))
    expect(error.message).toContain('score.a[0].boom: ')
    expect(error.details.path).toEqual(['a', 0, 'boom'])
    expect(error.cause).toBeInstanceOf(RangeError)
    expect(refused(Object.defineProperty([1], 0, { get() { throw new Error('no') } }))).toContain('score[0]') // prettier-ignore
    expect(refused(new Proxy({ a: 1 }, { get() { throw new Error('no') } }))).toContain('score.a') // prettier-ignore
    expect(refused(new Proxy({}, { ownKeys() { throw new Error('no') } }))).toContain('score: ') // prettier-ignore
    expect(refused(new Proxy([], { get() { throw new Error('no') } }))).toContain('score') // prettier-ignore
  },
  'revoked Proxies': () => {
    for (const target of [{}, [], new Map()]) {
      const { proxy, revoke } = Proxy.revocable(target, {})
      revoke()
      expect(refused({ a: proxy })).toContain('score.a: a revoked Proxy')
      expect(refused(new Set([proxy]))).toContain('score[0]: a revoked Proxy')
    }
  },
  'Map with a key that is an object, `undefined` or a symbol': () => {
    expect(refused(new Map([[{}, 1]]))).toContain('an object as a Map key')
    expect(refused(new Map([[undefined, 1]]))).toContain('undefined as a Map key')
    expect(refused(new Map([[Symbol('s'), 1]]))).toContain('a symbol as a Map key')
    expect(refused(new Map([[() => 1, 1]]))).toContain('a function as a Map key')
  },
  'resizable and detached ArrayBuffer': () => {
    expect(refused(new ArrayBuffer(2, { maxByteLength: 4 }))).toContain('a resizable ArrayBuffer')
    const buffer = new ArrayBuffer(8)
    const view = new Uint8Array(buffer)
    structuredClone(buffer, { transfer: [buffer] })
    expect(refused(buffer)).toContain('memory was moved away')
    expect(refused(view)).toContain('memory was moved away')
    expect(refused(new Set([new Proxy(new Uint8Array(2), {})]))).toContain('Uint8Array')
  },
  'SharedArrayBuffer, and views on one': () => {
    expect(refused(new SharedArrayBuffer(2))).toContain('SharedArrayBuffer')
    expect(refused(new Uint8Array(new SharedArrayBuffer(2)))).toContain('shared between threads')
    expect(refused(new DataView(new SharedArrayBuffer(2)))).toContain('shared between threads')
  },
  'Buffer of Node': () =>
    expect(refused({ a: Buffer.from('x') })).toContain(
      'score.a: an instance of Buffer cannot be remembered; remember a copy',
    ),
  'instances of other classes, with or without private fields': () => {
    expect(refused({ a: [new Plain()] })).toContain(
      'score.a[0]: an instance of Plain cannot be remembered; teach it with register(Plain, ',
    )
    expect(refused(new Secret())).toContain('Secret')
    expect(refused(new (class {})())).toContain('an unnamed class')
    expect(refused(Object.create({ inherited: 1 }))).toContain('an unnamed class')
    expect(refused(new URLSearchParams('a=1'))).toContain('String(params)')
    expect(refused(new TextEncoder())).toContain('TextEncoder')
    expect(refused((function* () {})())).toContain('cannot be remembered')
  },
  'subclasses of Date, Array, Map, Set, Error and typed arrays': () => {
    class OwnDate extends Date {}
    class OwnArray extends Array {}
    class OwnMap extends Map {}
    class OwnSet extends Set {}
    class OwnError extends Error {}
    class OwnBytes extends Uint8Array {}
    for (const Class of [OwnDate, OwnArray, OwnMap, OwnSet, OwnError, OwnBytes]) {
      expect(refused({ a: new (Class as new () => object)() })).toContain(
        `score.a: an instance of ${Class.name}`,
      )
    }
    expect(refused(new { Date: class Date extends globalThis.Date {} }.Date())).toContain(
      'an instance of Date',
    )
    expect(refused(Object.setPrototypeOf([1], null))).toContain('cannot be remembered')
  },
  functions: () => {
    const error = errorOf('NOT_REMEMBERABLE', () => kept({ players: [0, 1, 2, { onClick() {} }] }))
    expect(error.message).toMatch(/^score\.players\[3\]\.onClick: a function cannot be remembered; /)
    expect(error.details).toEqual({ path: ['players', 3, 'onClick'], type: 'function' })
    for (const fn of [() => 1, class {}, async () => 1, Math.max, new Proxy(() => 1, {})])
      expect(refused(fn)).toContain('a function')
  },
  'symbols, as values and as keys': () => {
    expect(refused({ a: Symbol('x') })).toContain('score.a: a symbol')
    expect(refused([Symbol.for('x')])).toContain('score[0]: a symbol')
    expect(refused({ [Symbol('k')]: 1 })).toContain('Symbol(k)')
    expect(refused({ a: Object.defineProperty({}, Symbol('h'), { value: 1 }) })).toContain(
      'score.a: a property called Symbol(h)',
    )
    expect(refused(Object.assign([1], { [Symbol('k')]: 1 }))).toContain('Symbol(k)')
    expect(refused(Math)).toContain('cannot be remembered')
  },
  Promise: () =>
    expect(refused({ a: Promise.resolve(1) })).toContain(
      'score.a: an instance of Promise cannot be remembered; await it',
    ),
  'WeakMap, WeakSet, WeakRef': () => {
    for (const weak of [new WeakMap(), new WeakSet(), new WeakRef({})])
      expect(refused([weak])).toContain('score[0]: an instance of Weak')
  },
  'boxed primitives': () => {
    for (const boxed of [Object('a'), Object(1), Object(true), Object(1n), Object(Symbol('x'))])
      expect(refused([boxed])).toContain('cannot be remembered; use')
  },
  '`arguments`': () => {
    const given = (function (..._: unknown[]) { return arguments })(1, 2) // prettier-ignore
    expect(refused({ given })).toContain('score.given: an arguments object')
  },
  'properties that are not enumerable': () => {
    expect(refused(Object.defineProperty({ a: 1 }, 'b', { value: 2 }))).toContain(
      'score.b: a property that is not enumerable',
    )
  },
  'properties hung on an array, Map, Set, Date or RegExp': () => {
    expect(refused('ab'.match(/a/))).toContain('score.index: a named property of an array')
    for (const object of [new Map(), new Set(), new Date(), /a/])
      expect(refused(Object.assign(object, { extra: 1 }))).toContain('extra')
    expect(refused(Object.assign(new Uint8Array(1), { [Symbol('k')]: 1 }))).toContain('symbol')
  },
  cycles: () => {
    const a: any = { list: [{}] }
    a.list[0].back = a.list
    expect(refused({ a })).toContain(
      'score.a.list[0].back: a reference back to score.a.list cannot be remembered',
    )
    const map = new Map<string, unknown>()
    map.set('self', map)
    expect(refused(map)).toContain('score.self: a reference back to score ')
    const error = new Error('x')
    error.cause = { error }
    expect(refused([error])).toContain('a reference back to score[0]')
    const point = new Point(1)
    Object.assign(point, { inner: [point] })
    expect(refused({ point })).toContain('score.point.inner[0]: a reference back to score.point')
  },
  'nesting deeper than 1,000': () => {
    const nested = (levels: number, wrap: (inner: unknown) => unknown) => {
      let value: unknown = wrap(undefined)
      for (let i = 1; i < levels; i++) value = wrap(value)
      return value
    }
    const wraps = [
      (v: unknown) => ({ v }),
      (v: unknown) => [v, v === undefined ? NaN : 1],
      (v: unknown) => new Map([['m', v]]),
      (v: unknown) => new Set([v]),
    ]
    for (const wrap of wraps) {
      const deepest = kept(nested(maxDepth, wrap))
      expect(encodeValue(stored(deepest))).toBe(encodeValue(deepest))
      expect(refused(nested(maxDepth + 1, wrap))).toContain('nested more than 1000 deep')
      expect(refused(nested(1_000_000, wrap)).length).toBeLessThan(400)
    }
    // What is nested in more than one entry where it is stored counts for as many levels.
    const own = [
      (v: unknown) => new Point(1, v),
      (v: unknown) => Object.assign(new Pin(), { to: v }),
      (v: unknown) => Object.defineProperty(new Pin(), '__proto__', { value: v, enumerable: true }),
      (v: unknown) => new ImmutableList([v]),
    ]
    for (const wrap of own) {
      expect(refused(nested(600, wrap))).toContain('nested more than')
      exact(nested(400, wrap))
    }
    expect(refused({ more: kept(nested(maxDepth, v => ({ v }))) })).toContain('nested more than')
  },
  'more than 10,000,000 places': () => {
    let wide: unknown = {}
    for (let i = 0; i < 100; i++) wide = { a: wide, b: wide }
    expect(refused(wide)).toContain('more than 10000000 places')
    let sealed = kept({})
    for (let i = 0; i < 20; i++) sealed = kept([sealed, sealed])
    expect(refused(Array.from({ length: 10 }, () => sealed))).toContain('more than 10000000 places')
  },
}
