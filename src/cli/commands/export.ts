import { Argument, type Command } from 'commander'
import { headerOf } from '../../node/portable-file.ts'
import { rewriteFile } from '../../store/rewriting/rewrite-file.ts'
import type { SyncStore } from '../../store/store.ts'
import { chosenNames } from '../chosen-names.ts'
import { CommandFailure } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { withStore } from '../open-store.ts'
import { portableLines } from '../portable-lines.ts'
import { printLines } from '../text/print-lines.ts'
import { safeText } from '../text/safe-text.ts'
import { spanText } from '../text/span-text.ts'

interface ExportOptions {
  readonly out?: string
}

/** Adds what `varve export` takes and does. */
export function configure(command: Command, io: Io): void {
  command
    .addArgument(new Argument('<FILE>', 'a file kept by varve'))
    .addArgument(new Argument('[NAME...]', 'variables; without any, all of them'))
    .option('--out <path>', 'write into this file, which is replaced as a whole or not at all')
    .addHelpText('after', examples)
    .action((file: string, names: readonly string[], _options: object, self: Command) =>
      withStore(file, store => exportAll(io, store, names, self.optsWithGlobals<ExportOptions>())),
    )
}

const examples = `
It writes histories as lines of JSON, byte for byte as they are kept, so that they
have the same hashes wherever they are imported. load of varve/node reads a file
with one of them.
A file that OUT names and that was not exported is left as it is.

Examples:
  varve export game.db --out game.ndjson
  varve export game.db score | ssh elsewhere varve import copy.db -
  varve export game.db score | head -n 1 | jq .head.hash`

async function exportAll(
  io: Io,
  store: SyncStore,
  named: readonly string[],
  { out }: ExportOptions,
): Promise<void> {
  const names = chosenNames(store, named)
  if (out === undefined) {
    if (io.stdout.isTTY) {
      const message = 'what is exported is for programs, and a terminal would obey it: give --out, or a pipe'
      throw new CommandFailure('usage', message)
    }
    return printLines(io.stdout, portableLines(store, names))
  }
  const told: string[] = []
  const lines = portableLines(store, names, ({ name, timeline }) => {
    told.push(safeText(`${name}: ${spanText(0, timeline.length - 1)}`))
  })
  rewriteFile(
    out,
    lines.map(line => `${line}\n`),
    path => void headerOf(path),
  )
  await printLines(io.stdout, told)
}
