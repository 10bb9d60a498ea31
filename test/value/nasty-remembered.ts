import { execFileSync } from 'node:child_process'
import { runInNewContext } from 'node:vm'
import { expect } from 'vitest'
import { decodeValue, encodeValue } from '../../src/value/codec.ts'
import { StandIn } from '../../src/value/leaves/stand-in.ts'
import { Immutable, ImmutableList } from 'varve/immutable'
import { memory, openSync, Registry } from 'varve'
import { errorOf, exact, kept, refused, stored } from './around.ts'
import { isList, Pin, Shelf, Stamp } from './own-classes.ts'
import { Point } from './point.ts'

const withToJson = (prototype: object, fn: () => void) => {
  const own = Object.getOwnPropertyDescriptor(prototype, 'toJSON')
  Object.defineProperty(prototype, 'toJSON', { value: () => 'trap', configurable: true })
  try {
    fn()
  } finally {
    if (own) Object.defineProperty(prototype, 'toJSON', own)
    else delete (prototype as { toJSON?: unknown }).toJSON
  }
}

/** The rows of docs/values.md about what is remembered. */
export const remembered: Record<string, () => void> = {
  '`undefined`, `null`, booleans': () => [undefined, null, true, false].forEach(v => exact(v)),
  'numbers, with NaN, -0, ±Infinity': () =>
    [NaN, -0, 0, Infinity, -Infinity, 5e-324, 1e21, 2 ** 53, 0.1, [-0], { a: NaN }].forEach(v => exact(v)),
  bigint: () => [0n, -1n, 2n ** 200n, [10n ** 30n], { a: 1n }].forEach(v => exact(v)),
  'strings, with lone surrogates': () =>
    ['', '\ud800', 'a\udc00b', '\0\u2028"\\', '🜂', { '\udfff': ['\ud83d'] }].forEach(v => exact(v)),
  'plain objects': () => {
    exact({})
    exact({ b: 1, a: { c: [] }, 1: 'x' })
    expect(Object.keys(stored(kept({ z: 1, a: 2 })))).toEqual(['z', 'a'])
    expect(Object.getPrototypeOf(kept(runInNewContext('({ a: 1 })')))).toBe(Object.prototype)
  },
  'objects without a prototype': () => {
    exact(Object.create(null))
    exact({ a: Object.assign(Object.create(null), { b: 1, c: new Date(1) }) })
  },
  '`undefined` as a property or an element': () => {
    exact({ a: undefined })
    exact([undefined, 1, undefined])
    exact(new Map([['a', undefined]]))
    exact(new Set([undefined]))
  },
  '`__proto__` as an own key': () => {
    exact(JSON.parse('{"__proto__":{"polluted":true}}'))
    exact(JSON.parse('{"a":[{"__proto__":1,"b":2}]}'))
    exact({ d: new Date(1), ['__proto__']: undefined })
    exact(
      Object.defineProperty(Object.create(null), '__proto__', {
        value: 1n,
        enumerable: true,
        writable: true,
        configurable: true,
      }),
    )
    exact(new Map([['__proto__', { ['__proto__']: NaN }]]))
    expect(({} as any).polluted).toBeUndefined()
  },
  '`toJSON` as an own key or on a prototype': () => {
    exact({ toJSON: 1, a: { toJSON: { x: 1 } } })
    expect(refused({ toJSON: () => 1 })).toContain('score.toJSON: a function')
    withToJson(Object.prototype, () => exact({ a: [1, { b: 2 }] }))
    withToJson(Array.prototype, () => exact({ a: [1, { b: 2 }] }))
    withToJson(BigInt.prototype, () => exact({ a: [1n] }))
    withToJson(Date.prototype, () => exact({ a: 1 }))
  },
  arrays: () => [[], [[], [[1]]], Array.from({ length: 70_000 }, (_, i) => i)].forEach(v => exact(v)),
  'sparse arrays': () => {
    const far: unknown[] = []
    far[4_294_967_294] = { a: 1 }
    expect(stored(kept(far))).toHaveLength(4_294_967_295)
    expect(stored(kept(far))[4_294_967_294]).toEqual({ a: 1 })
    expect(Object.keys(stored(kept(far)))).toEqual(['4294967294'])
    ;[[,], [1, , 3], [, undefined, ,], [, new Date(1), ,], new Array(5), { a: [, { b: [,] }] }].forEach(v =>
      exact(v),
    )
  },
  'getters and setters': () => {
    let reads = 0
    const object = {
      get a() {
        return { reads: ++reads }
      },
      set b(_: number) {},
    }
    const snapshot = kept({
      object,
      list: Object.defineProperty([0], 0, { get: () => ++reads, enumerable: true }),
    })
    expect(reads).toBe(2)
    expect(snapshot).toEqual({ object: { a: { reads: 1 }, b: undefined }, list: [2] })
    expect(reads).toBe(2)
  },
  'frozen and sealed input': () => {
    exact(Object.freeze({ a: Object.freeze([Object.seal({ b: new Date(2) })]) }))
  },
  'a part used twice': () => {
    const part = { a: [1] }
    const snapshot = kept({ x: part, y: [part] })
    expect(snapshot.x).toBe(snapshot.y[0])
    exact({ x: part, y: [part] })
    let wide: unknown = {}
    for (let i = 0; i < 20; i++) wide = { a: wide, b: wide }
    const text = encodeValue(kept(wide))
    expect(kept(wide)).toEqual(decodeValue(JSON.parse(text)))
  },
  Proxies: () => {
    let gets = 0
    const proxy = new Proxy(
      { a: { b: 1 }, c: [1] },
      { get: (target, key) => (gets++, Reflect.get(target, key)) },
    )
    exact(kept(proxy), { a: { b: 1 }, c: [1] })
    expect(gets).toBe(2)
    exact(new Proxy([1, { a: 2 }], {}), [1, { a: 2 }])
    const endless: object = new Proxy(
      {},
      {
        ownKeys: () => ['a'],
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
        get: () => new Proxy(endless, {}),
      },
    )
    expect(refused(endless)).toContain('nested more than')
    const lying = new Proxy({}, { getPrototypeOf: () => Map.prototype })
    expect(refused(lying)).toContain('claims to be a Map')
    expect(refused(new Proxy(new Date(), {}))).toContain('Date')
    expect(refused(new Proxy(new Map(), {}))).toContain('Map')
  },
  'Map with primitive keys': () => {
    exact(new Map<unknown, unknown>([['b', 1], ['a', { c: 1 }], [1, 2], [-0, 0], [NaN, 3], [1n, 4], [true, 5], [null, 6], [Infinity, 7]])) // prettier-ignore
    exact(new Map())
    expect([...stored(kept(new Map([['z', 1], ['a', 2]]))).keys()]).toEqual(['z', 'a']) // prettier-ignore
    exact(runInNewContext('new Map([["a", [1]]])'), new Map([['a', [1]]]))
  },
  Set: () => {
    exact(new Set())
    exact(new Set([3, 'a', -0, NaN, undefined, { a: 1 }, new Date(5), new Map([[1, new Set([1])]])]))
    expect([...stored(kept(new Set(['z', 'a'])))]).toEqual(['z', 'a'])
  },
  'Date, also invalid': () => {
    ;[0, -1, 8.64e15, -8.64e15, 253402300800000, NaN].forEach(time => exact(new Date(time)))
    exact({ a: [new Date(NaN)], m: new Map([['d', new Date(0)]]), s: new Set([new Date(1)]) })
    exact(runInNewContext('new Date(5)'), new Date(5))
  },
  'RegExp, with `lastIndex`': () => {
    const sticky = /a/gy
    sticky.lastIndex = 3
    ;[sticky, /(?:)/, new RegExp(''), /[\]/]\//dims, /\p{L}/v, new RegExp('\n')].forEach(v => exact(v))
    expect(stored(kept({ r: sticky })).r.lastIndex).toBe(3)
    expect(refused(Object.assign(/a/, { lastIndex: 'x' }))).toContain('lastIndex')
  },
  URL: () => {
    exact(new URL('https://ä.example:8080/a%20b?c=d#e'), new URL('https://ä.example:8080/a%20b?c=d#e'))
    expect(stored(kept({ u: new URL('http://a/b') })).u.href).toBe('http://a/b')
    expect(refused(Object.create(URL.prototype))).toContain('URL')
  },
  "Error and the language's other errors, with `cause`, `errors`, `stack` and own properties": () => {
    for (const Class of [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError])
      exact(new Class('x'))
    exact(
      Object.assign(new Error('m', { cause: { a: [new Date(1)] } }), {
        code: 'E_X',
        extra: new Map([[1, 2]]),
      }),
    )
    exact(new AggregateError([new Error('a'), 1, undefined], 'all'))
    const bare = new Error()
    exact(bare)
    expect(Object.hasOwn(kept({ bare }).bare, 'message')).toBe(false)
    const copy = stored(kept({ e: new TypeError('t') })).e
    expect(copy).toBeInstanceOf(TypeError)
    expect(Object.keys(copy)).toEqual([])
    expect(Object.prototype.toString.call(copy)).toBe('[object Error]')
    expect(refused(Object.assign(new Error('x'), { fn() {} }))).toContain('score.fn: a function')
    expect(refused(Object.create(Error.prototype))).toContain('an instance of Error')
  },
  'ArrayBuffer, typed arrays, DataView': () => {
    const bytes = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
    exact(bytes.buffer)
    exact(new ArrayBuffer(0))
    exact(new DataView(bytes.buffer, 3, 5), new DataView(bytes.slice(3, 8).buffer))
    for (const View of [
      Int8Array,
      Uint8Array,
      Uint8ClampedArray,
      Int16Array,
      Uint16Array,
      Int32Array,
      Uint32Array,
      Float32Array,
      Float64Array,
      BigInt64Array,
      BigUint64Array,
    ]) {
      exact(new View(bytes.buffer))
      const part = new View(bytes.buffer, 8, 1) as Uint8Array
      exact(part, part.slice())
      expect(kept({ part }).part.buffer.byteLength).toBe(part.byteLength)
    }
    if ('Float16Array' in globalThis) exact(new (globalThis as any).Float16Array([1.5, NaN]))
    exact(new Float64Array([NaN, -0, Infinity]))
    exact({ a: [bytes], m: new Map([['b', bytes]]) })
  },
  'Temporal, where the runtime has it': () => {
    const child = new URL('temporal-child.ts', import.meta.url).pathname
    const printed = execFileSync(process.execPath, ['--harmony-temporal', '--no-warnings', child], {
      encoding: 'utf8',
    })
    expect(printed.trim()).toBe('exact')
    if ('Temporal' in globalThis) return
    const cell = { x: [['Temporal', 1], [2, 3], 'PlainDate', '2026-11-22'] }
    const date = stored(decodeValue(cell))
    expect(encodeValue(date)).toBe(
      JSON.stringify({ x: [['Temporal', 1], [2, 3], 'PlainDate', '2026-11-22'] }),
    )
    expect(kept({ date }).date).toBeInstanceOf(StandIn)
    expect(kept({ date }).date).toMatchObject({ tag: 'Temporal.PlainDate', data: '2026-11-22' })
  },
  'instances of registered classes': () => {
    const snapshot = stored(kept({ p: new Point(2, [new Point(3, new Date(4))]) }))
    expect(snapshot.p).toBeInstanceOf(Point)
    expect(snapshot.p.double).toBe(4)
    expect(snapshot.p).not.toBe(snapshot.p)
    exact({ p: new Point(2, [new Point(3, new Date(4))]) })
    exact(new Point(1))
  },
  'instances of own classes, which extend `Immutable`': () => {
    const pin = Object.assign(new Pin(), { a: [1], to: new Map([['k', new Pin()]]) })
    exact({ pin, list: [pin] })
    exact(new Shelf([pin, new Shelf([])]))
    const snapshot = stored(kept({ pin }))
    expect(snapshot.pin).toBeInstanceOf(Pin)
    expect(snapshot.pin).toBe(snapshot.pin)
    expect(snapshot.pin.twice).toEqual([[1], [1]])
    expect(kept({ again: snapshot.pin }).again).toBe(snapshot.pin)
    expect(Object.isFrozen(snapshot.pin)).toBe(true)
    expect(() => snapshot.pin.mark(2)).toThrow(TypeError)
    expect(() => (snapshot.pin.b = 2)).toThrow(TypeError)
    expect(pin.a).toEqual([1])
    expect(Object.isFrozen(pin)).toBe(false)
  },
  'subclasses of own classes, fields with inner state': () => {
    const stamp = Object.assign(new Stamp(), { when: new Date(5), to: new Uint8Array([1]) })
    exact({ stamp })
    const snapshot = stored(kept({ stamp }))
    expect(Object.getPrototypeOf(snapshot.stamp)).toBe(Stamp.prototype)
    snapshot.stamp.when.setTime(9)
    snapshot.stamp.b.fill(9)
    expect(snapshot.stamp.when).toEqual(new Date(5))
    expect(snapshot.stamp.b).toEqual(new Uint8Array([1]))
    expect(refused({ stamp: Object.assign(new Stamp(), { to: () => 1 }) })).toContain(
      'score.stamp.to: a function',
    )
    expect(refused(Object.defineProperty(new Stamp(), 'hidden', { value: 1 }))).toContain('score.hidden')
  },
  'own classes without a tag': () => {
    class Untagged extends Immutable {
      n = 1
    }
    const doc = new Registry().watch('doc', { list: [new Untagged()] })
    doc.update(draft => void draft.list[0]!.n++)
    expect(doc.value.list[0]).toBeInstanceOf(Untagged)
    expect(doc.value.list[0]!.n).toBe(2)
    const { message } = errorOf('NOT_REMEMBERABLE', () => encodeValue(doc.value as never))
    expect(message).toContain('register(Untagged, { tag: … })')
    const repository = openSync(memory())
    const saved = () => {
      repository.watch('doc', { list: [new Untagged()] })
      repository.flush()
    }
    expect(saved).toThrow('register(Untagged, { tag: … })')
  },
  '`ImmutableList`': () => {
    exact({ list: new ImmutableList([1, undefined, { a: new ImmutableList([]) }, new Date(5), -0]) })
    exact(new ImmutableList(Array.from({ length: 5_000 }, (_, i) => ({ i }))))
    const snapshot = stored(kept({ list: new ImmutableList([new Date(5), { n: 1 }]) }))
    expect(isList(snapshot.list)).toBe(true)
    expect(Object.isFrozen(snapshot.list)).toBe(true)
    snapshot.list.at(0).setTime(9)
    expect(snapshot.list.at(0)).toEqual(new Date(5))
    errorOf('LOCKED', () => snapshot.list.push(1))
    expect(kept({ again: snapshot.list }).again).toBe(snapshot.list)
    expect(refused({ list: new ImmutableList([1, () => 1]) })).toContain('score.list[1]: a function')
    const cyclic = new ImmutableList<unknown>([1])
    cyclic.push({ cyclic })
    expect(refused({ cyclic })).toContain('score.cyclic[1].cyclic: a reference back to score.cyclic')
  },
  'tags that no registered class has': () => {
    const text =
      '{"x":[{"a":1},["Instance",2],[3,4],"not.here",{"x":5,"b":6},"y",["Date",7],"1970-01-01T00:00:00.000Z"]}'
    const snapshot = decodeValue(JSON.parse(text)) as any
    expect(encodeValue(snapshot)).toBe(text)
    expect(snapshot.a.tag).toBe('not.here')
    expect(snapshot.a.data).toEqual({ x: 'y', b: new Date(0) })
    expect(Object.isFrozen(snapshot.a)).toBe(true)
    expect(() => (snapshot.a.data = 1)).toThrow(TypeError)
    expect(JSON.stringify(snapshot.a)).toBe(
      '{"tag":"not.here","data":{"x":"y","b":"1970-01-01T00:00:00.000Z"}}',
    )
    expect(encodeValue(kept({ a: snapshot.a }))).toBe(text)
  },
  'a million keys': () => {
    const object: Record<string, number> = {}
    for (let i = 0; i < 1_000_000; i++) object[`key${i}`] = i
    const again = stored(kept(object))
    expect(Object.keys(again).length).toBe(1_000_000)
    expect(again.key999999).toBe(999_999)
  },
}
