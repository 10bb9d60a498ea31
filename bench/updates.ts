import { runSuite } from './runner/run-suite.ts'
import { cases } from './updates/cases.ts'

/** What an update costs, and an old version, an undo, a diff, beside libraries that keep histories too. */
export async function main(): Promise<void> {
  await runSuite('updates', cases)
}
