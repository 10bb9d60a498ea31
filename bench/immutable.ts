import { cases } from './immutable/cases.ts'
import { runSuite } from './runner/run-suite.ts'

/** What one change of a locked collection costs, beside persistent and copying libraries, and what a kept revision costs and weighs. */
export async function main(): Promise<void> {
  await runSuite('immutable', cases)
}
