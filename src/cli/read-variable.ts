import { VarveError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { readStoredSync, trackOf } from '../recorder/stored.ts'
import type { Track } from '../recorder/track.ts'
import type { SyncStore } from '../store/store.ts'

/** Reads a variable with its whole history, the chain checked; `UNKNOWN_VARIABLE` names the nearest one. */
export function readVariable(store: SyncStore, name: string): Track {
  const stored = readStoredSync(store, name)
  if (stored) return trackOf(name, stored)
  throw unknownVariable(store, name)
}

/** Makes the error for a name that the file does not know. */
export function unknownVariable(store: SyncStore, name: string): VarveError<'UNKNOWN_VARIABLE'> {
  const names = new Set(store.headsSync().map(head => head.variable))
  const near = nearest(name, names)
  return new VarveError('UNKNOWN_VARIABLE', `there is no variable '${name}'; ${hint(near, names.size)}`, {
    variable: name,
    nearest: near,
  })
}

function hint(near: string | null, count: number): string {
  if (near) return `did you mean '${near}'?`
  return count === 0 ? 'the file holds none' : 'varve ls FILE lists those there are'
}
