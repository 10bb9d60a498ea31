import { CommandFailure } from './exit-codes.ts'
import type { Io } from './io.ts'
import { inputLines } from './read-input.ts'
import { safeText } from './text/safe-text.ts'

/** The option that answers the question in advance. */
export interface ConfirmOptions {
  readonly yes?: true
}

/** Asks before something is lost, unless `--yes` has answered; where nobody can be asked, it is refused. */
export async function confirm(io: Io, question: string, { yes }: ConfirmOptions): Promise<void> {
  if (yes) return
  if (!io.stdin.isTTY || !io.stderr.isTTY) {
    const message = `${question} Nobody is here to be asked: --yes does it, --dry-run tells what it would do`
    throw new CommandFailure('usage', message)
  }
  await io.stderr.write(`${safeText(question)} [y/N] `)
  for await (const answer of inputLines(io.stdin)) {
    if (/^\s*y(es)?\s*$/i.test(answer)) return
    break
  }
  throw new CommandFailure('usage', 'nothing was changed')
}
