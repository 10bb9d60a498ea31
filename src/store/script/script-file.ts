import { createHash } from 'node:crypto'
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  type BigIntStats,
  type Stats,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { VarveError } from '../../errors.ts'
import { fileFailure, hasCode } from '../rewriting/file-failure.ts'
import { removeFresh, writeFresh } from '../rewriting/fresh-file.ts'
import { readWhole, Scratch } from '../rewriting/read-whole.ts'
import { syncFolder } from '../rewriting/sync-folder.ts'
import { atRest } from './at-rest.ts'
import { holdsLock, tryLock, unlock } from './lock.ts'
import { savedInto } from './saved-into.ts'

/** Thrown where the file is no longer what was read: it is read and written once more. */
export class Moved extends Error {}

/** Thrown where nobody can say whether what was written lasts. */
export class NotSure extends Error {}

/** The file that links lead to, and what is beside it while it is written. */
interface Besides {
  readonly real: string
  readonly fresh: string
  readonly lock: string
}

/** Windows replaces no file that is open. */
const keepsOpen = process.platform !== 'win32'

/** A script on the disk: read and replaced as a whole, through links, by one at a time. */
export class ScriptFile {
  readonly path: string
  readonly #mayWrite: (stats: BigIntStats) => void
  readonly #scratch = new Scratch()
  /** Which file it was when it was last read or written here, and when it had been changed. */
  #self = ''
  #changed = 0
  /** Where it is while it is locked. */
  #besides: Besides | undefined

  constructor(path: string, mayWrite: (stats: BigIntStats) => void = () => {}) {
    this.path = path
    this.#mayWrite = mayWrite
  }

  /** All its bytes, which are there until the next call. */
  read(): Buffer {
    return this.explained(() => {
      const fd = openSync(this.path, 'r')
      try {
        return this.#readOpen(fd)
      } finally {
        closeSync(fd)
      }
    })
  }

  #readOpen(fd: number): Buffer {
    const stats = fstatSync(fd)
    if (!stats.isFile()) throw notOurs(this.path, `${this.path} is no file`)
    this.#self = selfOf(stats)
    this.#changed = stats.mtimeMs
    const bytes = readWhole(fd, this.#scratch)
    if (isUtf16(bytes)) throw notOurs(this.path, `${this.path} is written in UTF-16; save it as UTF-8`)
    return bytes
  }

