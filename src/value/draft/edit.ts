import { diffKept } from '../diff.ts'
import type { Kept } from '../kept.ts'
import type { Patches } from '../path.ts'
import { logPatches } from '../working/row-patch.ts'
import { Working } from '../working/working.ts'
import type { EditOptions } from './run.ts'
import { runRecipe, type Ran } from './run-recipe.ts'

export type { EditOptions } from './run.ts'

/** What a recipe made of a value, and how it differs. */
export interface Edited {
  readonly value: Kept
  readonly patches: Patches
  /** Whether the recipe answered with the value, rather than edit its draft. */
  readonly isReturned: boolean
}

/** Runs a recipe on a kept value, as `runRecipe`; the value stays as it is. */
export function edit(base: Kept, recipe: (draft: never) => unknown, options: EditOptions): Edited {
  const working = new Working(base)
  return editedOf(base, working, runRecipe(working, recipe, options))
}

/** What a recipe made of `base`, on which the working value began. */
export function editedOf(base: Kept, working: Working, { log, answer }: Ran): Edited {
  if (answer !== null) return { ...answer, patches: diffKept(base, answer.value), isReturned: true }
  const value = log.length === 0 ? base : working.snapshot()
  return { value, patches: logPatches(log), isReturned: false }
}
