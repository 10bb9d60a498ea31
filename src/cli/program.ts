import { readFileSync } from 'node:fs'
import { Command, type OutputConfiguration } from 'commander'
import { nearest } from '../nearest.ts'
import { CommandFailure } from './exit-codes.ts'
import type { Io } from './io.ts'

/** What a command's file exports: it adds arguments, options, help and action to the command it is given. */
interface CommandFile {
  configure(command: Command, io: Io): void
}

interface Listed {
  readonly usage: string
  readonly summary: string
  load(): Promise<CommandFile>
}

/** Every command; its file is loaded when the command is asked for. */
const commands: Readonly<Record<string, Listed>> = {
  ls: {
    usage: '[options] FILE [PATTERN]',
    summary: 'list the variables of a file, each with its present value',
    load: () => import('./commands/ls.ts'),
  },
  show: {
    usage: '[options] FILE REF',
    summary: 'show one revision: its value, who recorded it, when and why',
    load: () => import('./commands/show.ts'),
  },
  log: {
    usage: '[options] FILE NAME',
    summary: 'show the history of a variable, newest first',
    load: () => import('./commands/log.ts'),
  },
  tail: {
    usage: '[options] FILE [NAME]',
    summary: 'show what is recorded, as it comes',
    load: () => import('./commands/tail.ts'),
  },
  diff: {
    usage: '[options] FILE REF [OTHER]',
    summary: 'tell how two revisions differ',
    load: () => import('./commands/diff.ts'),
  },
  verify: {
    usage: '[options] FILE [NAME...]',
    summary: 'check that everything in a file is as it was recorded',
    load: () => import('./commands/verify.ts'),
  },
  export: {
    usage: '[options] FILE [NAME...]',
    summary: 'write histories as text that can be imported elsewhere',
    load: () => import('./commands/export.ts'),
  },
  set: {
    usage: '[options] FILE NAME VALUE',
    summary: 'record a new value of a variable, or of one place in it',
    load: () => import('./commands/set.ts'),
  },
  rollback: {
    usage: '[options] FILE REF',
    summary: 'record the value of an earlier revision anew',
    load: () => import('./commands/rollback.ts'),
  },
  undo: {
    usage: '[options] FILE NAME',
    summary: 'take back the latest change that stands',
    load: () => import('./commands/undo.ts'),
  },
  redo: {
    usage: '[options] FILE NAME',
    summary: 'give back what undo took',
    load: () => import('./commands/redo.ts'),
  },
  import: {
    usage: '[options] FILE IN',
    summary: 'take over histories that were exported',
    load: () => import('./commands/import.ts'),
  },
  repair: {
    usage: '[options] FILE',
    summary: 'keep what holds of a damaged file',
    load: () => import('./commands/repair.ts'),
  },
  strip: {
    usage: '[options] SCRIPT',
    summary: 'take the values out of a script, into a file that can be imported',
    load: () => import('./commands/strip.ts'),
  },
  prune: {
    usage: '[options] FILE [NAME...]',
    summary: 'forget old revisions for good',
    load: () => import('./commands/prune.ts'),
  },
  compact: {
    usage: '[options] FILE [NAME...]',
    summary: 'keep old revisions in less room',
    load: () => import('./commands/compact.ts'),
  },
}

/** The names of the commands, in the order in which they are listed. */
export const commandNames: readonly string[] = Object.keys(commands)

/** Makes the parser for a command line, with all of the one command that it names. */
export async function programFor(
  argv: readonly string[],
  io: Io,
  output: OutputConfiguration,
): Promise<Command> {
  const wanted = argv.find(word => !word.startsWith('-'))
  if (wanted !== undefined && !commandNames.includes(wanted)) throw unknownCommand(wanted)
  const program = new Command('varve')
    .description('Reads and changes values that remember: what they were, who changed them, when and why.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [COMMAND]', 'print the help of a command')
    .option('--no-color', 'print without colour')
    .configureHelp({
      showGlobalOptions: true,
      subcommandTerm: command => `${command.name()} ${command.usage()}`,
    })
    .configureOutput({ ...output, getOutHelpWidth: () => Math.min(io.stdout.columns, 100) })
    .addHelpText('after', epilogue)
    .exitOverride()
  for (const [name, { usage, summary, load }] of Object.entries(commands)) {
    const command = program.command(name).summary(summary).description(sentence(summary)).usage(usage)
    if (name === wanted) (await load()).configure(command, io)
  }
  return program
}

function unknownCommand(word: string): CommandFailure {
  const near = nearest(word, commandNames)
  const hint = near ? `did you mean '${near}'?` : `there are ${commandNames.join(', ')}`
  return new CommandFailure('usage', `there is no command '${word}'; ${hint}`)
}

const epilogue = `
Exit codes:
  0  well done
  1  what was compared differs, or could not be kept whole
  2  the command cannot be run as it was written
  3  there is no such file, variable, revision or place
  4  another program's change, lock or history is in the way
  5  the file is damaged, of a newer version, or not varve's
  130  interrupted

On a terminal the output is a table; piped it is text with a tab between columns.
Times are local on a terminal and UTC elsewhere. --json and --ndjson are for
programs; a value that JSON cannot hold is there in a readable form, and beside
it, as "stored", exactly as the file has it. Colours follow NO_COLOR and
FORCE_COLOR. VARVE_DEBUG=1 shows where an error comes from.`

function sentence(summary: string): string {
  return `${summary[0]!.toUpperCase()}${summary.slice(1)}.`
}

/** The package's own, two folders up from here in the sources as in what is built. */
function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}
