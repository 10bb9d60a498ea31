import type { Kept } from '../kept.ts'
import { Working } from '../working/working.ts'
import { editedOf, type Edited } from './edit.ts'
import { type EditOptions, Run } from './run.ts'

/** A recipe that may still be waiting. */
export interface Editing {
  /** What it comes to; rejects with what it throws, or with why it was given up. */
  readonly done: Promise<Edited>
  /** Gives it up: its draft is closed at once, `done` rejects with the reason, and what it comes to is let go. */
  close(reason: unknown): void
}

/** `edit` for a recipe that may wait: its draft stays open until what it returns has settled. */
export function editAsync(base: Kept, recipe: (draft: never) => unknown, options: EditOptions): Editing {
  const working = new Working(base)
  const run = new Run(working, options)
  let giveUp: (reason: unknown) => void
  const givenUp = new Promise<never>((_resolve, reject) => (giveUp = reject))
  const finish = async (): Promise<Edited> => {
    try {
      if (typeof recipe !== 'function') run.refuseRecipe(recipe)
      const answer = run.end(await recipe(run.draft as never))
      return editedOf(base, working, { log: run.log, answer })
    } finally {
      run.close()
    }
  }
  return {
    done: Promise.race([finish(), givenUp]),
    close(reason) {
      run.close()
      giveUp(reason)
    },
  }
}
