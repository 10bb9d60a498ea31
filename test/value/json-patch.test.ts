import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply, diff, fromJsonPatch, invert, type JsonPatchOperation, toJsonPatch, update } from 'varve'
import { fuzz } from '../fuzz.ts'
import { errorOf } from './around.ts'
import { byTheBook, jsonValue, operationsOn } from './json-patch-model.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

/** What becomes of a value by a JSON Patch. */
const done = (value: unknown, ...operations: Any[]): unknown =>
  JSON.parse(JSON.stringify(apply(value, fromJsonPatch(value, operations))))
const refusal = (value: unknown, ...operations: Any[]): string =>
  errorOf('BAD_PATCH', () => fromJsonPatch(value, operations)).message

describe('fromJsonPatch', () => {
  test('add', () => {
    expect(done({ a: 1 }, { op: 'add', path: '/b', value: { c: 2 } })).toEqual({ a: 1, b: { c: 2 } })
    expect(done({ a: 1 }, { op: 'add', path: '/a', value: null })).toEqual({ a: null })
    expect(done(['x', 'z'], { op: 'add', path: '/1', value: 'y' })).toEqual(['x', 'y', 'z'])
    expect(done(['x'], { op: 'add', path: '/1', value: 'y' })).toEqual(['x', 'y'])
    expect(done(['x'], { op: 'add', path: '/-', value: ['y'] })).toEqual(['x', ['y']])
    expect(done({ '-': 1 }, { op: 'add', path: '/-', value: 2 })).toEqual({ '-': 2 })
    expect(done({ a: 1 }, { op: 'add', path: '', value: [1] })).toEqual([1])
    expect(refusal(['x'], { op: 'add', path: '/2', value: 'y' })).toContain('an array of 1 has no index "2"')
    expect(refusal({}, { op: 'add', path: '/a/b', value: 1 })).toContain('there is nothing at "a"')
  })

  test('remove and replace', () => {
    expect(
      done({ a: 1, b: [1, 2, 3] }, { op: 'remove', path: '/a' }, { op: 'remove', path: '/b/1' }),
    ).toEqual({
      b: [1, 3],
    })
    expect(done({ a: [1, 2] }, { op: 'replace', path: '/a/0', value: { n: 1 } })).toEqual({
      a: [{ n: 1 }, 2],
    })
    expect(done([1], { op: 'replace', path: '', value: 'whole' })).toBe('whole')
    for (const [value, path] of [
      [{}, '/a'],
      [[], '/0'],
      [[1], '/-'],
      [[1], '/1'],
      [{ a: 'text' }, '/a/0'],
      [{ a: null }, '/a/b'],
    ] as Any[]) {
      expect(refusal(value, { op: 'remove', path })).toMatch(/there is (nothing|no container)|no container/)
      expect(refusal(value, { op: 'replace', path, value: 1 })).toContain("can't be done")
    }
    expect(refusal({}, { op: 'remove', path: '' })).toContain('nothing would be left')
  })

  test('move and copy', () => {
    expect(done({ a: 1, b: 2 }, { op: 'move', from: '/a', path: '/c' })).toEqual({ b: 2, c: 1 })
    expect(done({ a: { b: 1 } }, { op: 'move', from: '/a/b', path: '/a' })).toEqual({ a: 1 })
    expect(done([1, 2, 3], { op: 'move', from: '/0', path: '/2' })).toEqual([2, 3, 1])
    expect(done([1, 2, 3], { op: 'move', from: '/0', path: '/-' })).toEqual([2, 3, 1])
    expect(refusal([1, 2, 3], { op: 'move', from: '/0', path: '/3' })).toContain('no index "3"')
    expect(done({ a: [1] }, { op: 'move', from: '/a', path: '' })).toEqual([1])
    expect(fromJsonPatch({ a: 1, b: 2 }, [{ op: 'move', from: '/a', path: '/a' }])).toEqual([])
    expect(fromJsonPatch({ a: 1 }, [{ op: 'move', from: '', path: '' }])).toEqual([])
    expect(refusal({ a: {} }, { op: 'move', from: '/a', path: '/a/b' })).toContain('into itself')
    expect(refusal({ a: {} }, { op: 'move', from: '', path: '/a' })).toContain('into itself')
    expect(done({ a: {} }, { op: 'move', from: '/a', path: '/ab' })).toEqual({ ab: {} })
    expect(refusal({}, { op: 'move', from: '/a', path: '/b' })).toContain('there is nothing at "a"')

    const copied = [
      { op: 'copy', from: '/a', path: '/b' },
      { op: 'add', path: '/b/0', value: 0 },
      { op: 'copy', from: '', path: '/c' },
      { op: 'replace', path: '/c/b/0', value: 9 },
    ]
    expect(done({ a: [1] }, ...copied)).toEqual({ a: [1], b: [0, 1], c: { a: [1], b: [9, 1] } })
  })

  test('test compares as JSON does', () => {
    const value = { n: 0, o: { a: 1, b: [1, { c: null }] }, t: 'x' }
    for (const [path, expected] of [
      ['', { t: 'x', o: { b: [1, { c: null }], a: 1 }, n: 0 }],
      ['/n', -0],
      ['/o/b', [1, { c: null }]],
      ['/o/b/1/c', null],
    ] as Any[]) {
      expect(fromJsonPatch(value, [{ op: 'test', path, value: expected }])).toEqual([])
    }
    for (const [path, expected] of [
      ['/n', '0'],
      ['/n', false],
      ['/o', { a: 1 }],
      ['/o/b', { 0: 1, 1: { c: null } }],
      ['/o/b', [{ c: null }, 1]],
      ['/o/b/1', {}],
      ['/t', 'X'],
    ] as Any[]) {
      expect(refusal(value, { op: 'test', path, value: expected })).toContain('something else is there')
    }
    expect(refusal(value, { op: 'test', path: '/none', value: null })).toContain('there is nothing')
    expect(done({}, { op: 'add', path: '/a', value: [1] }, { op: 'test', path: '/a', value: [1] })).toEqual({
      a: [1],
    })
    expect(refusal({ m: new Map(), d: new Date(0) }, { op: 'test', path: '/m', value: {} })).toContain('else')
    expect(refusal({ m: new Map(), d: new Date(0) }, { op: 'test', path: '/d', value: {} })).toContain('else')
  })

  test('pointers', () => {
    const value = { '': { '': 1 }, 'a/b': 2, 'm~n': 3, '~1': 4, ' ': 5, 'é"\\': 6, '0': 7, '01': 8 }
    for (const [path, expected] of [
      ['//', 1],
      ['/a~1b', 2],
      ['/m~0n', 3],
      ['/~01', 4],
      ['/ ', 5],
      ['/é"\\', 6],
      ['/0', 7],
      ['/01', 8],
    ] as Any[]) {
      expect(fromJsonPatch(value, [{ op: 'test', path, value: expected }])).toEqual([])
    }
    for (const path of ['a', 'a/b', '/~', '/~2', '/a~', '#/a', ' ']) {
      expect(refusal({ a: 1 }, { op: 'test', path, value: 1 })).toContain(
        `the pointer ${JSON.stringify(path)}`,
      )
    }
    for (const index of [
      '01',
      '00',
      '1e0',
      '+1',
      '-1',
      ' 1',
      '1.0',
      '',
      '１',
      '0x1',
      '4294967296',
      '9'.repeat(40),
    ]) {
      for (const op of ['add', 'replace', 'test'])
        expect(refusal([1, 2, 3], { op, path: `/${index}`, value: 1 })).toMatch(/nothing at|no index/)
    }
    expect(refusal([1], { op: 'test', path: '/length', value: 1 })).toContain('there is nothing at "length"')
  })

  test('all or nothing, and the value is not touched', () => {
    const value = { a: [1] }
    const message = refusal(
      value,
      { op: 'add', path: '/a/-', value: 2 },
      { op: 'remove', path: '/a/0' },
      { op: 'test', path: '/a', value: [1] },
    )
    expect(message).toBe(
      'Operation 2 of a JSON Patch, test at "/a", can\'t be done: something else is there; nothing was changed',
    )
    expect(value).toEqual({ a: [1] })
  })

  test('what comes out is the difference, and can be taken back', () => {
    const value = update(
      { list: [{ n: 1 }, { n: 2 }], text: 'x'.repeat(100), keep: { me: 1 } },
      () => undefined,
    )
    const patches = fromJsonPatch(value, [
      { op: 'add', path: '/list/0', value: { n: 0 } },
      { op: 'replace', path: '/text', value: `${'x'.repeat(100)}y` },
      { op: 'add', path: '/gone', value: 1 },
      { op: 'remove', path: '/gone' },
    ])
    expect(patches).toEqual([
      { op: 'splice', path: ['list'], index: 0, remove: 0, insert: [{ n: 0 }] },
      { op: 'text', path: ['text'], index: 100, remove: 0, insert: 'y' },
    ])
    const next = apply(value, patches)
    expect(next.keep).toBe(value.keep)
    expect(apply(next, invert(patches))).toEqual(value)
  })

  test('what is no JSON may stand beside the places that change', () => {
    const value = { when: new Date(5), map: new Map([['a', 1]]), list: [1, , 3], n: 1 } // eslint-disable-line no-sparse-arrays
    const next = apply(value, fromJsonPatch(value, [{ op: 'replace', path: '/n', value: 2 }]))
    expect([next.n, next.when, next.map.get('a'), next.list]).toEqual([2, new Date(5), 1, value.list])
    expect(refusal(value, { op: 'add', path: '/map/b', value: 1 })).toContain('a Map is on the way')
    expect(refusal(value, { op: 'add', path: '/when/b', value: 1 })).toContain('a Date is on the way')
    expect(refusal(value, { op: 'add', path: '/list/0', value: 1 })).toContain(
      'an array with holes is on the way',
    )
  })
})

