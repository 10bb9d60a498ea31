import { isVarveError } from '../errors.ts'
import { isCheckable } from '../store/capabilities.ts'
import type { SyncStore } from '../store/store.ts'

/** Lists what is wrong with the file itself; where it cannot be looked through, that is what is wrong. */
export function fileProblems(store: SyncStore): readonly string[] {
  try {
    return isCheckable(store) ? store.checkSync() : []
  } catch (error) {
    if (isVarveError(error, 'CORRUPT')) return [error.message]
    throw error
  }
}
