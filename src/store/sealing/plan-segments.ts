/** Consecutive lines as a store keeps them now, or a gap. */
export interface Piece {
  readonly first: number
  readonly last: number
  readonly kind: 'sealed' | 'lines' | 'gap'
  /** About how many bytes it takes. */
  readonly size: number
}

/** So many lines go into a segment: whoever reads one of them makes all of them, in about as many microseconds. */
export const fullSegment = 8_192
/** So many bytes of lines do, where lines are long. */
const fullSize = 4_194_304
/** Of fewer lines, what is said once in each segment would take more than what is saved. */
const fewest = 32

/**
 * Chooses what is sealed together, from the pieces of a lane in their order: neighbours up to a full segment; a piece that is
 * more than that by itself. A segment that is not full is taken again with what came behind it, once that is as much as it
 * is: then each line is sealed a few times at most, however often one seals.
 */
export function planSegments<P extends Piece>(pieces: readonly P[]): P[][] {
  const plans: P[][] = []
  let group: P[] = []
  const close = () => {
    const plan = worthwhile(group)
    if (plan.length > 0) plans.push(plan)
    group = []
  }
  for (const piece of pieces) {
    const isFull = piece.kind === 'sealed' && linesOf([piece]) > fullSegment / 2
    if (piece.kind === 'gap' || isFull) {
      close()
      continue
    }
    if (linesOf(group) + linesOf([piece]) > fullSegment || sizeOf(group) + piece.size > fullSize) close()
    group.push(piece)
  }
  close()
  return plans
}

/** Without the segments at its beginning that are more than what came since; none where too little is left. */
function worthwhile<P extends Piece>(group: readonly P[]): P[] {
  let from = 0
  while (group[from]?.kind === 'sealed' && linesOf([group[from]!]) > linesOf(group.slice(from + 1))) from++
  const left = group.slice(from)
  const fresh = left.filter(({ kind }) => kind === 'lines')
  return linesOf(fresh) >= fewest ? left : []
}

function linesOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { first, last }) => sum + last - first + 1, 0)
}

function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { size }) => sum + size, 0)
}
