import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { configureSteps } from '../steps.ts'

/** Adds what `varve undo` takes and does. */
export function configure(command: Command, io: Io): void {
  configureSteps('undo', command, io)
  command.addHelpText('after', examples)
}

const examples = `
It adds a revision that takes back the latest change that stands; nothing leaves
the history. Several steps are recorded together. Where nothing is left to take
back it ends with 3.

Examples:
  varve undo game.db score
  varve undo game.db score --steps 3 --creator bob --comment 'wrong match'
  varve undo game.db team --by ann`
