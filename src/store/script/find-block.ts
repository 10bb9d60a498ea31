import { firstLine, knownVersion } from './block-lines.ts'
import { boundariesOf, type Boundaries } from './boundaries.ts'
import { hasConflict } from './conflict.ts'

/** Where the block of a script is, between the program's own bytes. */
export interface Found {
  /** What stands before it, and is the program's. */
  readonly before: Buffer
  /** What stands behind it. */
  readonly after: Buffer
  /** Its lines without their ends, from the first to the last. */
  readonly lines: readonly string[]
}

/** Something that looks like a part of a block, and is none that can be read. */
export interface Misfit {
  readonly problem: string
  /** Where it is in the file. */
  readonly offset: number
  /** The version of a block that is newer than what is known here. */
  readonly version?: number
}

const LF = 0x0a
const CR = 0x0d
const usual = '// '
/** So much of a first line is taken for one that was cut off: less may be what a person wrote. */
const shortestCut = '// varve 1'.length

/**
 * Finds the block in the bytes of a script; undefined where there is none. It is not parsed yet. Where something stands before
 * all of its lines, as formatters indent them, that is left out: whether it is the block as it was written, its hash tells.
 */
export function findBlock(bytes: Buffer): Found | Misfit | undefined {
  const text = bytes.toString('latin1')
  const { firsts, lasts } = boundariesOf(text)
  const [first, last] = [firsts[0], lasts[0]]
  if (first === undefined && last === undefined) return cutOff(text)
  const offset = Math.min(first?.at ?? Infinity, last?.at ?? Infinity)
  if (first && first.version > knownVersion) return { problem: '', offset, version: first.version }
  const until = endOfLine(text, Math.max(firsts.at(-1)?.at ?? 0, lasts.at(-1)?.at ?? 0))
  const problem = problemOf(text, { firsts, lasts }, [offset, until])
  if (problem !== undefined) return { problem, offset }
  const end = endOfLine(text, last!.at)
  const lines = linesOf(bytes.subarray(first!.at, end))
  if (!lines) return { problem: 'it is no UTF-8 text', offset }
  const own = lines.map(withoutPrefix(first!.prefix))
  return {
    before: beforeOf(bytes.subarray(0, first!.at), own[0]!),
    after: bytes.subarray(behindEnd(bytes, end)),
    lines: own,
  }
}

function problemOf(
  text: string,
  { firsts, lasts }: Boundaries,
  [from, to]: readonly [number, number],
): string | undefined {
  const [first, last] = [firsts[0], lasts[0]]
  if (hasConflict(text, from, to)) return 'it has the conflict marks of git in it'
  if (!first) return `its first line is missing before ${place(text, last!.at)}`
  if (!last) return 'its last line is missing'
  const again = firsts[1] ?? lasts[1]
  if (again) return `it stands there more than once, in ${place(text, again.at)} again`
  if (last.at < first.at) return 'its last line stands before its first'
  return first.prefix === last.prefix ? undefined : 'its lines do not begin alike'
}

function place(text: string, at: number): string {
  return `line ${text.slice(0, at).split(/\r\n|\n|\r/).length}`
}

function withoutPrefix(latin1: string): (line: string) => string {
  if (latin1 === usual) return line => line
  const prefix = Buffer.from(latin1, 'latin1').toString()
  return line => (line.startsWith(prefix) ? usual + line.slice(prefix.length) : line)
}

/** Cuts text into lines, however they end; undefined where it is no UTF-8. */
export function linesOf(bytes: Buffer): string[] | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).split(/\r\n|\n|\r/)
  } catch {
    return undefined
  }
}

function endOfLine(text: string, at: number): number {
  const ends = /[\r\n]|$/g
  ends.lastIndex = at
  return ends.exec(text)!.index
}

/** A file that ends within a first line has lost what followed. */
function cutOff(text: string): Misfit | undefined {
  const line = text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1)
  if (line.length < shortestCut || !firstLine(false).startsWith(line)) return undefined
  return { problem: 'it is cut off in its first line', offset: text.length - line.length }
}

/** A line end before the block is there so that a blank line is; another one where the program does not end with one. */
function beforeOf(bytes: Buffer, first: string): Buffer {
  const one = withoutEnd(bytes)
  if (first === firstLine(true)) return withoutEnd(one)
  return withoutEnd(one).length < one.length ? one : bytes
}

function withoutEnd(bytes: Buffer): Buffer {
  const { length } = bytes
  if (bytes[length - 1] === CR) return bytes.subarray(0, length - 1)
  if (bytes[length - 1] !== LF) return bytes
  return bytes.subarray(0, length - (bytes[length - 2] === CR ? 2 : 1))
}

function behindEnd(bytes: Buffer, at: number): number {
  if (bytes[at] === CR) return at + (bytes[at + 1] === LF ? 2 : 1)
  return bytes[at] === LF ? at + 1 : at
}
