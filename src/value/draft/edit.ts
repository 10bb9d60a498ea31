import type { Kept } from '../kept.ts'
import { type Edited, type EditOptions, Run } from './run.ts'

export type { Edited, EditOptions } from './run.ts'

/**
 * Runs a recipe on a kept value: on a draft of a container or a live copy of a leaf, which it edits or answers with the
 * next value; on a primitive, which it answers with the next value. Throws BAD_RECIPE when it does both, or waits.
 */
export function edit(base: Kept, recipe: (draft: never) => unknown, options: EditOptions): Edited {
  const run = new Run(base, options)
  if (typeof recipe !== 'function') run.refuseRecipe(recipe)
  try {
    const result = recipe(run.draft as never)
    if (isThenable(result)) run.refuseWaiting(result)
    return run.end(result)
  } finally {
    run.close()
  }
}

function isThenable(result: unknown): result is PromiseLike<unknown> {
  return (
    typeof result === 'object' && result !== null && typeof (result as { then?: unknown }).then === 'function'
  )
}
