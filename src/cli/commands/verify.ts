import { Argument, InvalidArgumentError, type Command } from 'commander'
import { isVarveError } from '../../errors.ts'
import { verify, type Problem } from '../../history/verify.ts'
import { readStoredSync } from '../../recorder/stored.ts'
import type { SyncStore } from '../../store/store.ts'
import { chosenNames } from '../chosen-names.ts'
import { CommandFailure } from '../exit-codes.ts'
import { fileProblems } from '../file-problems.ts'
import type { Io } from '../io.ts'
import { withStore } from '../open-store.ts'
import { coloursFor } from '../text/colours.ts'
import { addFormOptions, jsonLines, printRows, type FormOptions } from '../text/output-form.ts'
import { printLines } from '../text/print-lines.ts'

type Heads = ReadonlyMap<string, readonly string[]>

interface VerifyOptions extends FormOptions {
  readonly head?: Heads
}

/** What was looked at, and what does not hold. */
interface Checked {
  readonly variables: number
  readonly revisions: number
  readonly problems: readonly Problem[]
}

/** Adds what `varve verify` takes and does. */
export function configure(command: Command, io: Io): void {
  addFormOptions(
    command
      .addArgument(new Argument('<FILE>', 'a file kept by varve'))
      .addArgument(new Argument('[NAME...]', 'variables; without any, all of them and the file itself'))
      .option('--head <name=#hash>', 'this revision must be there; may be given again', trustedHead),
  )
    .addHelpText('after', examples)
    .action((file: string, names: readonly string[], _options: object, self: Command) =>
      withStore(file, store => show(io, checkAll(store, names, self.optsWithGlobals<VerifyOptions>()), self)),
    )
}

const examples = `
It looks at every line, hash and value, at marks, gaps and what helps to read
fast. Columns: revision, what does not hold there; it ends with 5 where there is
anything, and goes on behind what it finds.
Whoever can write the file can also write another history, whose hashes fit. To
find that, note a hash elsewhere (varve ls --json has it) and give it as --head.

Examples:
  varve verify game.db
  varve verify game.db score --head 'score=#9f3c…' (all 64 digits)
  varve verify game.db --json | jq '.problems[].message'`

function checkAll(
  store: SyncStore,
  named: readonly string[],
  { head: heads = new Map() }: VerifyOptions,
): Checked {
  const names = new Set([
    ...chosenNames(store, named),
    ...(heads.size > 0 ? chosenNames(store, [...heads.keys()]) : []),
  ])
  const own = named.length > 0 ? [] : fileProblems(store)
  const problems: Problem[] = own.map(message => ({ variable: '', index: -1, message }))
  let revisions = 0
  for (const variable of names) {
    try {
      const stored = readStoredSync(store, variable)!
      const trusted = (heads.get(variable) ?? []).map(hash => ({ hash }))
      revisions += stored.lines.length
      problems.push(...verify({ variable, ...stored, trusted }))
    } catch (error) {
      // What cannot be read at all is a problem like others.
      if (!isVarveError(error, 'CORRUPT')) throw error
      problems.push({ variable, index: -1, message: `${variable}: ${error.message}` })
    }
  }
  return { variables: names.size, revisions, problems }
}

async function show(io: Io, checked: Checked, self: Command): Promise<void> {
  const options = self.optsWithGlobals<VerifyOptions>()
  const { problems, variables, revisions } = checked
  const count = `${counted(revisions, 'revision')} of ${counted(variables, 'variable')}`
  if (options.json) await printLines(io.stdout, jsonLines({ ok: problems.length === 0, ...checked }))
  else if (problems.length > 0 || options.ndjson) await printRows(io, options, problems, forms(io, options))
  else await printLines(io.stdout, [`all holds: ${count}`])
  if (problems.length === 0) return
  const message = `${counted(problems.length, 'problem')} in ${count}; varve repair keeps what holds in a new file`
  throw new CommandFailure('damaged', message)
}

function forms(io: Io, { color }: FormOptions) {
  const { mark } = coloursFor(io, color)
  const place = ({ variable, index }: Problem) =>
    variable === '' ? 'file' : index < 0 ? variable : `${variable}@${index}`
  return {
    columns: [
      { title: 'WHERE', text: place, dress: mark },
      // It begins with the place again, for those who see nothing else.
      {
        title: 'PROBLEM',
        text: (row: Problem) => row.message.replace(`${place(row)}: `, ''),
        gives: 'first' as const,
      },
    ],
    document: ({ variable, index, message }: Problem) => ({
      variable: variable || null,
      index: index < 0 ? null : index,
      message,
    }),
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function trustedHead(text: string, before: Heads = new Map()): Heads {
  const [, name, hash] = /^([^=]*.*)=#?([0-9a-f]{64})$/s.exec(text) ?? []
  if (!name || !hash) throw new InvalidArgumentError('Give name=#hash, with all 64 hexadecimal digits.')
  return new Map(before).set(name, [...(before.get(name) ?? []), hash])
}
