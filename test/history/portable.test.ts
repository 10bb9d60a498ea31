import fc from 'fast-check'
import { isVarveError } from 'varve'
import { expect, test } from 'vitest'
import { baseDigest, encodeGap } from '../../src/history/gap.ts'
import { linesOf, parsePortable, parsePortableSync } from '../../src/history/parse-portable.ts'
import { exportTimeline, gapLine } from '../../src/history/portable.ts'
import { verify } from '../../src/history/verify.ts'
import { fuzz } from '../fuzz.ts'
import { Forgetful } from './forgetful.ts'

/** Two gaps, marks, and texts that hold what cuts lines apart elsewhere. */
function sample(name: string): Forgetful {
  const subject = new Forgetful({ text: 'a\u2028b', n: 0 }, name)
  const { variable } = subject
  const set = (n: number) => variable.update(d => void (d.n = n), `line\nbreak ${n} \r \u2029`)
  for (let n = 1; n < 9; n++) set(n)
  variable.mark('agreed', 4).mark('}"\\', 0)
  subject.prune({ last: 2 })
  for (let n = 9; n < 12; n++) set(n)
  return subject
}

const subject = sample('score')
const lines = [...exportTimeline(subject.timeline, subject.marks)]
const other = sample('other "name"')
const both = [...lines, ...exportTimeline(other.timeline, other.marks)]

function read(texts: readonly string[]) {
  return [...parsePortableSync(texts)]
}

function refusal(texts: readonly string[]): string {
  try {
    read(texts)
  } catch (error) {
    if (!isVarveError(error, 'CORRUPT')) throw error
    return error.message
  }
  return 'it was taken'
}

test('it is a header, the very lines with gaps in their places, and the marks', () => {
  const { timeline } = subject
  const hash = timeline.hash(11)
  expect(lines[0]).toBe(
    `{"varve":1,"name":"score","branch":"main","head":{"index":11,"hash":"${hash}"},"marks":2}`,
  )
  expect(lines.slice(1, -2)).toEqual([
    timeline.line(0),
    `{"gap":${timeline.gaps.all[0]!.record},"base":${timeline.gaps.all[0]!.base}}`,
    timeline.line(4),
    `{"gap":${timeline.gaps.all[1]!.record},"base":${timeline.gaps.all[1]!.base}}`,
    ...[7, 8, 9, 10, 11].map(index => timeline.line(index)),
  ])
  expect(lines.at(-2)).toBe(`{"mark":"agreed","index":4,"hash":"${timeline.hash(4)}"}`)
})

test('several variables come back with equal hashes, and are whole', async () => {
  const cut = fc.array(fc.nat(400), { maxLength: 30 })
  const text = both.map(line => `${line}\n`).join('')
  const property = fc.asyncProperty(cut, async lengths => {
    const pieces: string[] = []
    let at = 0
    for (const length of lengths) pieces.push(text.slice(at, (at += length)))
    const histories = await Array.fromAsync(parsePortable(linesOf([...pieces, text.slice(at)])))
    expect(histories.map(({ name }) => name)).toEqual(['score', 'other "name"'])
    for (const [place, { timeline, stored }] of [subject, other].entries()) {
      const { head, lines: found, hashes, gaps, marks } = histories[place]!
      expect({ head, lines: found, marks }).toEqual({
        head: stored.head,
        lines: stored.lines,
        marks: stored.marks,
      })
      expect(hashes).toEqual(Array.from(timeline.indexes(), index => timeline.hash(index)))
      expect(gaps.all.map(({ record, base }) => [record, base])).toEqual(
        timeline.gaps.all.map(({ record, base }) => [record, base]),
      )
      expect(verify({ variable: stored.variable, head, lines: found, gaps: gaps.all, marks })).toEqual([])
    }
  })
  await fc.assert(property, fuzz(50))
})

test('carriage returns, a byte order mark, a blank end and no final newline do no harm', async () => {
  expect(read(both.map(line => `${line}\r`))).toEqual(read(both))
  expect(read([`\ufeff${lines[0]}`, ...lines.slice(1)])).toEqual(read(lines))
  expect(read([...both, '', '\r', ''])).toEqual(read(both))
  const text = both.join('\r\n')
  expect(await Array.fromAsync(parsePortable(linesOf([text])))).toEqual(read(both))
  expect(await Array.fromAsync(parsePortable(linesOf([`${text}\r\n`])))).toEqual(read(both))
})

test('a text that was cut says at which line', () => {
  for (let length = 0; length < both.length; length++) {
    if (length === lines.length) continue
    expect(refusal(both.slice(0, length)), String(length)).toMatch(new RegExp(`^line ${length + 1}: `))
  }
  for (let place = 0; place < both.length; place++) {
    for (const half of [1, both[place]!.length - 1])
      expect(refusal([...both.slice(0, place), both[place]!.slice(0, half)])).toMatch(
        new RegExp(`^line ${place + 1}: `),
      )
  }
  expect(refusal(lines.slice(0, 5))).toBe('line 6: the text ends before score@7')
  expect(refusal(lines.slice(0, -1))).toBe("line 12: the text ends before all marks of 'score' were there")
  expect(refusal([])).toBe('line 1: the text holds no history')
})

