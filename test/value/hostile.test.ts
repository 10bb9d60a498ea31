import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isVarveError } from '../../src/errors.ts'
import { rememberableValues } from '../../src/testing/values.ts'
import { decodeValue, encodeValue } from '../../src/value/codec.ts'
import { parseBounded } from '../../src/value/parse-bounded.ts'
import { decodePatches } from '../../src/value/patch-codec.ts'
import { same } from '../../src/value/same.ts'
import { thaw } from '../../src/value/thaw.ts'
import { fuzz } from '../fuzz.ts'
import { errorOf, kept } from './around.ts'
import { instances, lists } from './own-classes.ts'

const intrinsics = [
  Object.prototype,
  Array.prototype,
  Map.prototype,
  Set.prototype,
  Error.prototype,
  Function.prototype,
  String.prototype,
]
const shapes = intrinsics.map(prototype => Reflect.ownKeys(prototype).length)
const unpolluted = () => {
  expect(intrinsics.map(prototype => Reflect.ownKeys(prototype).length)).toEqual(shapes)
  expect(({} as any).polluted).toBeUndefined()
}

/** Reads bytes; a value must then be readable and writable, anything else must be CORRUPT. */
function attack(text: string, read: (parsed: unknown) => unknown = decodeValue): unknown {
  try {
    const value = read(parseBounded(text))
    if (read === decodeValue) {
      thaw(value)
      const again = encodeValue(value as never)
      expect(same(decodeValue(JSON.parse(again)), value as never)).toBe(true)
    }
    return value
  } catch (error) {
    if (!isVarveError(error, 'CORRUPT'))
      throw new Error(`Untyped: ${String(error)} from ${text}`, { cause: error })
    return 'CORRUPT'
  }
}

const tags = ['Map', 'Set', 'null', 'BigInt', 'ArrayBuffer', 'Date', 'RegExp', 'URL', 'Error', 'Bytes', 'Temporal', 'Instance', 'List', 'Own', 'Properties', 'Object', 'Uint8Array', 'URLSearchParams', 'constructor', '__proto__'] // prettier-ignore
const words = [...tags, 'TypeError', 'test.Pin', 'test.Stamp', 'test.Shelf', 'test.Tally', 'b', 'length', 'Invalid Date', 'http://a/', '(', 'g', 'AAAA', '1970-01-01T00:00:00.000Z', 'polluted', 'a'] // prettier-ignore

/** Texts in the very language of the rich form, and wrong in it. */
const flats = fc.array(
  fc.oneof(
    fc.constantFrom(...words, null, true, -1, 0, 1e9),
    fc.array(
      fc.oneof(
        fc.integer({ min: -8, max: 9 }),
        fc.constantFrom(...words),
        fc.constantFrom(0.5, 4294967295, null),
      ),
      { maxLength: 5 },
    ),
    fc.tuple(fc.constantFrom(...tags), fc.integer({ min: -7, max: 9 })),
    fc.dictionary(fc.constantFrom(...words), fc.integer({ min: -8, max: 9 }), { maxKeys: 3 }),
  ),
  { maxLength: 10 },
)

describe('hostile bytes', () => {
  test('any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => void attack(text)),
      fuzz(2_000),
    )
    unpolluted()
  })
  test('any JSON, as a cell, inside cells, and as patches', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        attack(text)
        attack(`{"v":${text}}`)
        attack(`{"x":${text}}`)
        attack(text, decodePatches)
        attack(`[["=",["a"],${text}],["s",[],0,0,[${text}]],["+",${text},1]]`, decodePatches)
      }),
      fuzz(1_000),
    )
    unpolluted()
  })
  test('values in the rich form, made at random', () => {
    let read = 0
    fc.assert(
      fc.property(flats, flat => void (attack(JSON.stringify({ x: flat })) !== 'CORRUPT' && read++)),
      fuzz(10_000),
    )
    expect(read).toBeGreaterThan(50)
    unpolluted()
  })
  test('stored values with a byte changed, lost, or doubled', () => {
    const spot = fc.tuple(fc.nat(), fc.constantFrom('', '0', '-', '"', '[', ']', '{', '}', ',', '9', '\\'))
    fc.assert(
      fc.property(
        rememberableValues(fc, inner => [instances(inner), lists(inner)]),
        fc.array(spot, { minLength: 1, maxLength: 3 }),
        (value, spots) => {
          let text = encodeValue(kept(value))
          for (const [at, by] of spots) {
            const i = at % (text.length + 1)
            text = text.slice(0, i) + by + text.slice(i + (at % 2))
          }
          attack(text)
        },
      ),
      fuzz(5_000),
    )
    unpolluted()
  })
})

