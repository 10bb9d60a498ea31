import { CommanderError } from 'commander'
import { isVarveError } from '../errors.ts'
import { handIn } from '../value/persistent/hand-in.ts'
import { Answer, CommandFailure, exitCodeOf, exitCodes } from './exit-codes.ts'
import { OutputClosed, type Io } from './io.ts'
import { commandNames, programFor } from './program.ts'
import { safeText } from './text/safe-text.ts'

/** Runs a command line and gives the code to end with; an error becomes one line on stderr. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  // Whatever a file holds can be shown.
  handIn()
  try {
    return await parse(plainHelp(argv), io)
  } catch (error) {
    if (error instanceof OutputClosed) return exitCodes.ok
    if (!(error instanceof Answer))
      await io.stderr.write(`varve: ${told(error, io)}${advice(error, argv)}\n`).catch(() => {})
    return exitCodeOf(error)
  }
}

/** The parser writes what it has to say at once; it is kept and written here, where it can be waited for. */
async function parse(argv: readonly string[], io: Io): Promise<number> {
  const said = { out: '', err: '' }
  const program = await programFor(argv, io, {
    writeOut: text => (said.out += text),
    writeErr: text => (said.err += text),
    outputError: () => {},
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCodes.ok
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    await io.stdout.write(said.out)
    if (error.exitCode === 0) return exitCodes.ok
    // Without a command the help is what is to be said.
    if (!said.err) throw new CommandFailure('usage', usageMessage(error, argv), { cause: error })
    await io.stderr.write(said.err)
    return exitCodes.usage
  }
}

/** Asks for help in one way, `varve ls --help`, however it was asked for. */
function plainHelp(argv: readonly string[]): readonly string[] {
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv
}

/** Turns "error: unknown option '--jsn'\n(Did you mean --json?)" into one sentence. */
function usageMessage({ message }: CommanderError, argv: readonly string[]): string {
  const [problem = '', guess] = message.replace(/^error: /, '').split(/\n\(Did you mean (.*)\?\)$/s)
  const command = argv.find(word => commandNames.includes(word))
  const hint = guess
    ? `did you mean ${guess}?`
    : `${['varve', command].filter(Boolean).join(' ')} --help tells more`
  return `${problem.replace(/\.$/, '')}; ${hint}`
}

/** A damaged file may hold more than was asked for; what import was given is no such file. */
function advice(error: unknown, argv: readonly string[]): string {
  const isOfFile = !argv.some(word => ['import', 'repair', 'verify'].includes(word))
  const isDamage =
    isVarveError(error, 'CORRUPT') || (error instanceof CommandFailure && error.ending === 'damaged')
  // Of a script the message says it itself.
  const isSaid = error instanceof Error && error.message.includes('varve repair ')
  return isDamage && isOfFile && !isSaid ? ' (varve repair FILE --dry-run tells what can be kept)' : ''
}

function told(error: unknown, io: Io): string {
  if (!(error instanceof Error)) return safeText(String(error))
  if (io.env['VARVE_DEBUG'] !== '1') return safeText(error.message)
  const causes = error.cause instanceof Error ? `\ncaused by ${error.cause.stack}` : ''
  return `${error.stack}${causes}`.split('\n').map(safeText).join('\n')
}
