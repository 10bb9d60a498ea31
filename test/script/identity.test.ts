import fc from 'fast-check'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { declarationPath } from '../../src/script/declaration-path.ts'
import { declaredNames } from '../../src/script/declared-names.ts'
import { callAt, calledName, callsOf } from '../../src/script/find-call.ts'
import { offsetOf, parseSource } from '../../src/script/parse-source.ts'
import { fuzz, seed } from '../fuzz.ts'
import { kept, out, program, Programs, tried } from './programs.ts'

const programs = new Programs()
afterAll(() => programs.end())

/** What each call of `remember` in a text is called by its place. */
function placesIn(text: string, file = 'a.ts') {
  const source = parseSource(file, text)
  const found: string[] = []
  for (const path of callsOf(source)) {
    if (calledName(path.at(-1) as never) !== 'remember') continue
    const declared = declarationPath(path)
    found.push('name' in declared ? declared.name : `? ${declared.reason}`)
  }
  return found
}

describe('a value has the path of its declaration', () => {
  test.each<[string, string[]]>([
    ['const a = remember(0)', ['a']],
    ['let a: Variable<number> = remember<number>(0)!', ['a']],
    ['export const a = remember(0) as X', ['a']],
    ['const a = remember(0), b = remember(1)', ['a', 'b']],
    ['let a; a = remember(0)', ['a']],
    ['let a; a ??= remember(0)', ['a']],
    ['export default remember(0)', ['default']],
    ['exports.a = remember(0); module.exports.b = remember(1)', ['exports.a', 'module.exports.b']],
    ['function main() { const a = remember(0) }', ['main.a']],
    ['export default function () { const a = remember(0) }', ['default.a']],
    ['const main = async () => { const a = remember(0) }', ['main.a']],
    ['const main = function () { const a = remember(0) }', ['main.a']],
    ['function outer() { function inner() { const a = remember(0) } }', ['outer.inner.a']],
    ['(async () => { const a = remember(0) })()', ['a']],
    ["test('x', () => { if (y) { const a = remember(0) } })", ['a']],
    [
      'class Counter { count = remember(0); static all = remember(1); #mine = remember(2) }',
      ['Counter.count', 'Counter.all', 'Counter.mine'],
    ],
    [
      'class C { constructor() { this.count = remember(0) } go() { const a = remember(0) } }',
      ['C.count', 'C.go.a'],
    ],
    ['const C = class { static { this.x = remember(0) } }', ['C.x']],
    ['export default class { x = remember(0) }', ['default.x']],
    [
      'const state = { runs: remember(0), deep: { "x y": remember(1), 2: remember(2) } }',
      ['state.runs', 'state.deep.x y', 'state.deep.2'],
    ],
    [
      'const api = { go() { const a = remember(0) }, run: () => { const b = remember(0) } }',
      ['api.go.a', 'api.run.b'],
    ],
    ['use({ go() { const a = remember(0) } })', ['go.a']],
    ['const { value } = remember(0)', ['? it is taken apart where it is declared']],
    ['remember(0).value++', ['? it is the value of no variable']],
    ['remember(0)', ['? it is the value of no variable']],
    ['use(remember(0))', ['? it is an argument of another call']],
    ['use({ a: remember(0) })', ['? it stands in an object that has no name']],
    ['use({ a: { b: remember(0) } })', ['? it stands in an object that has no name']],
    ['const a = [remember(0)]', ['? it stands in a list']],
    [
      'const f = () => remember(0); function g() { return remember(1) }',
      ['? it is what a function returns', '? it is what a function returns'],
    ],
    ['const a = { [key]: remember(0) }', ['? its place in the source has no name']],
    ['const a = yes ? remember(0) : null', ['? its place in the source has no name']],
    ['while (yes) { const f = () => { const a = remember(0) } }', ['? it stands in a loop']],
  ])('%s', (text, names) => {
    expect(placesIn(text)).toEqual(names)
  })

  test('JavaScript of every kind is parsed', () => {
    expect(placesIn('#!/usr/bin/env node\nwith (x) { var a = remember(0) }', 'a.cjs')).toEqual(['a'])
    expect(placesIn('var a = remember(0)\nif (a) return', 'a.js')).toEqual(['a'])
    expect(placesIn('\uFEFFconst a = await import("x"); const b = remember(0)', 'a.mjs')).toEqual(['b'])
  })
})

