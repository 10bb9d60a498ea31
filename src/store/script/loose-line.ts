import { lastLineStart } from './block-lines.ts'

/** What a line of a block begins with, of whatever version; `base` follows a gap only, so that no comment is taken for it. */
const begun =
  /^([^\w{]*)(varve \d+: values remembered by this script|varve end: |variable "|\{"i":\d|line "|gap \d+ \d|mark "|head \d|keyframe \d|base ["{[\d])/i
/** What ends a comment that is no line comment. */
const ending = /\s*\*\/\s*$/

/** A line that is a block's. */
export interface LooseLine {
  /** As it was written. */
  readonly text: string
  /** What a formatter has put there that the program cannot be without: the ends of a comment of several lines. */
  readonly left: string
}

/** Reads a line as one of a block, however it was indented, starred or begun with a capital; undefined for the program's own. */
export function looseLine(line: string, before: string | undefined): LooseLine | undefined {
  const [, prefix, words] = begun.exec(line) ?? []
  if (prefix === undefined || words === undefined) return undefined
  if (/^base/i.test(words) && !before?.startsWith('// gap ')) return undefined
  const rest = line.slice(prefix.length + words.length)
  const text = `// ${words.charAt(0).toLowerCase()}${words.slice(1)}${rest}`
  const ends = text.startsWith(lastLineStart) ? ending : /$^/
  const left = (prefix.includes('/*') ? '/*' : '') + (ends.test(text) ? '*/' : '')
  return { text: text.replace(ends, ''), left }
}
