import { Argument, InvalidArgumentError, type Command } from 'commander'
import { addChangeOptions, infoOf, type ChangeFlags } from './change-options.ts'
import { CommandFailure } from './exit-codes.ts'
import type { Io } from './io.ts'
import { printAllRecorded } from './print-recorded.ts'
import { storedVariable, withRepository } from './with-repository.ts'

interface StepOptions extends ChangeFlags {
  readonly steps: number
  readonly by?: string
}

/** Adds what `varve undo` and `varve redo` take and do, which is the same but for the direction. */
export function configureSteps(kind: 'undo' | 'redo', command: Command, io: Io): void {
  addChangeOptions(command)
    .addArgument(new Argument('<NAME>', 'a variable'))
    .option('--steps <count>', 'how many, at most', count, 1)
    .option('--by <creator>', 'only changes of this creator')
    .action((file: string, name: string, _options: object, self: Command) =>
      step(io, kind, file, name, self.optsWithGlobals<StepOptions>()),
    )
}

async function step(
  io: Io,
  kind: 'undo' | 'redo',
  file: string,
  name: string,
  options: StepOptions,
): Promise<void> {
  const { steps, by } = options
  await withRepository(file, {}, open => {
    const variable = storedVariable(open, name)
    variable[kind]({ ...infoOf(options), steps, ...(by !== undefined && { by }) })
    const recorded = variable.history().filter(revision => revision.writer === open.writer)
    if (recorded.length === 0) {
      const whose = by === undefined ? '' : ` of ${by}`
      throw new CommandFailure('notFound', `${name}: there is nothing${whose} to ${kind}`)
    }
    return printAllRecorded(io, options, open.store, recorded)
  })
}

function count(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Give a whole number from 1.')
}
