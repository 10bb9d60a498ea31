import { describe, expect, test } from 'vitest'
import { decodeValue, encodeValue } from '../../src/value/codec.ts'
import { keep } from '../../src/value/keep.ts'
import { whereOf } from '../../src/value/where.ts'
import { decodePatches, encodePatches } from '../../src/value/patch-codec.ts'
import { patchInsert, patchValue } from '../../src/value/patch.ts'
import type { Patches } from '../../src/value/path.ts'
import { register } from '../../src/value/register.ts'
import { same } from '../../src/value/same.ts'
import { errorOf, kept, stored } from './around.ts'

describe('a cell', () => {
  test.each<[unknown, string]>([
    [1, '1'],
    ['a', '"a"'],
    ['\ud800', '"\\ud800"'],
    [null, 'null'],
    [true, 'true'],
    [[1, { a: 'b' }], '{"v":[1,{"a":"b"}]}'],
    [{ ['__proto__']: 1 }, '{"v":{"__proto__":1}}'],
    [undefined, '{"x":-1}'],
    [NaN, '{"x":-3}'],
    [-0, '{"x":-6}'],
    [12n, '{"x":[["BigInt","12"]]}'],
    [{ a: undefined }, '{"x":[{"a":-1}]}'],
    [[1, , 2], '{"x":[[1,-2,2],1,2]}'],
    [new Map([['a', 1]]), '{"x":[["Map",1,2],"a",1]}'],
    [new Set(['a']), '{"x":[["Set",1],"a"]}'],
    [new Date(0), '{"x":[["Date",1],"1970-01-01T00:00:00.000Z"]}'],
    [/a/g, '{"x":[["RegExp",1],[2,3,4],"a","g",0]}'],
    [new URL('http://a/'), '{"x":[["URL",1],"http://a/"]}'],
    [new Uint8Array([1]), '{"x":[["Bytes",1],[2,3],"Uint8Array",["ArrayBuffer","AQ=="]]}'],
    [{ __proto__: null, a: 1 }, '{"x":[["null","a",1],1]}'],
    [{ ['__proto__']: 1n }, '{"x":[["Properties",1],[2,3,4],false,"__proto__",["BigInt","1"]]}'],
  ])('of %o is %s', (value, text) => {
    expect(encodeValue(kept(value))).toBe(text)
    expect(same(decodeValue(JSON.parse(text)), kept(value))).toBe(true)
  })
  test('of a value that grew too deep since it came in is refused, with its place', () => {
    let deep = kept({})
    for (let i = 0; i < 999; i++) deep = keep({ deep }, { name: 'score' })
    const error = errorOf('NOT_REMEMBERABLE', () => encodeValue(deep, { name: 'score', path: ['a', 'b'] }))
    expect(error.message).toContain('score.a.b: nested more than 1000 deep')
    errorOf('NOT_REMEMBERABLE', () => keep(deep, { name: 'score', where: whereOf(['a']) }))
    errorOf('NOT_REMEMBERABLE', () => keep({ deep }, { name: 'score' }))
  })
})

describe('patches', () => {
  const patches: Patches = [
    { op: 'replace', path: [], value: { a: new Date(0) } },
    { op: 'add', path: ['a', 0, 12n, true, null, NaN, -0, Infinity, '__proto__'], value: undefined },
    { op: 'add', path: ['k'], value: 1, before: -5n },
    { op: 'remove', path: ['a.b'] },
    { op: 'splice', path: ['list'], index: 3, remove: 2, insert: [1, { b: [new Date(1)] }, undefined] },
    { op: 'text', path: ['name'], index: 0, remove: 1, insert: 'x"\ud800' },
  ]
  test('come back as they were', () => {
    const text = encodePatches(patches)
    const again = decodePatches(JSON.parse(text))
    expect(encodePatches(again)).toBe(text)
    expect(again.map(({ op, path }) => [op, path])).toEqual(patches.map(({ op, path }) => [op, path]))
    expect(Object.isFrozen(again)).toBe(true)
    expect(again.every(patch => Object.isFrozen(patch) && Object.isFrozen(patch.path))).toBe(true)
    expect(same(patchValue(again[0]!), kept({ a: new Date(0) }))).toBe(true)
    expect(patchInsert(again[4]!)[0]).toBe(1)
  })
  test('are written in rows', () => {
    expect(encodePatches(patches.slice(1, 4))).toBe(
      '[["+",["a",0,{"n":"12"},true,null,{"n":"NaN"},{"n":"-0"},{"n":"Infinity"},"__proto__"],{"x":-1}],["+",["k"],1,{"n":"-5"}],["-",["a.b"]]]',
    )
    expect(encodePatches(patches.slice(5))).toBe('[["t",["name"],0,1,"x\\"\\ud800"]]')
    expect(encodePatches([])).toBe('[]')
  })
  test('hand out copies', () => {
    const [patch] = decodePatches(
      JSON.parse(encodePatches([{ op: 'replace', path: ['d'], value: new Date(0) }])),
    )
    ;(patch as any).value.setTime(9)
    expect((patch as any).value.getTime()).toBe(0)
  })
  test('cannot hide depth in their path', () => {
    const path = Array.from({ length: 999 }, () => 'a')
    errorOf('NOT_REMEMBERABLE', () => encodePatches([{ op: 'replace', path, value: [[]] }]))
    expect(encodePatches([{ op: 'replace', path, value: [] }])).toContain('{"v":[]}')
  })
})

