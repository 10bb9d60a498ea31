import { Option, type Command } from 'commander'
import type { Io } from '../io.ts'
import { coloursFor } from './colours.ts'
import { printLines } from './print-lines.ts'
import { safeJson } from './safe-text.ts'
import { tabbedLines, tableLines, type Column } from './table.ts'

/** The options that decide the form of the output. */
export interface FormOptions {
  readonly json?: true
  readonly ndjson?: true
  readonly color: boolean
}

/** Adds the options of `FormOptions` to a command. */
export function addFormOptions(command: Command): Command {
  return command
    .addOption(new Option('--json', 'print one document of JSON').conflicts('ndjson'))
    .option('--ndjson', 'print a line of JSON for each')
}

/** How a row is written in each form. */
export interface Forms<Row> {
  readonly columns: readonly Column<Row>[]
  readonly document: (row: Row) => object
}

/** Prints rows in the form that was asked for, or that fits the output: a table for a terminal, tabs for a program. */
export async function printRows<Row>(
  io: Io,
  options: FormOptions,
  rows: Iterable<Row>,
  { columns, document }: Forms<Row>,
): Promise<void> {
  await printLines(io.stdout, linesIn(io, options, rows, { columns, document }))
}

function linesIn<Row>(
  io: Io,
  { json, ndjson, color }: FormOptions,
  rows: Iterable<Row>,
  forms: Forms<Row>,
): Iterable<string> {
  const documents = Iterator.from(rows).map(row => jsonLine(forms.document(row)))
  if (ndjson) return documents
  if (json) return arrayLines(documents)
  if (!io.stdout.isTTY) return tabbedLines(forms.columns, rows)
  return tableLines(forms.columns, rows, io.stdout.columns, coloursFor(io, color))
}

/** Writes a document of JSON on one line. */
export function jsonLine(document: object): string {
  return safeJson(JSON.stringify(document))
}

/** Writes a document of JSON for people too, in lines. */
export function jsonLines(document: object): string[] {
  return JSON.stringify(document, null, 2).split('\n').map(safeJson)
}

/** One array, an element a line: a document that can be read as it comes. */
function* arrayLines(elements: Iterable<string>): Generator<string> {
  let last: string | undefined
  yield '['
  for (const element of elements) {
    if (last !== undefined) yield `  ${last},`
    last = element
  }
  if (last !== undefined) yield `  ${last}`
  yield ']'
}
