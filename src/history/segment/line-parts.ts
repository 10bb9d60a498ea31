import { endOfNumber, endOfText, type Literals, numberIn, numberPlace, shapeOf, textPlace } from './shape.ts'

/** A line taken apart: what comes before its body, and the body. */
export interface LineParts {
  readonly header: Part
  readonly body: Part
}

/** The shape of a part, and what was taken out of it. */
export interface Part {
  readonly shape: string
  readonly literals: Literals
  /** The part as it was. */
  readonly text: string
}

const bodyField = '"b":'

/** Takes a line apart; undefined where it is none that can be put together again. */
export function partsOf(line: string): LineParts | undefined {
  const header = headerOf(line)
  if (!header || !line.endsWith('}')) return undefined
  const start = header.text.length
  const literals: Literals = []
  const shape = shapeOf(line, start, line.length - 1, literals)
  return shape === undefined ? undefined : { header, body: { shape, literals, text: line.slice(start, -1) } }
}

/** The fields up to the body: what a number or a text is goes out of the shape, and what is neither as a whole. */
function headerOf(line: string): Part | undefined {
  if (line[0] !== '{') return undefined
  const literals: Literals = []
  let shape = ''
  let mark = 0
  for (let i = 1; i < line.length; i++) {
    if (line.startsWith(bodyField, i)) {
      const start = i + bodyField.length
      return { shape: shape + line.slice(mark, start), literals, text: line.slice(0, start) }
    }
    const keyEnd = line[i] === '"' ? endOfText(line, i) : -1
    if (keyEnd < 0 || line[keyEnd + 1] !== ':') return undefined
    const start = keyEnd + 2
    const end = endOfValue(line, start)
    if (end < 0 || line[end] !== ',') return undefined
    const isText = line[start] === '"'
    const number = isText ? undefined : numberIn(line, start, end)
    const from = isText ? start + 1 : start
    const to = isText ? end - 1 : end
    shape += line.slice(mark, from) + (number === undefined ? textPlace : numberPlace)
    literals.push(number ?? line.slice(from, to))
    mark = to
    i = end
  }
  return undefined
}

/** Where the value ends that begins at `start`; -1 where there is none. */
function endOfValue(line: string, start: number): number {
  let depth = 0
  for (let i = start; i < line.length; i++) {
    const char = line[i]!
    if (char === '"') {
      i = endOfText(line, i)
      if (i < 0) return -1
    } else if (char === '[' || char === '{') depth++
    else if (char === ']' || char === '}') depth--
    else if (char === '-' || (char >= '0' && char <= '9')) i = endOfNumber(line, i, line.length) - 1
    else if (char < ' ') return -1
    if (depth < 0) return -1
    if (depth === 0 && (line[i + 1] === ',' || line[i + 1] === '}')) return i + 1
  }
  return -1
}
