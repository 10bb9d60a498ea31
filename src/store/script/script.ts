import { resolve } from 'node:path'
import { badOption } from '../../options.ts'
import type { SyncCheckable, SyncExclusive, SyncForgetful, SyncStore, Watchful } from '../store.ts'
import { ScriptStore } from './script-store.ts'

/**
 * Keeps revisions in a block of comments at the end of the source file of a program, durable at every append. All other
 * bytes of the file stay as they are; where an editor has written it meanwhile, its text stays, and what is kept here.
 * The file must be there. One that holds no block holds nothing; reading never writes.
 */
export function script(file: string): SyncStore & SyncForgetful & SyncCheckable & SyncExclusive & Watchful {
  if (typeof file !== 'string' || file === '' || file.includes('\0'))
    throw badOption('script()', 'file', 'must be the name of a source file')
  return new ScriptStore(resolve(file))
}
