import fc from 'fast-check'
import { makeRun } from 'varve/testing'
import { expect, test } from 'vitest'
import { isVarveError } from '../../../src/errors.ts'
import { PackedSegment, packSegment } from '../../../src/store/sealing/packed-segment.ts'
import { fuzz } from '../../fuzz.ts'

const begun = makeRun('x', null)
const { lines, head } = makeRun('x', begun.head, { bodies: 300 })
const packed = packSegment({ first: 1, lines, before: begun.head.hash })!

test('lines and the hashes around them come back', () => {
  const segment = new PackedSegment(packed.bytes, 1, 300)
  expect(segment.lines).toEqual(lines)
  expect(segment.link).toEqual({ before: begun.head.hash, after: head.hash })
  expect(packed.after).toBe(head.hash)
  expect(packed.bytes.length).toBeLessThan(400)
})

test('without the hash before, it says none', () => {
  const { bytes, after } = packSegment({ first: 1, lines, before: undefined })!
  expect(after).toBeUndefined()
  expect(new PackedSegment(bytes, 1, 300).link).toBeUndefined()
  expect(new PackedSegment(bytes, 1, 300).lines).toEqual(lines)
})

test('whatever bit is flipped, whatever end is cut off and wherever it is put, it is CORRUPT', () => {
  for (let bit = 0; bit < packed.bytes.length * 8; bit++) {
    const bytes = packed.bytes.slice()
    bytes[bit >> 3]! ^= 1 << (bit & 7)
    expect(refusal(() => new PackedSegment(bytes, 1, 300))).toMatch(/segment/)
  }
  for (let length = 0; length < packed.bytes.length; length++)
    expect(refusal(() => new PackedSegment(packed.bytes.slice(0, length), 1, 300))).toMatch(/segment/)
  for (const [first, last] of [
    [0, 299],
    [1, 299],
    [2, 301],
  ] as const)
    expect(refusal(() => new PackedSegment(packed.bytes, first, last))).toMatch(/not as it was written/)
})

/** The digest keeps damage out, not who can hash. */
test('hostile content with a digest that is right is CORRUPT, or lines', () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.tuple(fc.nat(), fc.nat(255)).map(([at, byte]) => {
      const bytes = packed.bytes.slice(98)
      bytes[at % bytes.length] = byte
      return bytes
    }),
  )
  fc.assert(
    fc.property(content, bytes => {
      const whole = packSegment({ first: 1, lines, before: undefined }, () => bytes)!
      const said = refusal(() => new PackedSegment(whole.bytes, 1, 300).lines)
      expect(said === 'it was taken' || said.includes('segment')).toBe(true)
    }),
    fuzz(500),
  )
})

test('a stream that says it is longer than deflate could make it is refused before it is made', () => {
  const bomb = Uint8Array.from([1, 0xff, 0xff, 0xff, 0x7f, 2, 3, 0])
  const { bytes } = packSegment({ first: 1, lines, before: undefined }, () => bomb)!
  expect(refusal(() => new PackedSegment(bytes, 1, 300).lines)).toMatch(/longer than it can be/)
})

function refusal(fn: () => unknown): string {
  try {
    fn()
  } catch (error) {
    if (isVarveError(error, 'CORRUPT')) return error.message
    throw error
  }
  return 'it was taken'
}
