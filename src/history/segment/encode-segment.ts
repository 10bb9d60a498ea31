import { decodeSegment } from './decode-segment.ts'
import { Layout } from './layout.ts'
import { type LineParts, type Part, partsOf } from './line-parts.ts'
import { writeNumbers } from './number-column.ts'
import { mostLines } from './segment-bounds.ts'
import { StreamWriter } from './streams.ts'
import { writeTexts } from './text-column.ts'

/**
 * Writes consecutive lines in columns, as streams of bytes that are to be compressed one by one; `docs/format.md` has
 * their form. Undefined where the very same lines would not come back, or there are too many or none of them.
 */
export function encodeSegment(lines: readonly string[]): readonly Uint8Array[] | undefined {
  if (lines.length === 0 || lines.length > mostLines) return undefined
  const { streams } = written(lines)
  return comesBack(streams, lines) ? streams : undefined
}

function comesBack(streams: readonly Uint8Array[], lines: readonly string[]): boolean {
  const decoded = decodeSegment(streams)
  return decoded.length === lines.length && decoded.every((line, i) => line === lines[i])
}

function written(lines: readonly string[]): StreamWriter {
  const parts = lines.map(line => partsOf(line))
  const known = parts.filter(each => each !== undefined)
  const headers = new Shapes(known.map(({ header }) => header))
  const framed = (each: LineParts | undefined): each is LineParts =>
    each !== undefined && headers.numberOf(each.header) > 0
  const bodies = new Shapes(known.filter(framed).map(({ body }) => body))
  const layout = new Layout(headers.shapes, bodies.shapes)
  const columns: (number | string)[][] = layout.areNumbers.map(() => [])
  const headerNumbers: number[] = []
  const bodyNumbers: number[] = []
  const bareBodies: string[] = []
  const bareLines: string[] = []
  const put = ({ literals }: Part, template: { readonly columns: readonly number[] } | undefined) => {
    if (template) for (const [i, column] of template.columns.entries()) columns[column]!.push(literals[i]!)
  }
  for (const [i, each] of parts.entries()) {
    if (!framed(each)) {
      headerNumbers.push(0)
      bareLines.push(lines[i]!)
      continue
    }
    const [header, body] = [headers.numberOf(each.header), bodies.numberOf(each.body)]
    headerNumbers.push(header)
    bodyNumbers.push(body)
    put(each.header, layout.headers[header - 1])
    put(each.body, layout.bodies[body - 1])
    if (body === 0) bareBodies.push(each.body.text)
  }
  const to = new StreamWriter()
  to.count(lines.length)
  for (const shapes of [headers.shapes, bodies.shapes]) {
    to.count(shapes.length)
    for (const shape of shapes) to.text(shape)
  }
  writeNumbers(to, headerNumbers)
  writeNumbers(to, bodyNumbers)
  for (const [i, column] of columns.entries()) {
    if (layout.areNumbers[i]) writeNumbers(to, column as number[])
    else writeTexts(to, column as string[])
  }
  writeTexts(to, bareBodies)
  writeTexts(to, bareLines)
  return to
}

/** The shapes that occur often enough to be worth columns, numbered from 1; 0 is everything else. */
class Shapes {
  readonly shapes: readonly string[]
  readonly #numbers: ReadonlyMap<string, number>

  constructor(parts: readonly Part[]) {
    const counts = new Map<string, number>()
    const places = new Map<string, number>()
    for (const { shape, literals } of parts) {
      counts.set(shape, (counts.get(shape) ?? 0) + 1)
      places.set(shape, literals.length)
    }
    // A column costs some bytes, however few values it has.
    this.shapes = [...counts.keys()].filter(shape => counts.get(shape)! * 2 > places.get(shape)!)
    this.#numbers = new Map(this.shapes.map((shape, i) => [shape, i + 1]))
  }

  numberOf({ shape }: Part): number {
    return this.#numbers.get(shape) ?? 0
  }
}
