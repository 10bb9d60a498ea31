import { Gap } from '../../history/gap.ts'
import { revisionHash, rootHash } from '../../history/hash.ts'
import { lineIndex } from '../../history/line.ts'
import type { Gap as StoredGap, Head } from '../store.ts'

/** A stretch of a history as it stands in a block: a line, or what is left of lines that were forgotten. */
export type Piece = { readonly line: string } | { readonly gap: StoredGap }

/** One history of those that were mixed. */
export interface Strand {
  readonly pieces: readonly Piece[]
  readonly head: Head | undefined
}

/**
 * Parts the histories of a variable whose lines were mixed, as git does that is told to unite both sides, and people who only take
 * its marks out. Each side's lines stand together behind those that both have: where an index comes again, the next one begins. Where
 * no two lines contradict each other, it is one history.
 */
export function strandsOf(variable: string, pieces: readonly Piece[], heads: readonly Head[]): Strand[] {
  if (!areMixed(pieces)) return [{ pieces, head: headOf(variable, pieces, heads) }]
  const runs: Piece[][] = []
  let last = Infinity
  for (const piece of pieces) {
    const span = spanOf(piece)
    if (span.first <= last) runs.push([])
    runs.at(-1)!.push(piece)
    last = span.last
  }
  const [trunk, ...others] = runs as [Piece[], ...Piece[][]]
  const all = [trunk, ...others.map(run => [...trunk.filter(isBefore(run[0]!)), ...run])]
  return all.map(own => ({ pieces: own, head: headOf(variable, own, heads) }))
}

function areMixed(pieces: readonly Piece[]): boolean {
  const known = new Map<number, string>()
  const gaps: StoredGap[] = []
  return pieces.some(piece => {
    if ('gap' in piece) return gaps.push(piece.gap) > 1 && cross(gaps.at(-2)!, piece.gap)
    const index = lineIndex(piece.line)
    const other = known.get(index)
    known.set(index, piece.line)
    return other !== undefined && other !== piece.line
  })
}

function cross(one: StoredGap, other: StoredGap): boolean {
  return one.first <= other.last && other.first <= one.last && one.record !== other.record
}

function spanOf(piece: Piece): { readonly first: number; readonly last: number } {
  if ('gap' in piece) return piece.gap
  const index = lineIndex(piece.line)
  return { first: index, last: index }
}

function isBefore(next: Piece): (piece: Piece) => boolean {
  const { first } = spanOf(next)
  return piece => spanOf(piece).last < first
}

/** The head that these lines lead to; else one that stands where they end, or the last. */
function headOf(variable: string, pieces: readonly Piece[], heads: readonly Head[]): Head | undefined {
  if (heads.length < 2) return heads[0]
  const led = heads.filter(({ index, hash }) => hashAt(variable, pieces, index) === hash)
  const end = Math.max(...pieces.map(piece => spanOf(piece).last))
  return (
    led.toSorted((a, b) => b.index - a.index)[0] ?? heads.find(({ index }) => index === end) ?? heads.at(-1)
  )
}

/** Undefined where the lines up to an index are not all there. */
function hashAt(variable: string, pieces: readonly Piece[], index: number): string | undefined {
  const sorted = pieces
    .filter(piece => spanOf(piece).last <= index)
    .sort((a, b) => spanOf(a).first - spanOf(b).first)
  let hash = rootHash(variable)
  let next = 0
  for (const piece of sorted) {
    const { first, last } = spanOf(piece)
    if (last < next) continue
    if (first > next) return undefined
    hash = 'line' in piece ? revisionHash(hash, piece.line) : afterGap(piece.gap)
    next = last + 1
  }
  return next === index + 1 ? hash : undefined
}

/** A gap's record tells the hash of the last line in it. */
function afterGap(gap: StoredGap): string {
  try {
    return Gap.read(gap).facts.after
  } catch {
    return ''
  }
}
