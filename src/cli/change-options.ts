import { Argument, type Command } from 'commander'
import type { ChangeInfo } from '../recorder/info.ts'
import { addFormOptions, type FormOptions } from './text/output-form.ts'

/** The options of every command that records something. */
export interface ChangeFlags extends FormOptions {
  readonly creator?: string
  readonly label?: string
  readonly comment?: string
}

/** Adds the file, and the options of `ChangeFlags`, to a command. */
export function addChangeOptions(command: Command): Command {
  return addFormOptions(
    command
      .addArgument(new Argument('<FILE>', 'a file kept by varve'))
      .option('--creator <name>', 'who changes it')
      .option('--label <text>', 'what is done, in a word or two')
      .option('--comment <text>', 'why'),
  )
}

/** Gives what was said of a change; what was not said is left out. */
export function infoOf({ creator, label, comment }: ChangeFlags): ChangeInfo {
  return {
    ...(creator !== undefined && { creator }),
    ...(label !== undefined && { label }),
    ...(comment !== undefined && { comment }),
  }
}