describe('register', () => {
  class Temperature {
    #celsius: number
    constructor(celsius: number) {
      if (typeof celsius !== 'number') throw new TypeError('no number')
      this.#celsius = celsius
    }
    get celsius() {
      return this.#celsius
    }
  }
  register(Temperature, {
    tag: 'codec.Temperature',
    to: one => one.celsius,
    from: celsius => new Temperature(celsius),
  })

  test('goes by what the class says', () => {
    const snapshot = stored(kept({ now: new Temperature(20) }))
    expect(snapshot.now.celsius).toBe(20)
    expect(encodeValue(snapshot)).toBe('{"x":[{"now":1},["Instance",2],[3,4],"codec.Temperature",20]}')
    expect(same(kept(new Temperature(1)), kept(new Temperature(1)))).toBe(true)
    expect(same(kept(new Temperature(1)), kept(new Temperature(2)))).toBe(false)
  })
  test('refuses options that nobody reads, and none at all', () => {
    const refusal = (options: any) => errorOf('BAD_OPTION', () => register(class A {}, options))
    expect(refusal({ tag: 'codec.Form', form: () => 1 }).details).toEqual({ option: 'form', nearest: 'from' })
    expect(refusal(undefined).details.option).toBe('tag')
  })
  test('refuses bad and double tags, and classes that are none or known', () => {
    const refusal = (Class: any, options: any) => errorOf('BAD_OPTION', () => register(Class, options))
    expect(refusal(class A {}, { tag: '' }).details.option).toBe('tag')
    expect(refusal(class A {}, { tag: 'x'.repeat(201) }).details.option).toBe('tag')
    expect(refusal(class A {}, { tag: 'a\nb' }).details.option).toBe('tag')
    expect(refusal(class A {}, {}).details.option).toBe('tag')
    expect(refusal(class A {}, { tag: 'codec.Temperature' }).message).toContain(
      'already stands for Temperature',
    )
    expect(refusal(Temperature, { tag: 'codec.Other' }).message).toContain(
      'already registered as "codec.Temperature"',
    )
    expect(refusal(() => 1, { tag: 'codec.Arrow' }).details.option).toBe('Class')
    expect(refusal({}, { tag: 'codec.Object' }).details.option).toBe('Class')
    expect(refusal(class A {}, { tag: 'codec.A', to: 1 }).details.option).toBe('to')
    expect(refusal(class A {}, { tag: 'codec.A', from: 1 }).details.option).toBe('from')
    expect(refusal(Object, { tag: 'codec.Plain' }).details.option).toBe('Class')
    expect(refusal(Map, { tag: 'codec.Map' }).details.option).toBe('Class')
  })
  test('wraps what "to" and "from" throw', () => {
    class Moody {}
    register(Moody, { tag: 'codec.Moody', to: () => { throw new Error('to') } }) // prettier-ignore
    expect(errorOf('NOT_REMEMBERABLE', () => kept([new Moody()])).message).toContain(
      'score[0]: an instance of Moody',
    )
    const bad = decodeValue({ x: [{ a: 1 }, ['Instance', 2], [3, 4], 'codec.Temperature', 'hot'] }) as any
    expect(errorOf('CORRUPT', () => bad.a).cause).toBeInstanceOf(TypeError)
    class Worse {}
    register(Worse, { tag: 'codec.Worse', to: () => ({ fn: () => 1 }) })
    expect(errorOf('NOT_REMEMBERABLE', () => kept([new Worse()])).message).toContain(
      'score[0].fn: a function',
    )
  })
  test('a class registered after reading takes over from the stand-in', () => {
    const snapshot = decodeValue(
      JSON.parse('{"x":[{"a":1},["Instance",2],[3,4],"codec.Late",{"n":5},1]}'),
    ) as any
    expect(snapshot.a.tag).toBe('codec.Late')
    class Late {
      n = 0
    }
    register(Late, { tag: 'codec.Late' })
    expect(snapshot.a).toBeInstanceOf(Late)
    expect(snapshot.a.n).toBe(1)
  })
})
