import { describe, expect, test } from 'vitest'
import { coloursFor } from '../../src/cli/text/colours.ts'
import { cutTo, displayWidth } from '../../src/cli/text/display-width.ts'
import { valueFields } from '../../src/cli/text/json-value.ts'
import { safeJson, safeText } from '../../src/cli/text/safe-text.ts'
import { tabbedLines, tableLines, type Column } from '../../src/cli/text/table.ts'
import { valueLines, valueText } from '../../src/cli/text/value-text.ts'
import { nameTest } from '../../src/cli/name-pattern.ts'
import { keep } from '../../src/value/keep.ts'

const kept = (value: unknown) => keep(value, { name: 'value' })
const text = (value: unknown, limit?: number) => valueText(kept(value), limit)

describe('what a terminal would obey', () => {
  test.each([
    ['\u001b[31m', '\\x1b[31m'],
    ['\u009b2J', '\\x9b2J'],
    ['a\tb\nc\r', 'a\\tb\\nc\\r'],
    ['\u0007\u0000\u007f', '\\x07\\x00\\x7f'],
    ['\u202etxt\u2066\u200f', '\\u202etxt\\u2066\\u200f'],
    ['\u2028\ufeff', '\\u2028\\ufeff'],
    ['\ud800x', '\\ud800x'],
    ['日本 🎉 é', '日本 🎉 é'],
  ])('%j is shown, not obeyed', (given, shown) => {
    expect(safeText(given)).toBe(shown)
    expect(safeText(safeText(given))).toBe(shown)
  })

  test('JSON stays the same document', () => {
    const value = { 'k\u009b': '\u001b[31m\u009b\u202e\u007f\ud800 "\\' }
    const json = safeJson(JSON.stringify(value))
    expect(json).toMatch(/^[\u0020-\u007e]*$/)
    expect(JSON.parse(json)).toEqual(value)
  })
})

describe('columns on a terminal', () => {
  test.each([
    ['abc', 3],
    ['日本', 4],
    ['ｆｕｌｌ', 8],
    ['한글', 4],
    ['e\u0301', 1],
    ['👍🏽', 2],
    ['👨‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['…→', 2],
    ['', 0],
  ])('%s takes %i', (given, width) => {
    expect(displayWidth(given)).toBe(width)
  })

  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['👨‍👩‍👧👨‍👩‍👧', 3, '👨‍👩‍👧…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%s cut to %i is %s', (given, columns, cut) => {
    expect(cutTo(given, columns)).toBe(cut)
    expect(displayWidth(cut)).toBeLessThanOrEqual(columns)
  })

  test('a long text is cut without being measured', () => {
    expect(cutTo('日'.repeat(1_000_000), 11)).toBe(`${'日'.repeat(5)}…`)
  })
})

describe('values on a line', () => {
  test.each<[unknown, string]>([
    [{ items: ['pear'], total: 3 }, `{ items: ['pear'], total: 3 }`],
    [[], '[]'],
    [{}, '{}'],
    [[1, [2, {}]], '[1, [2, {}]]'],
    [{ 'odd key': 1, ключ: 2, __proto__: null }, `{ 'odd key': 1, ключ: 2 }`],
    ["it's \\ \n", `'it\\'s \\\\ \\n'`],
    [12n, '12n'],
    [-0, '-0'],
    [undefined, 'undefined'],
    [null, 'null'],
    [[, 1, , ,], '[<1 empty item>, 1, <2 empty items>]'],
    [
      new Map<unknown, unknown>([
        ['a', 1n],
        [2, new Set(['x'])],
      ]),
      `Map(2) { 'a' => 1n, 2 => Set(1) { 'x' } }`,
    ],
    [new Map(), 'Map(0) {}'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), 'Invalid Date'],
    [{ at: new Date(0) }, '{ at: 1970-01-01T00:00:00.000Z }'],
    [/a+/g, '/a+/g'],
    [new URL('https://example.org/x'), `URL 'https://example.org/x'`],
    [new TypeError('bad\u001b'), `[TypeError: 'bad\\x1b']`],
    [new Uint8Array([1, 2]), 'Uint8Array(2) [1, 2]'],
    [new Float64Array([0.5]), 'Float64Array(1) [0.5]'],
    [new Uint8Array([1, 2]).buffer, 'ArrayBuffer(2) [1, 2]'],
  ])('%o', (value, shown) => {
    expect(text(value)).toBe(shown)
  })

  test('more than is seen is not written', () => {
    const long = Array.from({ length: 100_000 }, (_, i) => ({ i, text: 'x'.repeat(1_000) }))
    expect(text(long, 80).length).toBeLessThan(300)
    expect(text('x'.repeat(1_000_000), 80).length).toBeLessThan(300)
  })

  test('in lines, where one is too short', () => {
    const value = { name: 'ann', goals: [1, 2, 3], map: new Map([['key', { deep: 'x'.repeat(20) }]]) }
    expect([...valueLines(kept(value), 30)]).toEqual([
      '{',
      `  name: 'ann',`,
      '  goals: [1, 2, 3],',
      '  map: Map(1) {',
      `    'key' => {`,
      `      deep: 'xxxxxxxxxxxxxxxxxxxx',`,
      '    },',
      '  },',
      '}',
    ])
    expect([...valueLines(kept(value), 100)]).toHaveLength(1)
  })
})

