import { cases } from './history/cases.ts'
import { runSuite } from './runner/run-suite.ts'

/** What long histories cost, beside libraries made for them: `[--trace FILE]` takes recorded keystrokes for W3. */
export async function main(): Promise<void> {
  await runSuite('history', cases, trace =>
    trace ? 'W3: a recorded trace' : 'W3: a made trace; `--trace FILE` or TRACE=FILE takes a recorded one',
  )
}
