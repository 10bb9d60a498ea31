import type { Colours, Dress } from './colours.ts'
import { cutTo, displayWidth } from './display-width.ts'
import { safeText } from './safe-text.ts'

/** One column: its title, and how a row shows in it. What the functions give is escaped here. */
export interface Column<Row> {
  readonly title: string
  /** The cell on a terminal; no more than `limit` characters will be seen. */
  readonly text: (row: Row, limit: number) => string
  /** The cell for programs, where it is another: whole, and in a form that sorts. */
  readonly plain?: (row: Row) => string
  readonly right?: true
  /** Gives way, down to a few columns, where the terminal is narrow: before others, or when they have. */
  readonly gives?: 'first' | 'last'
  readonly dress?: Dress
}

/** Rows that are measured before the first is printed; later ones are cut to what these need. */
const measured = 500
const least = 6
const between = '  '

/** Lays rows out for a terminal: a dim header, aligned cells, each line cut to the width. */
export function* tableLines<Row>(
  columns: readonly Column<Row>[],
  rows: Iterable<Row>,
  width: number,
  colours: Colours,
): Generator<string> {
  const first: Row[] = []
  const rest = Iterator.from(rows)
  for (let next = rest.next(); !next.done; next = rest.next()) {
    first.push(next.value)
    if (first.length === measured) break
  }
  if (first.length === 0) return
  const cells = first.map(row => cellsOf(columns, row, width))
  const titles = columns.map(column => column.title)
  const widths = fit(columns, [titles, ...cells], width)
  const plain = columns.map(column => ({ ...column, dress: String }))
  yield colours.dim(lineOf(plain, titles, widths, width))
  for (const row of cells) yield lineOf(columns, row, widths, width)
  for (const row of rest) yield lineOf(columns, cellsOf(columns, row, width), widths, width)
}

/** Gives rows to programs: whole cells with a tab between them, no header, no padding. */
export function* tabbedLines<Row>(columns: readonly Column<Row>[], rows: Iterable<Row>): Generator<string> {
  for (const row of rows) {
    yield columns.map(column => safeText((column.plain ?? column.text)(row, Infinity))).join('\t')
  }
}

function cellsOf<Row>(columns: readonly Column<Row>[], row: Row, width: number): string[] {
  return columns.map(column => safeText(column.text(row, width)))
}

/** Takes from the widest column that gives way, one at a time, until all fit. */
function fit(
  columns: readonly Column<never>[],
  cells: readonly (readonly string[])[],
  width: number,
): number[] {
  const widths = columns.map((_, i) => Math.min(width, Math.max(...cells.map(row => displayWidth(row[i]!)))))
  let over = widths.reduce((sum, one) => sum + one + between.length, -between.length) - width
  for (const turn of ['first', 'last'] as const) {
    for (; over > 0; over--) {
      let widest = -1
      for (const [i, { gives, title }] of columns.entries()) {
        if (gives !== turn || widths[i]! <= Math.max(least, title.length)) continue
        if (widest < 0 || widths[i]! > widths[widest]!) widest = i
      }
      if (widest < 0) break
      widths[widest]! -= 1
    }
  }
  return widths
}

type Layout = Pick<Column<never>, 'right' | 'dress'>

/** A line is cut before it is dressed, so that no escape sequence is cut in two. */
function lineOf(
  columns: readonly Layout[],
  cells: readonly string[],
  widths: readonly number[],
  width: number,
): string {
  let line = ''
  let room = width
  for (const [i, { right, dress }] of columns.entries()) {
    const text = cutTo(cells[i]!, Math.min(widths[i]!, room))
    const padding = ' '.repeat(Math.max(0, Math.min(widths[i]!, room) - displayWidth(text)))
    const shown = text && dress ? dress(text) : text
    const cell = right ? padding + shown : shown + padding
    line += (i === 0 ? '' : between.slice(0, room)) + cell
    room = Math.max(0, room - widths[i]! - between.length)
  }
  return line.trimEnd()
}