  /** As `read`, of a file that held `known`, once nobody writes it any more where it stands. */
  readAfter(known: Buffer): Buffer {
    let self = this.#self
    let isOther = false
    const look = () => {
      const bytes = this.read()
      isOther = self !== this.#self
      self = this.#self
      return { bytes, changed: this.#changed }
    }
    return atRest(known, look, () => isOther)
  }

  /** What tells that it was changed, as far as the clock of the file system does. */
  look(): string {
    return this.explained(() => {
      const { dev, ino, size, mtimeNs, ctimeNs } = statSync(this.path, { bigint: true })
      return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`
    })
  }

  /** Fails where nothing may be written: what a replacement would not ask for, or would break. Gives owner and mode. */
  mustBeWritable(): BigIntStats {
    return this.explained(() => this.#writable())
  }

  /** Where changes are written that do not go into the script itself. */
  get journal(): string {
    return this.explained(() => `${this.#find().real}.varve-journal`)
  }

  /** What is there while somebody writes. */
  get lock(): string {
    return this.explained(() => this.#find().lock)
  }

  /** Runs what reaches the file system; a failure says what to do. */
  explained<T>(act: () => T): T {
    try {
      return act()
    } catch (error) {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) throw missing(this.path, error)
      if (hasCode(error, 'EMFILE', 'ENFILE')) throw tooMany(this.path, error)
      throw fileFailure(error, this.path)
    }
  }

  /** Runs `act` while no other program of ours writes the file; undefined where one does. */
  locked<T>(act: () => T): { readonly result: T } | undefined {
    const besides = this.explained(() => this.#find())
    if (!this.explained(() => tryLock(besides.lock))) return undefined
    this.#besides = besides
    try {
      return { result: act() }
    } finally {
      this.#besides = undefined
      unlock(besides.lock)
    }
  }

  /**
   * Replaces `expected` by `bytes`; within `locked`. After a crash at any moment the file holds one of both, and when this
   * returns the latter, on the disk. `Moved` where it holds something else by now: then nothing was written. Gives the text that an
   * editor has saved since it was compared, where it did so into the file that is gone now.
   */
  replace(expected: Buffer, bytes: Buffer): Buffer | undefined {
    return this.explained(() => {
      const { real, fresh, lock } = this.#find()
      const like = this.#writable()
      writeFresh(fresh, bytes, { file: this.path, like, scratch: this.#scratch })
      let fd: number | undefined
      try {
        try {
          fd = openSync(this.path, 'r')
          if (!this.#readOpen(fd).equals(expected) || !holdsLock(lock))
            throw new Moved('The file was written meanwhile.')
          const self = selfOf(statSync(fresh))
          if (!keepsOpen) fd = closed(fd)
          this.#rename(fresh, real)
          this.#self = self
        } catch (error) {
          removeFresh(fresh)
          throw error
        }
        sure(() => syncFolder(real))
        return fd === undefined ? undefined : savedInto(fd, expected, this.#scratch)
      } finally {
        if (fd !== undefined) closed(fd)
      }
    })
  }

  #rename(fresh: string, real: string): void {
    try {
      renameSync(fresh, real)
    } catch (error) {
      if (!hasCode(error, 'EIO')) throw error
      throw new NotSure('The disk failed while the file was replaced.', { cause: error })
    }
  }

  #writable(): BigIntStats {
    const stats = statSync(this.path, { bigint: true })
    if (!stats.isFile()) throw notOurs(this.path, `${this.path} is no file`)
    this.#mayWrite(stats)
    if (stats.nlink > 1n) {
      const what = `${this.path} has ${stats.nlink} names (hard links), which writing it would part`
      const advice = `Give it one name (cp a b && mv b a), or keep the values elsewhere.`
      throw new VarveError('NOT_OURS', `${what}. ${advice}`, { file: this.path })
    }
    // Root may write anything, but who has taken all permissions away did not mean that.
    if ((stats.mode & 0o222n) === 0n) {
      const message = `${this.path} is read-only: what is set is not kept in it. chmod u+w ${this.path} lets it be written.`
      throw new VarveError('READ_ONLY', message, { file: this.path })
    }
    accessSync(this.path, constants.W_OK)
    return stats
  }

  /** Follows links, which may lead elsewhere by now. */
  #find(): Besides {
    if (this.#besides) return this.#besides
    const real = realpathSync.native(this.path)
    const own = basename(real)
    const name = Buffer.byteLength(own) > 200 ? createHash('sha256').update(own).digest('hex') : own
    const beside = (ending: string) => join(dirname(real), `.${name}.varve-${ending}`)
    return { real, fresh: beside('new'), lock: beside('lock') }
  }
}

function sure(sync: () => void): void {
  try {
    sync()
  } catch (error) {
    throw new NotSure('The folder could not be synchronised.', { cause: error })
  }
}

/** Closes what was read only, so that nothing depends on it. */
function closed(fd: number): undefined {
  try {
    closeSync(fd)
  } catch {
    // It has no descriptor any more.
  }
}

/** What stays where a file is written, and is another where it is replaced; the number alone is soon used again. */
function selfOf({ dev, ino, birthtimeMs }: Stats): string {
  return `${dev} ${ino} ${birthtimeMs}`
}

function notOurs(file: string, what: string): VarveError<'NOT_OURS'> {
  return new VarveError('NOT_OURS', `${what}. Values are kept in the source file of a program.`, { file })
}

function missing(file: string, cause: unknown): VarveError<'NOT_OURS'> {
  const message = `There is no file ${file}: values are kept in the source file of a program, which has to be there.`
  return new VarveError('NOT_OURS', message, { file }, { cause })
}

function tooMany(file: string, cause: unknown): VarveError<'BUSY'> {
  const message = `${file} cannot be had now. Too many files are open: close some, then try again.`
  return new VarveError('BUSY', message, {}, { cause })
}

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}
