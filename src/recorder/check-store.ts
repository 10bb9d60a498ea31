import { badOption } from '../options.ts'
import type { Store } from '../store/store.ts'

/** Refuses what is no store (`BAD_OPTION`), and gives back what is one. */
export function checkStore<S extends Store>(where: string, store: S): S {
  if (typeof store?.append === 'function' && typeof store.head === 'function') return store
  throw badOption(where, 'store', "is no store; give one like memory() or sqlite('file.db')")
}
