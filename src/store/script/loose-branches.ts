import type { Gap, Head, Keyframe, Mark, Unit } from '../store.ts'
import { BadBlock } from './bad-block.ts'
import { parseBlockLine, type BlockLine } from './block-line.ts'
import type { Change } from './change.ts'

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

/** Reads what can be read of the lines of a block, each by itself, and adds what a journal has behind them. */
export function looseBranches(lines: readonly string[], journal: readonly Change[]): LooseBranch[] {
  const found: LooseBranch[] = []
  let own: LooseBranch | undefined
  let gap: Omit<Gap, 'base'> | undefined
  for (const line of lines) {
    const said = lineOf(line)
    if (said?.kind === 'base' && gap) own?.gaps.push({ ...gap, base: said.base })
    gap = said?.kind === 'gap' ? { first: said.first, last: said.last, record: said.record } : undefined
    // What stands behind a name that cannot be read belongs to nobody.
    if (line.startsWith('// variable ')) own = said?.kind === 'variable' ? begun(found, said) : undefined
    else if (said && own) take(own, said)
  }
  for (const change of journal) if ('unit' in change) add(found, change.unit)
  return found
}

/** What was forgotten is left out: the more there is, the more can be proven. */
function add(found: LooseBranch[], { runs, marks = [] }: Pick<Unit, 'runs' | 'marks'>): void {
  for (const run of runs) {
    const own = begun(found, run)
    own.lines.push(...run.lines)
    if (!own.head || own.head.index < run.head.index) own.head = run.head
    if (run.keyframe !== undefined) own.keyframe = { ...run.head, value: run.keyframe }
  }
  for (const mark of marks) found.find(({ variable }) => variable === mark.variable)?.marks.push(mark)
}

function begun(found: LooseBranch[], said: Pick<LooseBranch, 'variable' | 'branch'>): LooseBranch {
  const { variable, branch } = said
  const known = found.find(each => each.variable === variable && each.branch === branch)
  if (known) return known
  const own = { variable, branch, head: undefined, lines: [], gaps: [], keyframe: undefined, marks: [] }
  found.push(own)
  return own
}

function take(own: LooseBranch, said: BlockLine): void {
  switch (said.kind) {
    case 'line':
      own.lines.push(said.line)
      return
    case 'head':
      own.head = { index: said.index, hash: said.hash }
      return
    case 'keyframe':
      own.keyframe = { index: said.index, hash: said.hash, value: said.value }
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
