import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fullSegment, type Piece, planSegments } from '../../../src/store/sealing/plan-segments.ts'
import { fuzz } from '../../fuzz.ts'

function piecesOf(sizes: readonly (readonly [kind: Piece['kind'], count: number])[]): Piece[] {
  let next = 0
  return sizes.map(([kind, count]) => {
    next += count
    return { first: next - count, last: next - 1, kind, size: count * 80 }
  })
}

const linesOf = (pieces: readonly Piece[]) =>
  pieces.reduce((sum, { first, last }) => sum + last - first + 1, 0)

test('what is sealed together are neighbours without a gap, no more than a segment holds', () => {
  const kind = fc.constantFrom<Piece['kind']>('lines', 'lines', 'lines', 'sealed', 'gap')
  const count = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 3 * fullSegment }))
  fc.assert(
    fc.property(fc.array(fc.tuple(kind, count), { maxLength: 40 }), sizes => {
      const pieces = piecesOf(sizes)
      const plans = planSegments(pieces)
      let at = 0
      for (const plan of plans) {
        const from = pieces.indexOf(plan[0]!)
        expect(from).toBeGreaterThanOrEqual(at)
        at = from + plan.length
        expect(plan).toEqual(pieces.slice(from, at))
        expect(plan.every(piece => piece.kind !== 'gap')).toBe(true)
        expect(plan.length === 1 || linesOf(plan) <= fullSegment).toBe(true)
        expect(linesOf(plan.filter(piece => piece.kind === 'lines'))).toBeGreaterThanOrEqual(32)
      }
    }),
    fuzz(500),
  )
})

test('everything that is long enough is sealed, and few lines are left as they are', () => {
  expect(planSegments(piecesOf([['lines', 31]]))).toEqual([])
  expect(planSegments(piecesOf(Array.from({ length: 31 }, () => ['lines', 1] as const)))).toEqual([])
  const pieces = piecesOf(Array.from({ length: 3_000 }, () => ['lines', 10] as const))
  const plans = planSegments(pieces)
  expect(plans.flat()).toEqual(pieces)
  expect(plans.length).toBe(Math.ceil(30_000 / (Math.floor(fullSegment / 10) * 10)))
  const [first, gone, ...rest] = piecesOf([['lines', 100], ['gap', 5], ['lines', 100], ['gap', 2], ['lines', 8]]) // prettier-ignore
  expect(planSegments([first!, gone!, ...rest])).toEqual([[first], [rest[0]]])
})

test('however often one seals, each line is sealed few times', () => {
  let pieces: Piece[] = []
  let made = 0
  let work = 0
  while (made < 100_000) {
    for (let i = 0; i < 40; i++) {
      pieces.push({ first: made, last: made, kind: 'lines', size: 80 })
      made += 1
    }
    for (const plan of planSegments(pieces)) {
      work += linesOf(plan)
      const sealed: Piece = { first: plan[0]!.first, last: plan.at(-1)!.last, kind: 'sealed', size: 100 }
      const at = pieces.indexOf(plan[0]!)
      pieces = [...pieces.slice(0, at), sealed, ...pieces.slice(at + plan.length)]
    }
  }
  expect(linesOf(pieces)).toBe(made)
  expect(work / made).toBeLessThan(10)
  // A logarithm of small ones at the end, the others at least half full.
  expect(pieces.length).toBeLessThan((2 * made) / fullSegment + 10)
})
