import type { Gap, Head, Keyframe, Mark, Unit } from '../store.ts'
import { BadBlock } from './bad-block.ts'
import { parseBlockLine, type BlockLine } from './block-line.ts'
import type { Change } from './change.ts'
import { strandsOf, type Piece, type Strand } from './strands.ts'

/** What can be read of one branch in a damaged block. */
export interface LooseBranch {
  readonly variable: string
  readonly branch: string
  /** Undefined where its line cannot be read. */
  head: Head | undefined
  /** In their order, perhaps not all. */
  readonly lines: string[]
  readonly gaps: Gap[]
  keyframe: Keyframe | undefined
  readonly marks: Mark[]
}

/** What was read of one branch, of perhaps several histories. */
interface Mixed extends Pick<LooseBranch, 'variable' | 'branch'> {
  readonly pieces: Piece[]
  readonly heads: Head[]
  readonly keyframes: Keyframe[]
  readonly marks: Mark[]
}

/**
 * Reads what can be read of the lines of a block, each by itself, and adds what a journal has behind them. Where lines of several
 * histories were mixed, there is a side for each. `isOfMany` says that there are other sides, of which the journal may be.
 */
export function looseSides(
  lines: readonly string[],
  journal: readonly Change[],
  isOfMany: boolean,
): LooseBranch[][] {
  const found = mixedOf(lines)
  const parted = found.map(each => strandsOf(each.variable, each.pieces, each.heads).map(branchOf(each)))
  const count = Math.max(1, ...parted.map(strands => strands.length))
  return Array.from({ length: count }, (_, side) => {
    const branches = parted.map(strands => strands[side] ?? strands[0]!)
    const own = branches.map(branch => ({ ...branch, lines: [...branch.lines], marks: [...branch.marks] }))
    for (const change of journal) if ('unit' in change) add(own, change.unit, isOfMany || count > 1)
    return own
  })
}

function mixedOf(lines: readonly string[]): Mixed[] {
  const found: Mixed[] = []
  let own: Mixed | undefined
  let gap: Omit<Gap, 'base'> | undefined
  for (const line of lines) {
    const said = lineOf(line)
    if (said?.kind === 'base' && gap) own?.pieces.push({ gap: { ...gap, base: said.base } })
    gap = said?.kind === 'gap' ? { first: said.first, last: said.last, record: said.record } : undefined
    // What stands behind a name that cannot be read belongs to nobody.
    if (line.startsWith('// variable '))
      own = said?.kind === 'variable' ? begun(found, said, mixed) : undefined
    else if (said && own) take(own, said)
  }
  return found
}

function branchOf({ variable, branch, keyframes, marks }: Mixed): (strand: Strand) => LooseBranch {
  return ({ pieces, head }) => ({
    variable,
    branch,
    head,
    lines: pieces.flatMap(piece => ('line' in piece ? [piece.line] : [])),
    gaps: pieces.flatMap(piece => ('gap' in piece ? [piece.gap] : [])),
    keyframe:
      keyframes.find(({ index, hash }) => index === head?.index && hash === head.hash) ?? keyframes.at(-1),
    marks,
  })
}

/** What was forgotten is left out: the more there is, the more can be proven. */
function add(
  found: LooseBranch[],
  { runs, marks = [] }: Pick<Unit, 'runs' | 'marks'>,
  isOfOneSide: boolean,
): void {
  for (const run of runs) {
    const own = begun(found, run, empty)
    // Of several sides it is that from which it goes on.
    if (isOfOneSide && own.head?.hash !== run.expected?.hash) continue
    own.lines.push(...run.lines)
    if (!own.head || own.head.index < run.head.index) own.head = run.head
    if (run.keyframe !== undefined) own.keyframe = { ...run.head, value: run.keyframe }
  }
  for (const mark of marks) found.find(({ variable }) => variable === mark.variable)?.marks.push(mark)
}

type Place = Pick<LooseBranch, 'variable' | 'branch'>

function begun<B extends Place>(found: B[], { variable, branch }: Place, make: (place: Place) => B): B {
  const known = found.find(each => each.variable === variable && each.branch === branch)
  if (known) return known
  const own = make({ variable, branch })
  found.push(own)
  return own
}

function mixed(place: Place): Mixed {
  return { ...place, pieces: [], heads: [], keyframes: [], marks: [] }
}

function empty(place: Place): LooseBranch {
  return { ...place, head: undefined, lines: [], gaps: [], keyframe: undefined, marks: [] }
}

function take(own: Mixed, said: BlockLine): void {
  switch (said.kind) {
    case 'line':
      own.pieces.push({ line: said.line })
      return
    case 'head':
      own.heads.push({ index: said.index, hash: said.hash })
      return
    case 'keyframe':
      own.keyframes.push({ index: said.index, hash: said.hash, value: said.value })
      return
    case 'mark':
      own.marks.push({ variable: own.variable, name: said.name, index: said.index, hash: said.hash })
      return
    case 'gap':
    case 'base':
    case 'variable':
    // Two lines together, and the beginning of another branch.
  }
}

function lineOf(line: string): BlockLine | undefined {
  if (!line.startsWith('// ')) return undefined
  try {
    return parseBlockLine(line.slice(3))
  } catch (error) {
    if (error instanceof BadBlock) return undefined
    throw error
  }
}
