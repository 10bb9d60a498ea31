import { Argument, Option, type Command } from 'commander'
import type { PortableHistory } from '../../history/portable-reader.ts'
import { checkedHistories, readPortableFile } from '../../node/portable-file.ts'
import type { SyncStore } from '../../store/store.ts'
import { CommandFailure } from '../exit-codes.ts'
import { joinHistories, type Joined } from '../join-histories.ts'
import type { Io } from '../io.ts'
import { inputLines } from '../read-input.ts'
import { storeOf } from '../store-of.ts'
import { addFormOptions, jsonLine, jsonLines, type FormOptions } from '../text/output-form.ts'
import { printLines } from '../text/print-lines.ts'
import { safeText } from '../text/safe-text.ts'
import { spanText } from '../text/span-text.ts'
import { writeHistory } from '../write-history.ts'

interface ImportOptions extends FormOptions {
  readonly dryRun?: true
  readonly as?: string
}

/** Adds what `varve import` takes and does. */
export function configure(command: Command, io: Io): void {
  addFormOptions(
    command
      .addArgument(new Argument('<FILE>', 'a file kept by varve, made where there is none; or a script'))
      .addArgument(new Argument('<IN>', 'what varve export or save has written; - is stdin'))
      .option('--dry-run', 'only tell what would be taken over')
      .addOption(new Option('--as <name>').hideHelp()),
  )
    .addHelpText('after', examples)
    .action((file: string, source: string, _options: object, self: Command) =>
      importAll(io, file, source, self.optsWithGlobals<ImportOptions>()),
    )
}

const examples = `
Histories keep their hashes, and so their names. What is new is added; where the
file has the beginning of a history, the rest of it follows; what it has already
stays. A history that parts from the one in the file is refused with 4. Each is
taken over as a whole or not at all, one after the other.

Examples:
  varve import copy.db game.ndjson --dry-run
  varve export game.db score | varve import copy.db -
  varve import copy.db game.ndjson --json | jq '.[].added'`

async function importAll(io: Io, file: string, source: string, options: ImportOptions): Promise<void> {
  if (options.as !== undefined) {
    const message = `a history is bound to its name by its hashes, so it cannot be imported as '${options.as}'`
    throw new CommandFailure('usage', message)
  }
  const histories =
    source === '-'
      ? checkedHistories(inputLines(io.stdin), 'what comes from stdin')
      : readPortableFile(source)
  const store = storeOf(file)
  const documents: object[] = []
  try {
    for await (const history of histories) {
      const joined = importOne(store, history, options)
      if (options.json) documents.push(documentOf(joined))
      else
        await printLines(io.stdout, [options.ndjson ? jsonLine(documentOf(joined)) : textOf(joined, options)])
    }
  } catch (error) {
    throw missing(error, source)
  } finally {
    store.closeSync()
  }
  if (options.json) await printLines(io.stdout, jsonLines(documents))
}

function importOne(store: SyncStore, history: PortableHistory, { dryRun }: ImportOptions): Joined {
  const joined = joinHistories(store, history)
  if (dryRun) return joined
  const outcome = writeHistory(store, joined)
  if (outcome.ok) return joined
  const message = `${history.name}: another program changed it meanwhile; nothing of it was imported: try again`
  throw new CommandFailure('conflict', message)
}

function documentOf({ variable, first, head, lines, marks }: Joined): object {
  const { index: last, hash } = head
  return {
    variable,
    first: first > last ? null : first,
    last,
    added: lines.length,
    marks: marks.length,
    hash,
  }
}

function textOf({ variable, first, head, marks }: Joined, { dryRun }: ImportOptions): string {
  const names = marks.map(({ name }) => name).join(', ')
  const what = [
    first <= head.index && spanText(first, head.index),
    names !== '' && `the ${marks.length === 1 ? 'mark' : 'marks'} ${names}`,
  ].filter(Boolean)
  const verb = dryRun ? 'would be imported' : 'imported'
  return safeText(
    what.length > 0 ? `${variable}: ${what.join(' and ')} ${verb}` : `${variable}: has all of it`,
  )
}

function missing(error: unknown, source: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return error
  return new CommandFailure('notFound', `there is no file '${source}' to import`, { cause: error })
}
