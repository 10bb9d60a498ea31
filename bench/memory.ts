import { cases } from './memory/cases.ts'
import { runSuite } from './runner/run-suite.ts'

/** What a revision weighs in memory, beside libraries that keep histories too. */
export async function main(): Promise<void> {
  await runSuite('memory', cases)
}