describe('attacks by name', () => {
  test.each([
    ['nesting of arrays', '['.repeat(5_000_000)],
    ['nesting of objects', '{"a":'.repeat(1_000_000)],
    ['nesting that is closed', '{"v":' + '['.repeat(200_000) + ']'.repeat(200_000) + '}'],
    ['nesting one too deep', '{"v":' + '['.repeat(1_001) + ']'.repeat(1_001) + '}'],
    [
      'a chain of a million parts',
      `{"x":[${Array.from({ length: 1_000_000 }, (_, i) => `[${i + 1}]`).join()},1]}`,
    ],
    [
      'a chain of leaves',
      `{"x":[${Array.from({ length: 100_000 }, (_, i) => `["Instance",${i + 1}]`).join()},1]}`,
    ],
    ['a doubling chain', `{"x":[${Array.from({ length: 64 }, (_, i) => `[${i + 1},${i + 1}]`).join()},1]}`],
    ['a cycle', '{"x":[[0]]}'],
    ['a cycle through a Map', '{"x":[["Map",1,0],"k"]}'],
    ['a cycle through a leaf', '{"x":[["Instance",1],[2,0],"t"]}'],
    ['a cycle through a leaf in a Map', '{"x":[["Map",1,2],"k",["Instance",3],[4,0],"t"]}'],
    ['an index out of range', '{"x":[[7]]}'],
    ['an index that is a fraction', '{"x":[[0.5]]}'],
    ['an index below all signs', '{"x":[[-8]]}'],
    ['a hole outside an array', '{"x":[{"a":-2}]}'],
    ['a type that no value holds', '{"x":[["Object",1],1]}'],
    ['an own __proto__ in the flat form', '{"x":[{"__proto__":1},{"polluted":2},true]}'],
    ['__proto__ without a prototype', '{"x":[["null","__proto__",1],{"polluted":2},true]}'],
    ['a prototype as a tag', '{"x":[["__proto__",1],{"polluted":2},true]}'],
    ['bytes of half an element', '{"x":[["Bytes",1],[2,3],"Uint16Array",["ArrayBuffer","AA=="]]}'],
    ['bytes of no class', '{"x":[["Bytes",1],[2,3],"SharedArrayBuffer",["ArrayBuffer","AAA="]]}'],
    ['a date that is none', '{"x":[["Date",1],"tomorrow"]}'],
    ['a date in another form', '{"x":[["Date",1],"2026-11-22"]}'],
    ['an expression that is none', '{"x":[["RegExp",1],[2,3,4],"(","",0]}'],
    ['flags out of order', '{"x":[["RegExp",1],[2,3,4],"a","ig",0]}'],
    ['a URL that is none', '{"x":[["URL",1],"nowhere"]}'],
    ['an error of no class', '{"x":[["Error",1],[2,3,3],"Function",{}]}'],
    ['a Map with an object as key', '{"x":[["Map",1,1],{}]}'],
    ['a bigint that is none', '{"x":[["BigInt","0x10"]]}'],
    ['an array longer than arrays', '{"x":[[-7,4294967296]]}'],
    ['-0 in the plain form', '{"v":[-0]}'],
    ['a number beyond numbers', '{"v":[1e999]}'],
    ['-0 as a cell', '-0'],
    ['a primitive in the plain form', '{"v":1}'],
    ['two forms at once', '{"v":[],"x":-1}'],
    ['no form', '{}'],
    ['an array as a cell', '[1]'],
    ['a prototype as a form', '{"__proto__":{"v":[]}}'],
    ['no JSON', '{"v":'],
    ['nothing', ''],
  ])('%s', (_name, text) => {
    expect(attack(text)).toBe('CORRUPT')
    unpolluted()
  })
  test('a long array of holes costs nothing', () => {
    expect(attack('{"x":[[-7,4294967295,4294967294,1],1]}')).toHaveLength(4_294_967_295)
  })
  test('strings that look like structure are no structure', () => {
    const value = '[{'.repeat(100_000) + '\\"[{'.repeat(1000)
    expect(attack(JSON.stringify(value))).toBe(value)
    expect(attack(JSON.stringify({ v: [value] }))).toEqual([value])
  })
  test('patches that are none', () => {
    const rows = ['1', '{}', '[1]', '[[]]', '[["="]]', '[["=",[],1,2]]', '[["-",[],1]]', '[["?",[],1]]', '[["=","a",1]]', '[["=",[{}],1]]', '[["=",[{"n":"x"}],1]]', '[["=",[{"n":"01"}],1]]', '[["=",[[]],1]]', '[["t",[],-1,0,"x"]]', '[["t",[],0,0.5,"x"]]', '[["t",[],0,0,1]]', '[["s",[],0,0,1]]', '[["s",[],0,0,[[]]]]', '[["=",[-0],1]]', `[["=",[${'"a",'.repeat(1000)}"a"],1]]`, `[["=",["a"],{"v":${'['.repeat(1000)}${']'.repeat(1000)}}]]`] // prettier-ignore
    for (const row of rows) expect(attack(row, decodePatches), row).toBe('CORRUPT')
    expect(errorOf('CORRUPT', () => decodePatches(null)).message).toContain('Damaged data')
  })
})
