import type { Change } from './change.ts'
import { firstLinePattern, lastLineStart } from './block-lines.ts'
import { linesOf } from './find-block.ts'
import { looseBranches, type LooseBranch } from './loose-branches.ts'

/** What is left of a block that cannot be read: one side, or several where it stands there more than once. */
export interface Wreck {
  readonly sides: readonly (readonly LooseBranch[])[]
  /** The script without what belongs to the block. */
  readonly program: Buffer
}

/** Takes a script apart whose block is damaged, or its journal: what looks like the block's is its, all else is the program's. */
export function readWreck(bytes: Buffer, journal: readonly Change[]): Wreck {
  // Bytes that are no text become marks of that in the lines that have them.
  const lines = linesOf(bytes) ?? bytes.toString('utf8').split(/\r\n|\n|\r/)
  const [from, to] = regionOf(lines)
  const region = lines.slice(from, to)
  return {
    sides: sidesOf(region).map(side => looseBranches(side, journal)),
    program: programOf(bytes, from, to),
  }
}

/** From where to where a block may be: where its first or last line is missing, as far as there are comments. */
function regionOf(lines: readonly string[]): [from: number, to: number] {
  const first = lines.findIndex(line => firstLinePattern.test(line))
  const last = lines.findLastIndex(line => line.startsWith(lastLineStart))
  if (first < 0 && last < 0) return [lines.length, lines.length]
  let [from, to] = first >= 0 ? [first, Math.max(first, last) + 1] : [last, last + 1]
  while (first < 0 && from > 0 && lines[from - 1]!.startsWith('// ')) from -= 1
  while (last <= first && to < lines.length && isBlocks(lines[to]!)) to += 1
  // A conflict begins right before the block, and ends right behind it.
  while (from > 0 && conflictMark.test(lines[from - 1]!)) from -= 1
  while (to < lines.length && conflictMark.test(lines[to]!)) to += 1
  return [from, to]
}

const conflictMark = /^(<{7}|\|{7}|={7}|>{7})( |$)/

function isBlocks(line: string): boolean {
  return line.startsWith('// ') || conflictMark.test(line)
}

/** What git has put there for one side and for the other; or one block and the next. */
function sidesOf(region: readonly string[]): string[][] {
  if (region.some(line => line.startsWith('<<<<<<<')) && region.some(line => line.startsWith('>>>>>>>')))
    return [sideOf(region, 0), sideOf(region, 1)]
  const starts = region.flatMap((line, i) => (firstLinePattern.test(line) ? [i] : []))
  if (starts.length < 2) return [region.filter(isBlocks)]
  return starts.map((start, i) => region.slice(start, starts[i + 1]).filter(isBlocks))
}

function sideOf(region: readonly string[], wanted: 0 | 1): string[] {
  let side: 'both' | 'base' | 0 | 1 = 'both'
  const own: string[] = []
  for (const line of region) {
    const mark = conflictMark.exec(line)?.[1]
    if (mark === undefined) {
      if ((side === 'both' || side === wanted) && isBlocks(line)) own.push(line)
    } else side = mark.startsWith('<') ? 0 : mark.startsWith('|') ? 'base' : mark.startsWith('=') ? 1 : 'both'
  }
  return own
}

/** All lines that are not the block's, with the ends that they have. */
function programOf(bytes: Buffer, from: number, to: number): Buffer {
  const lines = bytes.toString('latin1').match(/[^\r\n]*(\r\n|\n|\r|$)/g) ?? []
  const own = lines.filter((line, i) => i < from || i >= to || !isBlocks(line.replace(/[\r\n]+$/, '')))
  // The blank line before the block is the block's.
  if (from > 1 && own.length >= from && /^[\r\n]+$/.test(own[from - 1]!)) own.splice(from - 1, 1)
  return Buffer.from(own.join(''), 'latin1')
}
