import { VarveError } from '../../errors.ts'

/** SQLite's primary result codes that mean something to us. */
const NAMES: Readonly<Record<number, string>> = {
  1: 'ERROR',
  3: 'PERM',
  5: 'BUSY',
  6: 'LOCKED',
  8: 'READONLY',
  10: 'IOERR',
  11: 'CORRUPT',
  13: 'FULL',
  14: 'CANTOPEN',
  15: 'PROTOCOL',
  17: 'SCHEMA',
  19: 'CONSTRAINT',
  20: 'MISMATCH',
  23: 'AUTH',
  26: 'NOTADB',
}
const IOERR_SHMSIZE = 4874

/** Names what failed, without its prefix and details ('BUSY'), from an error of node:sqlite or better-sqlite3. */
export function failureOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  if (errcode === IOERR_SHMSIZE || code === 'SQLITE_IOERR_SHMSIZE') return 'FULL'
  if (typeof errcode === 'number') return NAMES[errcode & 0xff]
  const name = typeof code === 'string' && code.startsWith('SQLITE_') ? code.split('_')[1] : undefined
  return Object.values(NAMES).find(known => known === name)
}

/** Turns an error of SQLite or the file system into ours, which says what to do; anything else is given back as it is. */
export function explain(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof VarveError) return error
  const { message } = error
  if (/database (connection )?is not open|statement has been finalized/.test(message))
    return closed(file, error)
  if (/(within|inside) a transaction/.test(message))
    return busy(file, 'Its owner has a transaction open: commit it, then try again.', error)
  // An integer beyond what a number can hold: we write none, and better-sqlite3 would round it.
  if ((error as { code?: unknown }).code === 'ERR_OUT_OF_RANGE') return corrupt(file, message, error)
  switch (failureOf(error)) {
    case 'BUSY':
    case 'LOCKED':
    case 'PROTOCOL':
      return busy(file, 'Another program is writing it: try again, or raise busyTimeout.', error)
    case 'FULL':
      return diskFull(file, error)
    case 'READONLY':
    case 'CANTOPEN':
    case 'PERM':
    case 'AUTH':
      return unwritable(file, error)
    case 'IOERR':
      return corrupt(file, `the disk failed: ${message}`, error)
    case undefined:
      return 'syscall' in error ? explainCall(error as NodeJS.ErrnoException, file) : error
    default:
      return corrupt(file, message, error)
  }
}

/** What the system said while we looked at the file ourselves. */
function explainCall(error: NodeJS.ErrnoException, file: string): VarveError {
  switch (error.code) {
    case 'EIO':
      return corrupt(file, `the disk failed: ${error.message}`, error)
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(file, error)
    case 'EMFILE':
    case 'ENFILE':
      return busy(file, 'Too many files are open: close some, then try again.', error)
    default:
      return unwritable(file, error)
  }
}

/** Makes the error for a call after `close`. */
export function closed(file: string, cause?: unknown): VarveError<'STORE_CLOSED'> {
  return new VarveError('STORE_CLOSED', `${file} is closed: open it again to use it.`, {}, { cause })
}

/** Makes the error for a file that does not hold what it must. */
export function corrupt(file: string, what: string, cause?: unknown): VarveError<'CORRUPT'> {
  const message = `${file} is damaged (${what}). Work on a copy: "sqlite3 copy .recover" saves what can be read.`
  return new VarveError('CORRUPT', message, { file, offset: null }, { cause })
}

/** Makes the error for a segment that does not hold what it must. */
export function corruptSegment(
  file: string,
  first: number,
  last: number,
  cause?: unknown,
): VarveError<'CORRUPT'> {
  return corrupt(file, `the sealed lines ${first} to ${last} are not as they were written`, cause)
}

/** Makes the error for a write of which nobody can say whether it lasts. */
export function notDurable(what: string, variable: string, cause?: unknown): VarveError<'NOT_DURABLE'> {
  return new VarveError('NOT_DURABLE', what, { variable }, { cause })
}

function busy(file: string, advice: string, cause: unknown): VarveError<'BUSY'> {
  return new VarveError('BUSY', `${file} cannot be had now. ${advice}`, {}, { cause })
}

function diskFull(file: string, cause: unknown): VarveError<'DISK_FULL'> {
  const message = `There is no room left to write ${file}; nothing of the append was kept. Make room and try again.`
  return new VarveError('DISK_FULL', message, { file }, { cause })
}

function unwritable(file: string, cause: Error): VarveError<'READ_ONLY'> {
  const message = `${file} cannot be opened or written (${cause.message}). Check that its folder exists and may be written.`
  return new VarveError('READ_ONLY', message, { file }, { cause })
}