describe('values in JSON', () => {
  test('what JSON holds is itself', () => {
    const value = { a: [1, 'x', null, { b: true }] }
    expect(valueFields(kept(value))).toEqual({ value })
    expect(valueFields(kept('text'))).toEqual({ value: 'text' })
  })

  test('what it cannot hold is readable, and beside it exact', () => {
    const value = {
      when: new Date(0),
      map: new Map([['a', 1n]]),
      holes: [1, , 3],
      bytes: new Uint8Array([1]),
      nan: Number.NaN,
    }
    const { value: shown, stored } = valueFields(kept(value))
    expect(shown).toEqual({
      when: '1970-01-01T00:00:00.000Z',
      map: [['a', '1']],
      holes: [1, null, 3],
      bytes: 'AQ==',
      nan: 'NaN',
    })
    expect(stored).toHaveProperty('x')
  })

  test('an array of four billion holes takes no room', () => {
    const sparse: unknown[] = [1]
    sparse[4_294_967_290] = 2
    expect(JSON.stringify(valueFields(kept(sparse)).value)).toBe('{"0":1,"4294967290":2}')
    expect(text(sparse)).toBe('[1, <4294967289 empty items>, 2]')
  })

  test('__proto__ is a property like any other', () => {
    const value = JSON.parse('{"__proto__": {"x": 1}, "b": 2}') as object
    expect(JSON.stringify(valueFields(kept({ value, date: new Date(0) })).value)).toContain(
      '"__proto__":{"x":1}',
    )
  })
})

describe('tables', () => {
  const columns: Column<readonly [string, string, number]>[] = [
    { title: 'NAME', text: ([name]) => name, dress: name => `<${name}>` },
    { title: 'TEXT', text: ([, value]) => value, gives: 'first' },
    { title: 'N', text: ([, , n]) => String(n), right: true },
  ]
  const plain = coloursFor(
    {
      stdin: null as never,
      stdout: { isTTY: true, columns: 80, write: async () => {} },
      stderr: null as never,
      env: {},
    },
    false,
  )
  const rows: (readonly [string, string, number])[] = [
    ['a', '日本語です', 5],
    ['bb', 'a long text of thirty columns.', 100],
  ]

  test('are aligned by what is seen, and dressed after that', () => {
    expect([...tableLines(columns, rows, 80, plain)]).toEqual([
      'NAME  TEXT                              N',
      '<a>     日本語です                        5',
      '<bb>    a long text of thirty columns.  100',
    ])
  })

  test('give way in the flexible columns, and fit', () => {
    expect([...tableLines(columns, rows, 24, plain)]).toEqual([
      'NAME  TEXT             N',
      '<a>     日本語です       5',
      '<bb>    a long text …  100',
    ])
  })

  test.each([80, 40, 24, 12, 5, 1])('never pass the last of %i columns', width => {
    const bare = columns.map(column => ({ ...column, dress: String }))
    for (const line of tableLines(bare, rows, width, plain))
      expect(displayWidth(line)).toBeLessThanOrEqual(width)
  })

  test('stream: rows after the measured ones are asked for one by one', () => {
    let made = 0
    const endless = Iterator.from({
      next: () => ({ done: false, value: ['x', 'y', (made += 1)] as const }),
    })
    const table = tableLines(columns, endless, 80, plain)
    for (let i = 0; i < 600; i++) table.next()
    expect(made).toBeLessThan(620)
  })

  test('escape what is in a cell, also a tab', () => {
    const cells = [['a\tb', '\u001b[2J', 1]] as const
    expect([...tabbedLines(columns, cells)]).toEqual(['a\\tb\t\\x1b[2J\t1'])
    expect([...tableLines(columns, cells, 80, plain)][1]).toBe('<a\\tb>  \\x1b[2J  1')
  })
})

describe('names', () => {
  test.each([
    [undefined, 'anything', true],
    ['cor', 'score', true],
    ['Cor', 'score', false],
    ['s*e', 'score', true],
    ['s*r', 'score', false],
    ['scor?', 'score', true],
    ['player.*', 'player.ann', true],
    ['player.*', 'playerXann', false],
    ['*[1]', 'a[1]', true],
    ['?', '🎉', true],
  ])('%s asks for %s: %s', (pattern, name, wanted) => {
    expect(nameTest(pattern)(name)).toBe(wanted)
  })

  test('a pattern of many stars is quick', () => {
    expect(nameTest('*'.repeat(150) + 'b')('a'.repeat(200))).toBe(false)
  })
})
