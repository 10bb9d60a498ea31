import { constants } from 'node:os'
import { VarveError } from '../../errors.ts'

/** Turns an error of the file system into ours, which says what to do; anything else is given back as it is. */
export function fileFailure(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof VarveError) return error
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG': {
      const message = `There is no room left to write ${file}; it is as it was. Make room and try again.`
      return new VarveError('DISK_FULL', message, { file }, { cause: error })
    }
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ERR_ACCESS_DENIED':
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG': {
      const message = `${file} cannot be written (${error.message}). Check that its folder exists and may be written.`
      return new VarveError('READ_ONLY', message, { file }, { cause: error })
    }
    case 'EIO': {
      const message = `The disk failed while ${file} was written (${error.message}). Keep what is in memory, and write it to another disk.`
      return new VarveError('CORRUPT', message, { file, offset: null }, { cause: error })
    }
    default:
      return error
  }
}

/** Tells whether an error of the file system has one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && codes.includes(String(codeOf(error)))
}

/** Node has no name for a quota that is used up. */
function codeOf(error: Error): string | undefined {
  const { code, errno } = error as NodeJS.ErrnoException
  return errno === -constants.errno.EDQUOT ? 'EDQUOT' : code
}