describe('what fromJsonPatch refuses', () => {
  test('malformed operations, which the error holds', () => {
    for (const [operation, why] of [
      [null, 'no object'],
      ['add', 'no object'],
      [[], 'no object'],
      [{}, 'its op is none of add, remove, replace, move, copy, test'],
      [{ op: 'spam', path: '' }, 'its op is none of'],
      [{ op: 'toString', path: '' }, 'its op is none of'],
      [{ op: 'add', value: 1 }, 'its path is no JSON Pointer'],
      [{ op: 'remove', path: ['a'] }, 'its path is no JSON Pointer'],
      [{ op: 'remove', path: 0 }, 'its path is no JSON Pointer'],
      [{ op: 'add', path: '/b' }, 'it has no value'],
      [{ op: 'replace', path: '/a' }, 'it has no value'],
      [{ op: 'test', path: '/a' }, 'it has no value'],
      [{ op: 'move', path: '/a' }, 'its from is no JSON Pointer'],
      [{ op: 'copy', path: '/a', from: null }, 'its from is no JSON Pointer'],
    ] as Any[]) {
      const error = errorOf('BAD_PATCH', () => fromJsonPatch({ a: 1 }, [operation]))
      expect(error.message).toContain(why)
      expect(error.details.patch).toEqual(operation)
    }
    expect(fromJsonPatch({ a: 1 }, [{ op: 'test', path: '/a', value: 1, more: true } as Any])).toEqual([])
  })

  test('what is no array', () => {
    for (const wrong of [
      undefined,
      null,
      {},
      'add',
      new Set(),
      { length: 1, 0: { op: 'remove', path: '/a' } },
    ])
      expect(errorOf('BAD_OPTION', () => fromJsonPatch({ a: 1 }, wrong as Any)).details.option).toBe(
        'operations',
      )
  })

  test('values that JSON cannot hold, with their place', () => {
    for (const [value, why] of [
      [undefined, "JSON can't hold undefined, at value"],
      [{ a: [1, NaN] }, "JSON can't hold NaN, at value.a[1]"],
      [[Infinity], "JSON can't hold Infinity, at value[0]"],
      [{ n: 1n }, "JSON can't hold bigint, at value.n"],
      [{ when: new Date(0) }, "JSON can't hold a Date, at value.when"],
      [new Map(), "JSON can't hold a Map, at value"],
      [{ s: new Set() }, "JSON can't hold a Set, at value.s"],
      [[1, , 2], "JSON can't hold an array with holes, at value"], // eslint-disable-line no-sparse-arrays
      [{ f: () => 1 }, 'operation.value.f: a function cannot be remembered'],
    ] as Any[])
      expect(refusal({}, { op: 'add', path: '/a', value })).toContain(why)
  })

  test('`__proto__` and `constructor` are keys like others, and nothing is inherited', () => {
    const value = JSON.parse('{"__proto__":{"a":1},"constructor":{}}')
    const patches = fromJsonPatch(value, [
      { op: 'add', path: '/__proto__/polluted', value: true },
      { op: 'add', path: '/constructor/prototype', value: { polluted: true } },
    ])
    expect(JSON.stringify(apply(value, patches))).toBe(
      '{"__proto__":{"a":1,"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    )
    const made = apply({}, fromJsonPatch({}, [{ op: 'add', path: '/__proto__', value: { polluted: true } }]))
    expect(Object.keys(made)).toEqual(['__proto__'])
    expect(({} as Any).polluted).toBeUndefined()
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype)
    for (const path of ['/__proto__/polluted', '/constructor/prototype/polluted', '/toString/x']) {
      expect(refusal({}, { op: 'add', path, value: true })).toContain('there is nothing at')
      expect(refusal([], { op: 'add', path, value: true })).toContain('there is nothing at')
    }
  })

  test('getters are read once', () => {
    let reads = 0
    const operation = {
      op: 'add',
      get path() {
        return ['/a', '/__proto__'][reads++]
      },
      get value() {
        return reads++
      },
    }
    expect(done({}, operation)).toEqual({ a: 1 })
    expect(reads).toBe(2)
  })
})

