import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  unlinkSync,
  writeSync,
  type BigIntStats,
} from 'node:fs'
import { VarveError } from '../../errors.ts'
import { hasCode } from './file-failure.ts'
import { readWhole, type Scratch } from './read-whole.ts'

/**
 * Writes all bytes, from a position on where one is given: a disk that fills up takes less than it is given, without an
 * error, and none at all in the end.
 */
export function writeWhole(fd: number, bytes: Uint8Array, from?: number): void {
  for (let at = 0; at < bytes.length;) {
    const written = writeSync(fd, bytes, at, bytes.length - at, from === undefined ? null : from + at)
    if (written === 0) throw Object.assign(new Error('nothing more is taken'), { code: 'ENOSPC' })
    at += written
  }
}

/** Gives a new file the owner and mode of the one it is to replace: first the owner, which clears bits of the mode. */
export function likeBefore(fd: number, before: Pick<BigIntStats, 'uid' | 'gid' | 'mode'>): void {
  const { uid, gid } = fstatSync(fd, { bigint: true })
  if (uid !== before.uid || gid !== before.gid) {
    try {
      fchownSync(fd, Number(before.uid), Number(before.gid))
    } catch (error) {
      // Whoever is not root can give a file to nobody.
      if (!hasCode(error, 'EPERM')) throw error
    }
  }
  fchmodSync(fd, Number(before.mode & 0o7777n))
}

/** Takes away a file that was to replace another, where something went wrong: that is what has to be told. */
export function removeFresh(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    // It may not be there at all.
  }
}

/** Makes the error for a disk that gives back something else than was written. */
export function notAsWritten(file: string): VarveError<'CORRUPT'> {
  const message = `The disk gave back something else than was written for ${file}, which is as it was. Write it to another disk.`
  return new VarveError('CORRUPT', message, { file, offset: null })
}

/** Makes a file that is to replace another: with all of `bytes` on the disk, its owner and mode; it is not there before, nor if this fails. */
export function writeFresh(
  fresh: string,
  bytes: Buffer,
  { file, like, scratch }: { file: string; like: BigIntStats; scratch: Scratch },
): void {
  const fd = openFresh(fresh)
  let open = true
  try {
    writeWhole(fd, bytes)
    likeBefore(fd, like)
    fsyncSync(fd)
    if (!readWhole(fd, scratch).equals(bytes)) throw notAsWritten(file)
    open = false
    closeSync(fd)
  } catch (error) {
    if (open) closeSync(fd)
    removeFresh(fresh)
    throw error
  }
}

/** One that is there already was left by who was killed while writing it. */
function openFresh(fresh: string): number {
  for (;;) {
    try {
      return openSync(fresh, 'wx+', 0o600)
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
      unlinkSync(fresh)
    }
  }
}
