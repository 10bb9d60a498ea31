import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'

/** Reads a segment in columns, as docs/format.md has it; written from that page alone, like all of `reader.ts`. */
export function readColumns(body: Uint8Array, first: number, last: number): string[] {
  const bytes = new Bytes(body)
  if (bytes.byte() !== 1) throw new Error('another version')
  const hex = () => Buffer.from(bytes.take(32)).toString('hex')
  const [before, after] = bytes.byte() === 1 ? [hex(), hex()] : ['', '']
  const digest = hex()
  const rest = bytes.take(Infinity)
  const told = createHash('sha256')
    .update(`varve/1 segment\n${first}\n${last}\n${before}\n${after}\n`)
    .update(rest)
  if (told.digest('hex') !== digest) throw new Error('another digest')
  const lines = linesOf(new Streams(rest))
  if (lines.length !== last - first + 1) throw new Error('another number of lines')
  return lines
}

class Bytes {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }
  byte(): number {
    return this.take(1)[0]!
  }
  take(length: number): Uint8Array {
    const start = this.#at
    this.#at = Math.min(start + length, this.#bytes.length)
    return this.#bytes.subarray(start, this.#at)
  }
  count(): number {
    const byte = this.byte()
    return byte < 128 ? byte : byte - 128 + 128 * this.count()
  }
  folded(): number {
    const count = this.count()
    return count % 2 === 0 ? count / 2 : -(count + 1) / 2
  }
  text(): string {
    return Buffer.from(this.take(this.count())).toString()
  }
}

class Streams {
  readonly main: Bytes
  readonly #others: Uint8Array[]

  constructor(rest: Uint8Array) {
    const bytes = new Bytes(rest)
    const streams = Array.from({ length: bytes.count() }, () => {
      const [length, here] = [bytes.count(), bytes.count()]
      return here === 0 ? bytes.take(length) : inflateRawSync(bytes.take(here))
    })
    this.main = new Bytes(streams[0]!)
    this.#others = streams.slice(1)
  }
  block(length: number): Uint8Array {
    return length < 64 ? this.main.take(length) : this.#others.shift()!
  }
}

function linesOf(streams: Streams): string[] {
  const { main } = streams
  const count = main.count()
  const shapes = () => Array.from({ length: main.count() }, () => main.text().split(/([\u0001\u0002])/))
  const [headers, bodies] = [shapes(), shapes()]
  const header = readNumbers(streams, count)
  const framed = header.filter(shape => shape > 0)
  const body = readNumbers(streams, framed.length)
  // Where the places of each shape take their values from, and how many each column has.
  const columns: { isNumber: boolean; count: number }[] = []
  const fields = new Map<string, number>()
  const placed = (all: string[][], used: number[], nameOf: (parts: string[], at: number) => string) =>
    all.map((parts, shape) => {
      const uses = used.filter(each => each === shape + 1).length
      return parts.map((part, at) => {
        if (at % 2 === 0) return -1
        const name = `${nameOf(parts, at)} ${part}`
        const column = fields.get(name) ?? columns.push({ isNumber: part === '\u0001', count: 0 }) - 1
        fields.set(name, column)
        columns[column]!.count += uses
        return column
      })
    })
  const inHeaders = placed(headers, framed, (parts, at) => /"([^"]*)":"?$/.exec(parts[at - 1]!)?.[1] ?? '')
  let places = 0
  const inBodies = placed(bodies, body, () => `place ${places++} of a body`)
  const values = columns.map(column =>
    (column.isNumber ? readNumbers : readTexts)(streams, column.count).values(),
  )
  const bareBodies = readTexts(streams, body.filter(shape => shape === 0).length).values()
  const bareLines = readTexts(streams, count - framed.length).values()
  const filled = (parts: string[], from: number[]) =>
    parts.map((part, at) => (at % 2 === 0 ? part : String(values[from[at]!]!.next().value))).join('')
  const shapeOfBody = body.values()
  return header.map(shape => {
    if (shape === 0) return bareLines.next().value!
    const head = filled(headers[shape - 1]!, inHeaders[shape - 1]!)
    const which = shapeOfBody.next().value!
    return `${head}${which === 0 ? bareBodies.next().value! : filled(bodies[which - 1]!, inBodies[which - 1]!)}}`
  })
}

function readNumbers(streams: Streams, count: number): number[] {
  if (count === 0) return []
  const { main } = streams
  const form = main.byte()
  if (form === 5) return doubles(streams, count)
  const scale = 10 ** main.byte()
  let numbers: number[]
  if (form === 0) {
    const [start, step] = [main.folded(), main.folded()]
    numbers = Array.from({ length: count }, (_, i) => start + i * step)
  } else if (form < 3) numbers = planes(streams, count, form === 2)
  else {
    numbers = [main.folded()]
    for (const more of planes(streams, count - 1, form === 4)) numbers.push(numbers.at(-1)! + more)
  }
  return numbers.map(number => number / scale)
}

function planes(streams: Streams, count: number, isFolded: boolean): number[] {
  const blocks = Array.from({ length: streams.main.byte() }, () => streams.block(count))
  return Array.from({ length: count }, (_, i) => {
    const number = blocks.reduce((sum, block, plane) => sum + block[i]! * 256 ** plane, 0)
    if (!isFolded) return number
    return number % 2 === 0 ? number / 2 : -(number + 1) / 2
  })
}

function doubles(streams: Streams, count: number): number[] {
  const blocks = Array.from({ length: 8 }, () => streams.block(count))
  return Array.from({ length: count }, (_, i) => Buffer.from(blocks.map(block => block[i]!)).readDoubleLE())
}

function readTexts(streams: Streams, count: number): string[] {
  if (count === 0) return []
  if (streams.main.byte() === 0) return plainTexts(streams, count)
  const words = plainTexts(streams, streams.main.count())
  return readNumbers(streams, count).map(which => words[which]!)
}

function plainTexts(streams: Streams, count: number): string[] {
  const lengths = readNumbers(streams, count)
  const bytes = new Bytes(streams.block(streams.main.count()))
  return lengths.map(length => Buffer.from(bytes.take(length)).toString())
}
