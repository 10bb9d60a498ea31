import { firstLine, firstLinePattern, knownVersion, lastLineStart } from './block-lines.ts'

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
const start = Buffer.from('// varve ')
/** So much of a first line is taken for one that was cut off. */
const shortestCut = 5

/** Finds the block in the bytes of a script; undefined where there is none. It is not parsed yet. */
export function findBlock(bytes: Buffer): Found | Misfit | undefined {
  const { firsts, lasts } = boundaries(bytes)
  const [first, last] = [firsts[0], lasts[0]]
  if (first === undefined && last === undefined) return cutOff(bytes)
  const offset = Math.min(first ?? Infinity, last ?? Infinity)
  const version = first === undefined ? 1 : Number(firstLinePattern.exec(lineAt(bytes, first))?.[1])
  if (version > knownVersion) return { problem: '', offset, version }
  const until = Math.max(firsts.at(-1) ?? 0, lasts.at(-1) ?? 0)
  if (hasConflict(bytes, offset, until)) return { problem: 'it has the conflict marks of git in it', offset }
  if (first === undefined) return { problem: 'its first line is missing', offset }
  if (last === undefined) return { problem: 'its last line is missing', offset }
  if (firsts.length > 1 || lasts.length > 1) return { problem: 'it stands there more than once', offset }
  if (last < first) return { problem: 'its last line stands before its first', offset }
  const end = last + lengthOfLine(bytes, last)
  const lines = linesOf(bytes.subarray(first, end))
  if (!lines) return { problem: 'it is no UTF-8 text', offset }
  return {
    before: beforeOf(bytes.subarray(0, first), lines[0]!),
    after: bytes.subarray(behindEnd(bytes, end)),
    lines,
  }
}

/** Cuts text into lines, however they end; undefined where it is no UTF-8. */
export function linesOf(bytes: Buffer): string[] | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).split(/\r\n|\n|\r/)
  } catch {
    return undefined
  }
}

function boundaries(bytes: Buffer): { firsts: number[]; lasts: number[] } {
  const firsts: number[] = []
  const lasts: number[] = []
  for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, at + 1)) {
    if (at > 0 && bytes[at - 1] !== LF && bytes[at - 1] !== CR) continue
    const line = lineAt(bytes, at)
    if (firstLinePattern.test(line)) firsts.push(at)
    else if (line.startsWith(lastLineStart)) lasts.push(at)
  }
  return { firsts, lasts }
}

function lineAt(bytes: Buffer, at: number): string {
  return bytes.toString('utf8', at, at + Math.min(lengthOfLine(bytes, at), 256))
}

function lengthOfLine(bytes: Buffer, at: number): number {
  const [lf, cr] = [LF, CR].map(end => bytes.indexOf(end, at)) as [number, number]
  const ends = [lf, cr].filter(end => end >= 0)
  return (ends.length > 0 ? Math.min(...ends) : bytes.length) - at
}

/** A file that ends within a first line has lost what followed. */
function cutOff(bytes: Buffer): Misfit | undefined {
  const text = bytes.toString('latin1', Math.max(0, bytes.length - 256))
  const line = text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1)
  if (line.length < shortestCut || !firstLine(false).startsWith(line)) return undefined
  return { problem: 'it is cut off in its first line', offset: bytes.length - line.length }
}

function hasConflict(bytes: Buffer, from: number, to: number): boolean {
  const around = bytes.toString('latin1', Math.max(0, from - 256), to + 512)
  return /(^|[\r\n])<{7} [^]*[\r\n]={7}[\r\n][^]*[\r\n]>{7} /.test(around)
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
