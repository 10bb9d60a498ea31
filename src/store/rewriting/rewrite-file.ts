import { createHash, randomBytes } from 'node:crypto'
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  type BigIntStats,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { VarveError } from '../../errors.ts'
import { fileFailure } from './file-failure.ts'
import { likeBefore, notAsWritten, removeFresh, writeWhole } from './fresh-file.ts'
import { realTarget } from './real-target.ts'
import { syncFolder } from './sync-folder.ts'

const pieceBytes = 65_536

/**
 * Replaces all that a file holds, or makes it: after a crash at any moment it holds what it held, or all of `content`,
 * and when this returns the latter, on the disk. Links are followed; owner and mode stay; a failure leaves nothing behind.
 * `mayReplace` looks at a file that is there and throws where it must stay; it is asked again when somebody else changed
 * the file meanwhile. Between its last look and the replacement lie two calls of the system, no more. A file that is made has
 * at most `mode`.
 */
export function rewriteFile(
  path: string,
  content: Iterable<string>,
  mayReplace: (file: string) => void = () => {},
  mode = 0o666,
): void {
  try {
    rewrite(realTarget(path), content, mayReplace, mode)
  } catch (error) {
    throw fileFailure(error, path)
  }
}

function rewrite(
  file: string,
  content: Iterable<string>,
  mayReplace: (file: string) => void,
  mode: number,
): void {
  const before = standing(file)
  if (before) mayReplace(file)
  const fresh = join(dirname(file), `.varve-${randomBytes(8).toString('hex')}.tmp`)
  // Where there is a mode to be kept, nobody else may look before it is set.
  const fd = openSync(fresh, 'wx+', before ? 0o600 : mode)
  let open = true
  try {
    const digest = write(fd, content)
    if (before) likeBefore(fd, before)
    fsyncSync(fd)
    if (digestOf(fd) !== digest) throw notAsWritten(file)
    open = false
    closeSync(fd)
    const now = standing(file)
    if (now && !isSame(before, now)) mayReplace(file)
    renameSync(fresh, file)
  } catch (error) {
    if (open) closeSync(fd)
    removeFresh(fresh)
    throw error
  }
  syncFolder(file)
}

/** What stands there now; only a file that may be written is replaced, although a rename would ask for neither. */
function standing(file: string): BigIntStats | undefined {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
  if (!stats) return undefined
  if (!stats.isFile()) {
    const message = `${file} is no file, so it was not made by varve. It was left as it is; choose another path.`
    throw new VarveError('NOT_OURS', message, { file })
  }
  accessSync(file, constants.W_OK)
  return stats
}

function isSame(before: BigIntStats | undefined, now: BigIntStats): boolean {
  return (
    before?.ino === now.ino &&
    before.dev === now.dev &&
    before.size === now.size &&
    before.mtimeNs === now.mtimeNs
  )
}

/** Gives the digest of what was written. */
function write(fd: number, content: Iterable<string>): string {
  const hash = createHash('sha256')
  for (const piece of pieces(content)) {
    hash.update(piece)
    writeWhole(fd, piece)
  }
  return hash.digest('hex')
}

function* pieces(content: Iterable<string>): Generator<Uint8Array> {
  let text = ''
  for (const part of content) {
    text += part
    if (text.length < pieceBytes) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text) yield Buffer.from(text)
}

function digestOf(fd: number): string {
  const hash = createHash('sha256')
  const piece = Buffer.alloc(pieceBytes)
  for (let at = 0; ;) {
    const length = readSync(fd, piece, 0, pieceBytes, at)
    if (length === 0) return hash.digest('hex')
    hash.update(piece.subarray(0, length))
    at += length
  }
}
