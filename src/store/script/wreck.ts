import type { Change } from './change.ts'
import { looseSides, type LooseBranch } from './loose-branches.ts'
import { isBlank, isFirst, isLoneMark, wreckLines, type WreckLine, type WreckLines } from './wreck-lines.ts'

/** What is left of a block that cannot be read: one side, or several where it, or a history in it, stands there more than once. */
export interface Wreck {
  readonly sides: readonly Side[]
  /** The script without what belongs to the block. */
  readonly program: Buffer
}

/** One state of a block, of several that were put together. */
export interface Side {
  /** What git calls it. */
  readonly label: string | undefined
  readonly branches: readonly LooseBranch[]
}

/** Takes a script apart whose block is damaged, or its journal: what looks like the block's is its, all else is the program's. */
export function readWreck(bytes: Buffer, journal: readonly Change[]): Wreck {
  const wreck = wreckLines(bytes)
  const conflicts = conflictsOf(wreck.lines)
  const parts = partsOf(wreck, conflicts)
  const sides = parts.flatMap(({ label, lines }) =>
    looseSides(lines, journal, parts.length > 1).map(branches => ({ label, branches })),
  )
  return { sides, program: programOf(wreck, conflicts) }
}

/** A whole conflict of git's that the block has a part in: the lines of its first and last mark. */
interface Conflict {
  readonly from: number
  readonly to: number
}

function conflictsOf(lines: readonly WreckLine[]): Conflict[] {
  const found: Conflict[] = []
  let from = -1
  for (const [i, { mark }] of lines.entries()) {
    if (mark?.sign.startsWith('<')) from = i
    if (!mark?.sign.startsWith('>') || from < 0) continue
    if (lines.slice(from, i).some(({ own }) => own)) found.push({ from, to: i })
    from = -1
  }
  return found
}

interface Part {
  readonly label: string | undefined
  readonly lines: readonly string[]
}

/** What git has put there for one side and for the other; or one block and the next. */
function partsOf({ lines }: WreckLines, conflicts: readonly Conflict[]): readonly Part[] {
  const [first] = conflicts
  if (first) {
    const labelOf = (at: number) => lines[at]!.mark!.label || undefined
    return [
      { label: labelOf(first.from), lines: sideOf(lines, conflicts, 0) },
      { label: labelOf(first.to), lines: sideOf(lines, conflicts, 1) },
    ]
  }
  const own = lines.filter(line => line.own)
  const starts = own.flatMap((line, i) => (isFirst(line) ? [i] : []))
  const parts = starts.length < 2 ? [own] : starts.map((start, i) => own.slice(start, starts[i + 1]))
  return parts.map(part => ({ label: undefined, lines: part.map(line => line.own!.text) }))
}

function sideOf(lines: readonly WreckLine[], conflicts: readonly Conflict[], wanted: 0 | 1): string[] {
  let side: 'both' | 'base' | 0 | 1 = 'both'
  const texts: string[] = []
  for (const [i, { mark, own }] of lines.entries()) {
    const isIn = conflicts.some(({ from, to }) => i >= from && i <= to)
    if (own && (side === 'both' || side === wanted)) texts.push(own.text)
    else if (mark && isIn) side = sideBehind(mark.sign)
  }
  return texts
}

function sideBehind(sign: string): 'both' | 'base' | 0 | 1 {
  if (sign.startsWith('<')) return 0
  if (sign.startsWith('|')) return 'base'
  return sign.startsWith('=') ? 1 : 'both'
}

/** All lines that are not the block's, with the ends that they have. Marks of git's stay where they part lines of the program, too. */
function programOf(wreck: WreckLines, conflicts: readonly Conflict[]): Buffer {
  const { lines, from } = wreck
  const out = new Set<number>()
  for (const conflict of conflicts) {
    const left = lines.slice(conflict.from, conflict.to + 1).filter(line => !line.own && !line.mark)
    if (!left.every(({ text }) => isBlank(text))) continue
    for (let i = conflict.from; i <= conflict.to; i++) out.add(i)
  }
  const isIn = (at: number) => conflicts.some(each => at >= each.from && at <= each.to)
  for (const [i, line] of lines.entries())
    if (line.own || (line.mark && !isIn(i) && isLoneMark(wreck, i))) out.add(i)
  // The blank line before the block is the block's.
  if (from > 1 && from < lines.length && isBlank(lines[from - 1]!.text)) out.add(from - 1)
  const kept = lines.map(({ bytes, own }, i) => {
    if (!out.has(i)) return bytes
    return own?.left ? own.left + /[\r\n]*$/.exec(bytes)![0] : ''
  })
  return Buffer.from(kept.join(''), 'latin1')
}