describe('laws, of any JSON values', () => {
  test('done by the book, what toJsonPatch tells leads from a to b', () => {
    fc.assert(
      fc.property(jsonValue(), jsonValue(), (a, b) => {
        const operations = toJsonPatch(a, diff(a, b))
        expect(byTheBook(a, JSON.parse(JSON.stringify(operations)))).toEqual(b)
      }),
      fuzz(500),
    )
  })

  test('there and back is the same', () => {
    fc.assert(
      fc.property(jsonValue(), jsonValue(), (a, b) => {
        const patches = diff(a, b)
        expect(apply(a, fromJsonPatch(a, toJsonPatch(a, patches)))).toEqual(apply(a, patches))
      }),
      fuzz(500),
    )
  })

  test('whatever the operations, fromJsonPatch does what the book says, or refuses what the book refuses', () => {
    fc.assert(
      fc.property(
        jsonValue().chain(a => fc.tuple(fc.constant(a), operationsOn(a))),
        ([a, operations]) => {
          const before = JSON.stringify(a)
          let expected: { readonly value: unknown } | null = null
          try {
            expected = { value: byTheBook(a, operations) }
          } catch {
            // The book refuses it.
          }
          if (expected === null) errorOf('BAD_PATCH', () => fromJsonPatch(a, operations))
          else {
            const patches = fromJsonPatch(a, operations)
            expect(JSON.stringify(apply(a, patches))).toBe(JSON.stringify(expected.value))
            expect(JSON.stringify(apply(apply(a, patches), invert(patches)))).toBe(before)
          }
          expect(JSON.stringify(a)).toBe(before)
        },
      ),
      fuzz(1_000),
    )
  })
})

test('the type tells operations apart', () => {
  const operation = toJsonPatch({ a: 1 }, diff({ a: 1 }, { a: 2 }))[0] as JsonPatchOperation
  expect(operation.op === 'replace' && operation.value).toBe(2)
})
