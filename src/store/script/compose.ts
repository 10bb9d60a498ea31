/** Puts a block and the program's own bytes together. */

import { linesOf } from './find-block.ts'

/** The program's own bytes, before and behind the block. */
export interface Program {
  readonly before: Buffer
  readonly after: Buffer
}

/** Where a block can be put behind a program, and how. */
export interface Place {
  readonly before: Buffer
  readonly after: Buffer
  /** The line ends of the block, which are the program's. */
  readonly eol: string
  /** Whether the line end before the block is not the program's. */
  readonly isJoined: boolean
  /** Whether the block may be within a string of the program, so that it cannot be moved. */
  readonly isInString: boolean
}

/**
 * Finds the place of a block: at the end, before blank lines and the address of a source map. Code that somebody has
 * written behind it comes before it.
 */
export function placeOf({ before, after }: Program): Place {
  const eol = lineEndOf(before) ?? lineEndOf(after) ?? '\n'
  const isCode = (linesOf(after) ?? ['code']).some(
    line => !/^\s*(\/\/[#@]\s*source(Mapping)?URL=\S*\s*)?$/.test(line),
  )
  const gap = isCode && before.length > 0 && !endsLine(before) ? Buffer.from(eol) : empty
  // A copy: what was read is written over by what is read next.
  const program = Buffer.concat(isCode ? [before, gap, after] : [before])
  const isJoined = program.length > 0 && !endsLine(program)
  return {
    before: program,
    after: isCode ? empty : Buffer.from(after),
    eol,
    isJoined,
    isInString: isCode && (opensString(before) || opensString(after)),
  }
}

/** Where the block of a place begins in the file. */
export function startOfBlock({ before, eol, isJoined }: Place): number {
  return before.length + separator({ before, eol, isJoined }).length
}

/** All bytes of a file with a block, or without one; `block` has its lines ended by line feeds. */
export function compose(place: Place, block: string): Buffer {
  const { before, after, eol } = place
  if (block === '') return Buffer.concat([before, after])
  const text = eol === '\n' ? block : block.replaceAll('\n', eol)
  return Buffer.concat([before, Buffer.from(separator(place) + text), after])
}

/** A line end before the block, so that it does not end a line of the program, and a blank line. */
function separator({ before, eol, isJoined }: Pick<Place, 'before' | 'eol' | 'isJoined'>): string {
  return before.length === 0 ? '' : isJoined ? eol + eol : eol
}

const empty = Buffer.alloc(0)

function endsLine(bytes: Buffer): boolean {
  return bytes.at(-1) === 0x0a || bytes.at(-1) === 0x0d
}

/** The first one of a text says what its others are. */
function lineEndOf(bytes: Buffer): string | undefined {
  const [lf, cr] = [bytes.indexOf(0x0a), bytes.indexOf(0x0d)]
  if (lf < 0 && cr < 0) return undefined
  if (cr < 0 || (lf >= 0 && lf < cr)) return '\n'
  return lf === cr + 1 ? '\r\n' : '\r'
}

/** Whether a string of several lines may be open at the end: it cannot where backticks come in pairs. */
function opensString(bytes: Buffer): boolean {
  const backticks =
    bytes
      .toString('latin1')
      .match(/\\[^]|`/g)
      ?.filter(each => each === '`') ?? []
  return backticks.length % 2 === 1
}
