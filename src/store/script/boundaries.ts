import { firstLinePattern, knownVersion, lastLineStart } from './block-lines.ts'

/** A line that a block begins or ends with, perhaps as a formatter has written it. */
export interface Boundary {
  /** Where its line begins. */
  readonly at: number
  /** What stands before its words, in the bytes of the file: two slashes and a blank, but for what was done to it since. */
  readonly prefix: string
}

/** Where blocks begin and end in a text. */
export interface Boundaries {
  readonly firsts: readonly (Boundary & { readonly version: number })[]
  readonly lasts: readonly Boundary[]
}

/** However they are indented, starred, or begun with a capital: so that values are missed, not begun anew. */
const looks =
  /^([^\w\r\n]*)varve (?:(\d+): values remembered by this script|end: (\d+ lines, sha256 [0-9a-f]{64})?)/gim

/** What the lines of a block look like behind its first, in a text with all bytes as characters. */
const within = /^[^\w\r\n{]*(variable "|\{"i":\d+,"k":|head \d+ [0-9a-f]{64}|varve end: \d+ lines, sha256 )/im

const second = '// variable "'

/**
 * Finds the lines that blocks begin and end with. A text that only quotes a first line, with nothing of a block behind it,
 * is the program's, and so is one that quotes a last line without its hash.
 */
export function boundariesOf(text: string): Boundaries {
  const firsts: Boundaries['firsts'][number][] = []
  const lasts: Boundary[] = []
  const cut: Boundary[] = []
  const found = [...text.matchAll(looks)]
  const starts = found.filter(([, , version]) => version !== undefined)
  for (const { index: at, 1: prefix = '', 2: version, 3: end } of found) {
    if (version !== undefined) {
      const next = starts.find(({ index }) => index > at)
      const first = { at, prefix, version: Number(version) }
      if (isBegun(text, first, next?.index ?? text.length)) firsts.push(first)
    } else if (end !== undefined) lasts.push({ at, prefix })
    else if (text.startsWith(lastLineStart, at)) cut.push({ at, prefix })
  }
  return { firsts, lasts: lasts.length === 0 && firsts.length > 0 ? cut : lasts }
}

/** Whether more of a block follows, up to the next one, or was cut off. */
function isBegun(text: string, { at, version }: { at: number; version: number }, until: number): boolean {
  // Nobody knows what a newer one looks like.
  if (version > knownVersion && firstLinePattern.test(text.slice(at, at + 99))) return true
  const rest = text.slice(at, until).replace(/^[^\r\n]*/, '')
  return within.test(rest) || second.startsWith(rest.trim())
}
