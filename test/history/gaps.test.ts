import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeGap, Gap, parseGap, type GapRecord } from '../../src/history/gap.ts'
import { Gaps, joined } from '../../src/history/gaps.ts'
import { lineIndex } from '../../src/history/line.ts'
import { fuzz } from '../fuzz.ts'

const hash = 'a'.repeat(64)
const facts = { before: hash, after: hash, from: 0, to: 1, at: 2, policy: 'the last 3', head: 1e6 }
const gap = (first: number, last: number) => Gap.of({ ...facts, first, last }, '1')

/** Which of the indexes from 0 on are gone. */
const masks = fc.array(fc.boolean(), { maxLength: 60 }).map(gone => [false, ...gone])

function gapsOf(mask: readonly boolean[]): Gaps {
  const spans = mask.flatMap((isGone, index) => (isGone ? [{ first: index, last: index }] : []))
  return new Gaps(joined(spans).map(({ first, last }) => gap(first, last)))
}

test('positions, indexes and counts are those of a list without what is gone', () => {
  const property = fc.property(masks, mask => {
    const gaps = gapsOf(mask)
    const left = [...mask.keys(), mask.length, mask.length + 1].filter(index => !mask[index])
    expect([...gaps.indexes(0, mask.length + 2)]).toEqual(left)
    expect([...gaps.indexesBack(0, mask.length + 2)]).toEqual(left.toReversed())
    for (const [position, index] of left.entries()) expect(gaps.indexAt(position)).toBe(index)
    for (let index = 0; index < mask.length + 2; index++) {
      expect(gaps.positionOf(index)).toBe(left.indexOf(index))
      expect(gaps.leftBelow(index)).toBe(left.filter(other => other < index).length)
      expect(gaps.has(index)).toBe(mask[index] ?? false)
      const ended = gaps.all.findLast(({ last }) => last <= index)
      expect(gaps.endedBy(index)).toBe(ended)
      expect([...gaps.indexes(index, mask.length)]).toEqual(
        left.filter(at => at >= index && at < mask.length),
      )
      expect([...gaps.indexesBack(0, index)]).toEqual(left.filter(at => at < index).toReversed())
    }
    expect(gaps.end).toBe(mask.lastIndexOf(true) + 1)
  })
  fc.assert(property, fuzz(300))
})

test('joined spans hold the same indexes, in order and apart', () => {
  const span = fc.record({ first: fc.nat(40), length: fc.nat(6) })
  const property = fc.property(fc.array(span, { maxLength: 12 }), all => {
    const spans = all.map(({ first, length }) => ({ first, last: first + length }))
    const inside = (list: readonly { first: number; last: number }[]) =>
      Array.from({ length: 60 }, (_, index) =>
        list.some(({ first, last }) => first <= index && index <= last),
      )
    const one = joined(spans)
    expect(inside(one)).toEqual(inside(spans))
    for (const [place, { first }] of one.slice(1).entries())
      expect(first).toBeGreaterThan(one[place]!.last + 1)
  })
  fc.assert(property, fuzz(300))
})

test('a record is read back, and anything else refused', () => {
  const record: GapRecord = { ...facts, first: 3, last: 7, base: hash }
  expect(parseGap(encodeGap(record))).toEqual(record)
  const wrong: unknown[] = [
    ...[null, 1, 'gap', [], {}, [record]],
    { ...record, first: 0 },
    { ...record, last: 2 },
    { ...record, head: 7 },
    { ...record, head: undefined },
    { ...record, first: 3.5 },
    { ...record, first: '3' },
    { ...record, before: hash.slice(1) },
    { ...record, after: hash.toUpperCase() },
    { ...record, base: null },
    { ...record, to: -1 },
    { ...record, at: 8.64e15 + 1 },
    { ...record, policy: 3 },
  ]
  const texts = wrong.map(each =>
    JSON.stringify(
      each && typeof each === 'object' && 'first' in each ? JSON.parse(encodeGap(each as GapRecord)) : each,
    ),
  )
  const more = [
    `${encodeGap(record)} `,
    encodeGap(record).replace('{"first":3', '{"first":3,"first":3'),
    encodeGap(record).replace('"policy"', '"more":1,"policy"'),
    encodeGap(record).replace('"from":0', '"from":-0'),
    '[['.repeat(5000),
    '',
  ]
  for (const text of [...texts, ...more]) expect(() => parseGap(text), text).toThrow(/Damaged data/)
})

test('a stored gap whose parts do not fit is refused', () => {
  const { first, last, record, base } = gap(3, 7)
  expect(Gap.read({ first, last, record, base }).value).toBe(1)
  expect(() => Gap.read({ first, last, record, base: '2' })).toThrow(/base of the gap @3 to @7/)
  expect(() => Gap.read({ first, last: 8, record, base })).toThrow(/has the record of @3 to @7/)
})

test('the index of a line is read without the rest', () => {
  for (const [line, index] of [
    ['{"i":0,"k":"set"}', 0],
    ['{"i":1234567,"k":', 1234567],
    ['{"i":,', -1],
    ['{"i":1', -1],
    ['{"i":1}', -1],
    ['{"i":-1,', -1],
    ['{"i":1.5,', -1],
    ['{"i":99999999999999999999,', -1],
    [' {"i":1,', -1],
    ['', -1],
  ] as const)
    expect(lineIndex(line), line).toBe(index)
})
