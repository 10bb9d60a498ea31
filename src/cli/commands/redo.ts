import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { configureSteps } from '../steps.ts'

/** Adds what `varve redo` takes and does. */
export function configure(command: Command, io: Io): void {
  configureSteps('redo', command, io)
  command.addHelpText('after', examples)
}

const examples = `
It adds a revision that gives back what undo took, as long as only undo and redo
followed. Several steps are recorded together. Where nothing is left to give
back it ends with 3.

Examples:
  varve redo game.db score
  varve redo game.db score --steps 3
  varve redo game.db team --by ann --json | jq '.[].target'`
