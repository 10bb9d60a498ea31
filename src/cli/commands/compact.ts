import { statSync } from 'node:fs'
import { Argument, type Command } from 'commander'
import { mainBranch } from '../../recorder/stored.ts'
import { isSealing } from '../../store/capabilities.ts'
import { vacuum } from '../../store/sqlite/vacuum.ts'
import type { Sealed, SyncStore } from '../../store/store.ts'
import { chosenNames } from '../chosen-names.ts'
import { CommandFailure } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { mustBeThere } from '../open-store.ts'
import { isDatabase, storeOf } from '../store-of.ts'
import { coloursFor } from '../text/colours.ts'
import { addFormOptions, printRows, type FormOptions, type Forms } from '../text/output-form.ts'

interface CompactOptions extends FormOptions {
  readonly vacuum?: true
}

/** What was sealed of a variable. */
interface Compacted extends Sealed {
  readonly variable: string
}

/** Adds what `varve compact` takes and does. */
export function configure(command: Command, io: Io): void {
  addFormOptions(
    command
      .addArgument(new Argument('<FILE>', 'a file kept by varve'))
      .addArgument(new Argument('[NAME...]', 'variables; without any, all of them'))
      .option('--vacuum', 'give the room that became free back to the system'),
  )
    .addHelpText('after', examples)
    .action(async (file: string, names: readonly string[], _options: object, self: Command) => {
      const options = self.optsWithGlobals<CompactOptions>()
      mustBeThere(file)
      if (isDatabase(file) && options.vacuum)
        throw new CommandFailure('usage', '--vacuum is for files; PostgreSQL has a VACUUM of its own')
      const before = sizeOf(file)
      await printRows(io, options, compact(file, names), forms(coloursFor(io, options.color)))
      if (options.vacuum) vacuum(file)
      await io.stderr.write(`${gained(file, before, options)}\n`)
    })
}

const examples = `
Puts older lines together, in columns, where they take a small part of the room.
Nothing is lost: every value, hash and comment is there as before, for every
command. Only SQLite's own tools no longer see such lines in the view history.
Variables with few revisions stay as they are. Others may read and write
meanwhile, but for --vacuum, which writes the whole file anew. Columns:
variable, lines that were sealed, their bytes before and after.

Examples:
  varve compact game.db
  varve compact game.db log --vacuum`

/** One variable after the other, so that what was done is told also where the next one fails. */
function* compact(file: string, named: readonly string[]): Generator<Compacted> {
  const store: SyncStore = storeOf(file)
  try {
    if (!isSealing(store)) {
      const message = `'${file}' is neither a file of SQLite nor a database, and keeps each line as it is; there is nothing to compact`
      throw new CommandFailure('usage', message)
    }
    for (const variable of chosenNames(store, named)) {
      const sealed = store.sealSync(variable, mainBranch)
      if (sealed.lines > 0) yield { variable, ...sealed }
    }
  } finally {
    store.closeSync()
  }
}

function sizeOf(file: string): number {
  return isDatabase(file) ? 0 : statSync(file).size
}

function gained(file: string, before: number, options: CompactOptions): string {
  if (isDatabase(file))
    return 'what became free in the database is used again once it has been vacuumed, which PostgreSQL does by itself'
  const now = sizeOf(file)
  if (options.vacuum) return `${file} had ${grouped(before)} bytes, and has ${grouped(now)}`
  return `${file} has ${grouped(now)} bytes; what became free in it is used by later changes, or given back by --vacuum`
}

function forms({ bold }: ReturnType<typeof coloursFor>): Forms<Compacted> {
  return {
    columns: [
      { title: 'NAME', text: ({ variable }) => variable, gives: 'last', dress: bold },
      number('LINES', ({ lines }) => lines),
      number('BEFORE', ({ bytes }) => bytes.before),
      number('AFTER', ({ bytes }) => bytes.after),
    ],
    document: row => row,
  }
}

function number(title: string, of: (row: Compacted) => number) {
  return {
    title,
    text: (row: Compacted) => grouped(of(row)),
    plain: (row: Compacted) => String(of(row)),
    right: true as const,
  }
}

function grouped(count: number): string {
  return count.toLocaleString('en')
}
