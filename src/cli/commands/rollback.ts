import { Argument, type Command } from 'commander'
import { addChangeOptions, infoOf, type ChangeFlags } from '../change-options.ts'
import type { Io } from '../io.ts'
import { parseRevisionRef } from '../parse-ref.ts'
import { printRecorded } from '../print-recorded.ts'
import { storedVariable, withRepository } from '../with-repository.ts'

/** Adds what `varve rollback` takes and does. */
export function configure(command: Command, io: Io): void {
  addChangeOptions(command)
    .addArgument(new Argument('<REF>', 'a variable, and which of its revisions'))
    .addHelpText('after', examples)
    .action((file: string, ref: string, _options: object, self: Command) => {
      const options = self.optsWithGlobals<ChangeFlags>()
      const { name, ref: which } = parseRevisionRef(ref)
      return withRepository(file, {}, open => {
        const variable = storedVariable(open, name).rollback(which, infoOf(options))
        return printRecorded(io, options, open.store, variable.lastChange())
      })
    })
}

const examples = `
It adds a revision with the value of an earlier one; what came between stays in
the history. Refs are those of varve show. Without --label, it is labelled
"rollback to index 3".

Examples:
  varve rollback game.db score@3
  varve rollback game.db score@2026-11-01T10:00 --creator ann --comment 'miscounted'
  varve rollback game.db team@~1 --json | jq .index`
