import { corrupt } from '../../value/corrupt.ts'
import { Layout, type Template } from './layout.ts'
import { readNumbers } from './number-column.ts'
import { mostLines, mostLiterals, mostRepeated } from './segment-bounds.ts'
import { StreamReader } from './streams.ts'
import { readTexts } from './text-column.ts'

/** Reads what `encodeSegment` wrote: the very same lines. Whatever it does not write is `CORRUPT`. */
export function decodeSegment(streams: readonly Uint8Array[]): readonly string[] {
  const from = new StreamReader(streams)
  const count = from.count(mostLines)
  const layout = new Layout(shapesIn(from), shapesIn(from))
  const headers = numbersBelow(readNumbers(from, count), layout.headers.length)
  const framed = headers.filter(header => header > 0)
  const bodies = numbersBelow(readNumbers(from, framed.length), layout.bodies.length)
  const counts = new Array<number>(layout.areNumbers.length).fill(0)
  countUses(counts, layout.headers, framed)
  countUses(counts, layout.bodies, bodies)
  if (counts.reduce((sum, each) => sum + each, 0) > mostLiterals) corrupt('a segment with too much in it')
  const columns = counts.map((uses, i) =>
    layout.areNumbers[i] ? readNumbers(from, uses) : readTexts(from, uses),
  )
  const bare = bodies.filter(body => body === 0).length
  const bareBodies = readTexts(from, bare)
  const bareLines = readTexts(from, count - framed.length)
  from.end()
  const size = streams.reduce((sum, stream) => sum + stream.length, 0)
  const parts = new Parts(columns, size + mostRepeated)
  let [nextBody, nextBareBody, nextBareLine] = [0, 0, 0]
  for (const header of headers) {
    if (header === 0) parts.put(bareLines[nextBareLine++]!)
    else {
      const body = bodies[nextBody++]!
      parts.fill(layout.headers[header - 1]!)
      if (body === 0) parts.put(bareBodies[nextBareBody++]!)
      else parts.fill(layout.bodies[body - 1]!)
      parts.put('}')
    }
    parts.endLine()
  }
  return parts.lines
}

function shapesIn(from: StreamReader): readonly string[] {
  return Array.from({ length: from.count(mostLines) }, () => from.text())
}

function numbersBelow(numbers: readonly number[], most: number): readonly number[] {
  for (const number of numbers)
    if (!Number.isInteger(number) || number < 0 || number > most) corrupt('a segment with a line of no shape')
  return numbers
}

function countUses(counts: number[], templates: readonly Template[], numbers: readonly number[]): void {
  const uses = new Array<number>(templates.length + 1).fill(0)
  for (const number of numbers) uses[number]!++
  for (const [i, { columns }] of templates.entries())
    for (const column of columns) counts[column]! += uses[i + 1]!
}

/**
 * Takes from each column one value after the other. All lines are put together as one text and cut apart again: by
 * itself each would take half as long again, and twice as long to hash, since only then it is made flat (2.4 and 1.4 µs).
 */
class Parts {
  readonly #columns: readonly (readonly (number | string)[])[]
  readonly #next: number[]
  #text = ''
  readonly #ends: number[] = []
  readonly #most: number

  constructor(columns: readonly (readonly (number | string)[])[], most: number) {
    this.#columns = columns
    this.#next = new Array<number>(columns.length).fill(0)
    this.#most = most
  }

  get lines(): readonly string[] {
    const text = this.#text
    let start = 0
    return this.#ends.map(end => {
      const line = text.slice(start, end)
      start = end
      return line
    })
  }

  put(part: string): void {
    this.#text += part
    if (this.#text.length > this.#most) tooMuch()
  }

  fill({ pieces, columns }: Template): void {
    let text = pieces[0]!
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!
      text += this.#columns[column]![this.#next[column]!++]! + pieces[i + 1]!
      if (text.length > this.#most) tooMuch()
    }
    this.put(text)
  }

  endLine(): void {
    this.#ends.push(this.#text.length)
  }
}

function tooMuch(): never {
  return corrupt('a segment of which too much comes')
}
