import { VarveError } from '../../errors.ts'
import { knownVersion } from './block-lines.ts'
import type { Misfit } from './find-block.ts'

/** Makes the error for a block that cannot be read. */
export function damaged(file: string, { problem, offset, version }: Misfit): VarveError {
  if (version !== undefined) {
    const message = `${file} has a block of version ${version}; this version knows versions up to ${knownVersion}. Update varve to read it.`
    return new VarveError('TOO_NEW', message, { found: version, known: knownVersion })
  }
  const message = `The block of values at the end of ${file} is damaged: ${problem}. Nothing is read from it or written to it; "varve repair ${file} --dry-run" tells what can be kept.`
  return new VarveError('CORRUPT', message, { file, offset })
}

/** Makes the error for a call after `close`. */
export function closed(file: string): VarveError<'STORE_CLOSED'> {
  return new VarveError('STORE_CLOSED', `${file} is closed: open it again to use it.`, {})
}

/** Makes the error for a file that others keep writing. */
export function busy(file: string, lock: string): VarveError<'BUSY'> {
  const message = `${file} cannot be had now: another program is writing it. Try again; where none is, remove ${lock}.`
  return new VarveError('BUSY', message, {})
}

/** Makes the error for a write of which nobody can say whether it lasts. */
export function notDurable(file: string, variable: string, cause: unknown): VarveError<'NOT_DURABLE'> {
  const message = `The disk failed while ${file} was written. Open it again to see what was kept, and to write.`
  return new VarveError('NOT_DURABLE', message, { variable }, { cause })
}

/** Makes the error for a block that cannot be moved to the end. */
export function inString(file: string): VarveError<'REFUSED'> {
  const message = `There is code behind the block of values in ${file}, and the block may be within a string of the program. Move the block to the end of the file by hand; until then nothing is written.`
  return new VarveError('REFUSED', message, {})
}
