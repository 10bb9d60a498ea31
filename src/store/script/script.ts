import type { SyncCheckable, SyncExclusive, SyncForgetful, SyncStore, Watchful } from '../store.ts'
import { openScript } from './open-script.ts'

/**
 * Keeps revisions in a block of comments at the end of the source file of a program, durable at every append. All other
 * bytes of the file stay as they are; where an editor has written it meanwhile, its text stays, and what is kept here.
 * The file must be there. One that holds no block holds nothing; reading never writes.
 */
export function script(file: string): SyncStore & SyncForgetful & SyncCheckable & SyncExclusive & Watchful {
  return openScript(file)
}