test('lines that were dropped, doubled, swapped, edited or put in are refused', () => {
  for (const [place, line] of lines.entries()) {
    const tampered = [
      lines.toSpliced(place, 1),
      lines.toSpliced(place, 0, line),
      lines.toSpliced(place, 0, ''),
      lines.with(place, `${line} `),
      lines.with(
        place,
        line.replace(/\d/, digit => String((Number(digit) + 1) % 10)),
      ),
      lines.with(
        place,
        line.replace(/(?<="hash":"|"before":"|"after":"|"base":")./, digit => (digit === 'a' ? 'b' : 'a')),
      ),
      lines.with(place, line.replace(/"n":\d+/, '"n":77')),
      ...(place > 0 ? [lines.with(place, lines[place - 1]!).with(place - 1, line)] : []),
    ]
    for (const [how, texts] of tampered.entries()) {
      // Marks have no order.
      const isSame = texts.toSorted().join() === lines.toSorted().join() && place === lines.length - 1
      if (texts.join() !== lines.join() && !isSame)
        expect(refusal(texts), `${how} at ${place}`).toMatch(/^line \d+: /)
    }
  }
})

test.each<[string, RegExp]>([
  ['{"varve":2,"name":"a"}', /is of version 2, and 1 is known/],
  ['{"varve":"1"}', /is of version "1"/],
  ['{"name":"a"}', /no header/],
  ['null', /no JSON object/],
  ['[]', /no JSON object/],
  ['7', /no JSON object/],
  ['score', /no JSON/],
  ['{"varve":1}', /does not tell/],
  [lines[0]!.replace('"index":11', '"index":-1'), /does not tell/],
  [lines[0]!.replace('"index":11', '"index":1e99'), /does not tell/],
  [lines[0]!.replace('"marks":2', '"marks":1e300'), /does not tell/],
  [lines[0]!.replace('"marks":2', '"marks":"2"'), /does not tell/],
  [lines[0]!.replace('"score"', '7'), /does not tell/],
  [lines[0]!.replace('"score"', '"a@b"'), /'@'/],
  [lines[0]!.replace('"score"', '""'), /is empty/],
  [lines[0]!.replace('"marks":2', '"marks":2,"more":1'), /form Varve writes/],
  [lines[0]!.replace('{"varve":1', '{"__proto__":1,"varve":1'), /form Varve writes/],
  ['['.repeat(1_000_000), /nested more/],
  [`{"varve":${'[1,'.repeat(2000)}`, /nested more/],
  [`"${'a'.repeat(5_000_000)}`, /no JSON/],
])('a header like %.60s is refused', (header, why) => {
  const message = refusal([header, ...lines.slice(1)])
  expect(message).toMatch(why)
  expect(message).toMatch(/^line 1: /)
})

/** A gap whose base fits its record, and is no value. */
function noValue(line: string): string {
  const { gap } = JSON.parse(line)
  return gapLine({ record: encodeGap({ ...gap, base: baseDigest('{"v":7}') }), base: '{"v":7}' })
}

test('what stands where a revision must is refused with its line', () => {
  const gap = lines[2]!
  for (const [texts, why] of [
    [lines.with(1, gap), /^line 2: .*@1 to @3 stands after score@-1/],
    [lines.with(3, gap), /^line 4: .*@1 to @3 stands after score@3/],
    [lines.with(2, gap.replace('{"gap":{', '{"gap":{"x":1,')), /^line 3: the gap is not in the form/],
    [lines.with(2, gap.replace(/"base":\{"v.*/, '"base":}')), /^line 3: /],
    [lines.with(2, gap.replace('"head":8', '"head":99')), /^line 3: .*@99 was the head, which is @11/],
    [lines.with(2, noValue(gap)), /^line 3: .*a cell must be/],
    [lines.with(2, '{"gap":7}'), /^line 3: it holds no gap/],
    [lines.with(3, lines.at(-1)!), /^line 4: /],
    [lines.with(3, lines[0]!), /^line 4: /],
    [lines.with(3, `{"i":4,"k":"set","t":1,"w":"","b":${'['.repeat(3000)}`), /^line 4: .*nested/],
    [lines.with(-1, lines.at(-2)!), /^line 12: the mark 'agreed' is there twice/],
    [lines.with(-1, lines.at(-2)!.replace('agreed', '2026-01-01')), /^line 12: .*looks like a date/],
    [lines.with(-1, lines.at(-2)!.replace(/"index":4/, '"index":5')), /^line 12: .*not there/],
    [lines.with(-1, '{"mark":7}'), /^line 12: it is no mark/],
    [[...lines, ...lines], /^line 13: 'score' is there twice/],
    [[...lines, 'junk'], /^line 13: /],
    [[...lines, '', ...both.slice(lines.length)], /^line 14: it follows on a blank line/],
  ] as const)
    expect(refusal(texts)).toMatch(why)
})

test('a line without an end is not gathered for ever', async () => {
  let given = 0
  const endless = function* () {
    yield `${lines[0]}\n`
    for (const piece = 'a'.repeat(2 ** 24); ; given++) yield piece
  }
  await expect(Array.fromAsync(parsePortable(linesOf(endless())))).rejects.toThrow(
    /^line 2: it has more than/,
  )
  expect(given).toBeLessThan(20)
})

test('whatever it is given, it reads or refuses', () => {
  const piece = fc.oneof(fc.constantFrom(...both), fc.string({ maxLength: 30 }), fc.json({ maxDepth: 3 }))
  const property = fc.property(fc.array(piece, { maxLength: 8 }), fc.nat(12), (texts, from) => {
    expect(refusal([...both.slice(0, from), ...texts])).toMatch(/^line \d+: |^it was taken/)
  })
  fc.assert(property, fuzz(300))
})
