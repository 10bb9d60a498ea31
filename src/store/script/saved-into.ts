import { fstatSync } from 'node:fs'
import { readWhole, type Scratch } from '../rewriting/read-whole.ts'
import { atRest } from './at-rest.ts'

/**
 * What an editor has saved into a file, which is open still, after it was seen to hold `known`: too late to be met, since another
 * file took its place right then, and nobody else sees it any more. Undefined where nothing was saved.
 */
export function savedInto(fd: number, known: Buffer, scratch: Scratch): Buffer | undefined {
  try {
    const look = () => ({ bytes: readWhole(fd, scratch), changed: fstatSync(fd).mtimeMs })
    const bytes = atRest(known, look, () => false)
    // What stays empty is no program.
    return bytes.length === 0 || bytes.equals(known) ? undefined : Buffer.from(bytes)
  } catch {
    // What was written is there, whether or not this can be known.
    return undefined
  }
}