test('a call is found where V8 says that it is: at its name, or before its arguments', () => {
  const text =
    'remember(0);x.remember(1);(0, x.remember)(2);x?.remember(3);remember?.(4);x["remember"](5);remember(6).update(f)'
  const source = parseSource('a.js', text)
  const at = (offset: number) => {
    const call = callAt(source, offset)?.at(-1)
    return call && text.slice(call.start, call.end)
  }
  expect(at(0)).toBe('remember(0)')
  expect(at(text.indexOf('remember(1)'))).toBe('x.remember(1)')
  expect(at(text.indexOf('(2)'))).toBe('(0, x.remember)(2)')
  expect(at(text.indexOf('remember(3)'))).toBe('x?.remember(3)')
  expect(at(text.indexOf('remember(6)'))).toBe('remember(6)')
  expect(at(text.indexOf('update'))).toBe('remember(6).update(f)')
  expect([at(1), at(12), at(text.indexOf('f)')), at(text.length)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test('a program is walked once, however many of its values ask for their calls', () => {
  const many = Array.from({ length: 1_000 }, (_, i) => `const a${i} = remember(0)`).join('\n')
  const source = parseSource('a.js', many)
  expect(callsOf(source)).toHaveLength(1_000)
  expect(callsOf(source)).toBe(callsOf(source))
})

test('lines end as JavaScript says', () => {
  const text = 'a\r\nb\rc\u2028d\u2029e\nf'
  expect([1, 2, 3, 4, 5, 6].map(line => text[offsetOf(text, line, 1)])).toEqual([
    'a',
    'b',
    'c',
    'd',
    'e',
    'f',
  ])
  expect(offsetOf(text, 7, 1)).toBe(-1)
})

test('all names of a source are known, also of what does not run; a name that is made is not', () => {
  const names = (text: string) => declaredNames(parseSource('a.ts', text), [])
  const found = names(`import { remember as keep } from 'varve/script'
const a = keep(0); const b = keep(0, 'k'); const c = keep(0, { key: \`t\`, was: 'old' }); const d = keep(0, { journal: true })`)
  expect([[...found.places.keys()], [...found.given], found.areOpen]).toEqual([
    ['a', 'd'],
    ['k', 'old', 't'],
    false,
  ])
  for (const open of [
    'remember(0, key)',
    'remember(0, { key })',
    'remember(0, { ...o })',
    'remember(...a)',
    'remember(0, `${n}`)',
  ])
    expect(names(`const a = ${open}`).areOpen).toBe(true)
})

/** Ways to write one program that mean the same. */
interface Layout {
  readonly order: readonly number[]
  readonly gaps: readonly string[]
  readonly other: string
  readonly joined: boolean
}
const layout: fc.Arbitrary<Layout> = fc.record({
  order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
  gaps: fc.array(
    fc.constantFrom(
      '',
      '\n',
      '\n\n// a comment\n',
      '/* remember(9) */ ',
      ' \t ',
      '\r\n',
      'let unused_ = 1;\n',
    ),
    { minLength: 12, maxLength: 12 },
  ),
  other: fc.constantFrom('x', 'somethingElse', 'ä', '$'),
  joined: fc.boolean(),
})

function written({ order, gaps, other, joined }: Layout): string {
  let used = 0
  let unused = 0
  const gap = () => {
    const text = gaps[used++ % gaps.length]!
    return joined && !text.includes('//') ? ' ' : text.replace('unused_', `unused${(unused += 1)}`)
  }
  const space = () => ['', ' ', '\n  ', '/* x */'][used++ % 4]
  const parts = [
    `const a =${space()} remember(${space()}0);`,
    `let b;${space()} b = remember(0);`,
    `function main() { const ${other} = 1;${space()} const a = remember(0); a.value += ${other} } main();`,
    `const state = { ${other}: 1, ${space()} runs:${space()} remember(0) };`,
    `class Counter { ${other} = 1;${space()} count = remember<number>(0) } const c = new Counter();`,
  ]
  return `${order.map(part => gap() + parts[part]!).join('')}
a.value += 1; b.value += 2; state.runs.value += 3; c.count.value += 4;`
}

test('whatever is done to the form of a source, every value keeps its name', () => {
  const names = ['Counter.count', 'a', 'b', 'main.a', 'state.runs']
  fc.assert(
    fc.property(layout, form => {
      expect(placesIn(written(form)).toSorted()).toEqual(names)
    }),
    fuzz(300),
  )
})

test(
  'a program that is written in another form before each run goes on counting',
  { timeout: 60_000 },
  async () => {
    const file = programs.write('')
    const forms = fc.sample(layout, { numRuns: 8, seed })
    for (const [run, form] of forms.entries()) {
      const old = readFileSync(file, 'utf8')
      writeFileSync(
        file,
        `import { remember } from 'varve/script'\n${written(form)}\n${old.slice(program(file).length)}`,
      )
      const { err } = await tried([file])
      expect(err, `SEED=${seed}`).toBe('')
      const n = run + 1
      expect(kept(file)).toEqual({ a: n, b: 2 * n, 'main.a': n, 'state.runs': 3 * n, 'Counter.count': 4 * n })
    }
  },
)

test('a class that is made twice has two values in one place, and says so', async () => {
  const file = programs.write('class C { n = remember(0) }\nnew C(); new C()')
  expect((await tried([file])).err).toContain("'C.n': this call runs a second time")
})

test('who gives a value back may ask for it again', async () => {
  const file = programs.write(`function once() { using n = remember(0); n.value += 1; return n.value }
console.log(once(), once())`)
  expect(await out(file)).toBe('1 2')
})

test('with a key of its own, a call may run as often as it likes', async () => {
  const file = programs.write(`const keep = (name: string) => remember(0, { key: \`count.\${name}\` })
for (const name of ['x', 'y']) { const n = keep(name); n.value += name.length }`)
  expect(await tried([file])).toMatchObject({ code: 0, err: '' })
  expect(await tried([file])).toMatchObject({ code: 0, err: '' })
  expect(kept(file)).toEqual({ 'count.x': 2, 'count.y': 2 })
})
