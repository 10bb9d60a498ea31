import { firstLinePattern } from './block-lines.ts'
import { boundariesOf } from './boundaries.ts'
import { closesBehind, conflictMark, opensBefore } from './conflict.ts'
import { looseLine, type LooseLine } from './loose-line.ts'

/** A line of a script whose block is damaged. */
export interface WreckLine {
  /** Its bytes, with the end that it has. */
  readonly bytes: string
  readonly text: string
  /** Where it is a line of the block. */
  readonly own: LooseLine | undefined
  /** Where it is a mark of git's: its sign, and what it calls the side. */
  readonly mark: { readonly sign: string; readonly label: string } | undefined
}

/** The lines of a script, and between which of them is what is left of its block. */
export interface WreckLines {
  readonly lines: readonly WreckLine[]
  readonly from: number
  readonly to: number
}

/** Tells the lines of a block from those of the program: only what looks like one of a block is one, and only where the block is. */
export function wreckLines(bytes: Buffer): WreckLines {
  const all = bytes.toString('latin1').match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? []
  // Bytes that are no text become marks of that in the lines that have them.
  const texts = all.map(line => Buffer.from(line.replace(/[\r\n]+$/, ''), 'latin1').toString())
  const [from, to] = regionOf(texts, boundaryLines(all))
  let before: string | undefined
  const lines = texts.map((text, i): WreckLine => {
    const own = i >= from && i < to ? looseLine(text, before) : undefined
    before = own?.text
    const [, sign, label = ''] = conflictMark.exec(text) ?? []
    return { bytes: all[i]!, text, own, mark: sign === undefined ? undefined : { sign, label } }
  })
  return { lines, from, to }
}

/** Whether a line of a block is its first. */
export function isFirst({ own }: WreckLine): boolean {
  return own !== undefined && firstLinePattern.test(own.text)
}

/** In which lines a block begins or ends, as far as that can be seen. */
function boundaryLines(lines: readonly string[]): { readonly firsts: number[]; readonly lasts: number[] } {
  const { firsts, lasts } = boundariesOf(lines.join(''))
  const starts = new Map<number, number>()
  let at = 0
  for (const [i, line] of lines.entries()) {
    starts.set(at, i)
    at += line.length
  }
  const numbers = (found: readonly { readonly at: number }[]) => found.map(each => starts.get(each.at)!)
  return { firsts: numbers(firsts), lasts: numbers(lasts) }
}

/** From where to where a block may be: where its first or last line is missing, as far as there are lines like its. */
function regionOf(
  texts: readonly string[],
  { firsts, lasts }: { readonly firsts: readonly number[]; readonly lasts: readonly number[] },
): [from: number, to: number] {
  const [first, last] = [firsts[0], lasts.at(-1)]
  if (first === undefined && last === undefined) return [texts.length, texts.length]
  let from = Math.min(first ?? Infinity, lasts[0] ?? Infinity)
  let to = Math.max(firsts.at(-1) ?? 0, last ?? 0) + 1
  if (first === undefined) while (from > 0 && isBlocks(texts[from - 1]!)) from -= 1
  if (last === undefined || last < (firsts.at(-1) ?? 0))
    while (to < texts.length && isBlocks(texts[to]!)) to += 1
  return [from, to]
}

/** Also a base, which a gap comes before. */
function isBlocks(text: string): boolean {
  return conflictMark.test(text) || looseLine(text, '// gap ') !== undefined
}

/** Whether a mark that belongs to no whole conflict is within the block, or right before or behind it. */
export function isLoneMark({ lines, from, to }: WreckLines, at: number): boolean {
  const texts = lines.map(({ text }) => text)
  if (at >= from && at < to) return true
  if (at < from) return opensBefore(texts.slice(at, at + 1)) && texts.slice(at + 1, from).every(isBlank)
  return closesBehind(texts.slice(at, at + 1)) && texts.slice(to, at).every(isBlank)
}

/** Whether nothing can be seen in a line. */
export function isBlank(text: string): boolean {
  return text.trim() === ''
}
