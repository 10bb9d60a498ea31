import { existsSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { Argument, type Command } from 'commander'
import { isVarveError } from '../../errors.ts'
import { mainBranch } from '../../recorder/stored.ts'
import { rewriteFile } from '../../store/rewriting/rewrite-file.ts'
import { ScriptStore } from '../../store/script/script-store.ts'
import { CommandFailure } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { mustBeThere } from '../open-store.ts'
import { portableLines } from '../portable-lines.ts'
import { isDatabase, isScript } from '../store-of.ts'
import { printLines } from '../text/print-lines.ts'
import { safeText } from '../text/safe-text.ts'
import { spanText } from '../text/span-text.ts'

interface StripOptions {
  readonly out?: string
}

/** Adds what `varve strip` takes and does. */
export function configure(command: Command, io: Io): void {
  command
    .addArgument(new Argument('<SCRIPT>', 'the source file of a program that keeps its values'))
    .option('--out <path>', 'write into this file, which must not be there yet (default: SCRIPT.ndjson)')
    .addHelpText('after', examples)
    .action((file: string, _options: object, self: Command) =>
      strip(io, file, self.optsWithGlobals<StripOptions>()),
    )
}

const examples = `
What the script has recorded is written as varve export would, and then taken out:
all other bytes of the script are as if it had never been there. varve import puts
it back. A program that runs meanwhile would go on from what it has: stop it.

Examples:
  varve strip todo.ts
  varve strip todo.ts --out todo.ndjson
  varve import todo.ts todo.ts.ndjson`

async function strip(io: Io, file: string, options: StripOptions): Promise<void> {
  mustBeThere(file)
  if (!isScript(file))
    throw new CommandFailure(
      'usage',
      `${isDatabase(file) ? 'a database' : `'${file}'`} is no script; varve export copies what it holds`,
    )
  const { out = `${file}.ndjson` } = options
  if (existsSync(out))
    throw new CommandFailure('usage', `there is a file '${out}' already; --out names another`)
  const store = new ScriptStore(resolve(file), {})
  const told: string[] = []
  let isCopied = false
  try {
    // Nobody can add to it between the copy and the end.
    store.exclusivelySync(() => {
      take(store, file, out, told)
      isCopied = true
    })
  } catch (error) {
    // What is in the script still need not be elsewhere, and a second try would be refused.
    if (isCopied && !isVarveError(error, 'NOT_DURABLE')) rmSync(out, { force: true })
    throw error
  } finally {
    store.closeSync()
  }
  await printLines(io.stdout, [...told, safeText(`${out} has what was in ${file}`)])
}

function take(store: ScriptStore, file: string, out: string, told: string[]): void {
  const heads = store.headsSync()
  if (heads.length === 0) throw new CommandFailure('notFound', `'${file}' holds no values`)
  const other = heads.find(({ branch }) => branch !== mainBranch)
  if (other)
    throw new CommandFailure('conflict', `${other.variable}: its branch '${other.branch}' cannot be exported`)
  const { mode } = store.mustBeWritableSync()
  const lines = portableLines(
    store,
    heads.map(({ variable }) => variable),
    ({ name, timeline }) => told.push(safeText(`${name}: ${spanText(0, timeline.length - 1)}`)),
  )
  rewriteFile(
    out,
    lines.map(line => `${line}\n`),
    () => {
      throw new CommandFailure('usage', `there is a file '${out}' already; --out names another`)
    },
    // Whoever may not read the script may not do so here either.
    Number(mode & 0o666n),
  )
  store.emptySync()
}
