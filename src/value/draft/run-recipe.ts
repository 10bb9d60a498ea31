import type { Working } from '../working/working.ts'
import type { RowLog } from '../working/row-log.ts'
import { type Answer, type EditOptions, Run } from './run.ts'
import { holdSample } from './sample.ts'

/** What a recipe did: rows, which are done to the working value already, or the value that it answered with. */
export interface Ran {
  readonly log: RowLog
  readonly answer: Answer | null
}

/**
 * Runs a recipe on a working value: on a draft of a container or a live copy of a leaf, which it edits or answers with the
 * next value; on a primitive, which it answers with the next value. Throws BAD_RECIPE when it does both, or waits. What it
 * did is taken back where it throws.
 */
export function runRecipe(working: Working, recipe: (draft: never) => unknown, options: EditOptions): Ran {
  holdSample()
  const run = new Run(working, options)
  try {
    if (typeof recipe !== 'function') run.refuseRecipe(recipe)
    const result = recipe(run.draft as never)
    if (isThenable(result)) run.refuseWaiting(result)
    const answer = run.end(result)
    run.close()
    return { log: run.log, answer }
  } catch (error) {
    run.revert()
    throw error
  }
}

function isThenable(result: unknown): result is PromiseLike<unknown> {
  return (
    typeof result === 'object' && result !== null && typeof (result as { then?: unknown }).then === 'function'
  )
}
