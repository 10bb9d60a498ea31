import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
  unlinkSync,
  type BigIntStats,
} from 'node:fs'
import { randomId, sha256 } from '#platform'
import { parseBounded } from '../../value/parse-bounded.ts'
import { hasCode } from '../rewriting/file-failure.ts'
import { likeBefore, writeWhole } from '../rewriting/fresh-file.ts'
import { syncFolder } from '../rewriting/sync-folder.ts'
import { changeText, type Change } from './change.ts'
import { BadBlock } from './bad-block.ts'
import { NotSure } from './script-file.ts'

const digits = 64

/** What a journal held when it was looked at. */
export interface Journaled {
  /** Which of all journals of the script it was; empty where there was none. */
  readonly id: string
  /** Since it was begun. */
  readonly changes: readonly Change[]
  readonly bytes: number
}

/**
 * A file beside a script, to which changes are added: one line and one fsync each, while the script stays as it is. Each
 * line has a hash over the one before, so that nothing in the midst can be lost, changed or moved.
 */
export class Journal {
  readonly file: string
  #id = ''
  #changes: Change[] = []
  /** Where the whole lines end; what follows was being written when the program or machine stopped. */
  #end = 0
  #hash = ''

  constructor(file: string) {
    this.file = file
  }

  /** All changes of a journal before the first line that is damaged; none where there is no journal. */
  static readable(file: string): readonly Change[] {
    const journal = new Journal(file)
    try {
      return journal.look().changes
    } catch (error) {
      if (!(error instanceof BadBlock)) throw error
      return journal.known.changes
    }
  }

  /** Reads what is new; all of it where it is another one by now. `BadBlock` where it is damaged. */
  look(): Journaled {
    const fd = this.#open()
    if (fd === undefined) {
      this.#forget('')
    } else {
      try {
        const id = textOf(bytesOf(fd, 0, digits))
        if (id !== this.#id || fstatSync(fd).size < this.#end) this.#forget(id)
        this.#take(bytesOf(fd, this.#end))
      } finally {
        closeSync(fd)
      }
    }
    return this.known
  }

  /** What it held when it was last looked at, and what was added here. */
  get known(): Journaled {
    return { id: this.#id, changes: this.#changes, bytes: this.#end }
  }

  /**
   * Adds changes, on the disk when this returns; after a `look` within the lock of the script. Whoever may not read or write
   * the script, which `like` is, may not do so here either.
   */
  append(changes: readonly Change[], like: BigIntStats): void {
    const isNew = this.#end === 0
    const texts = changes.map(changeText)
    if (isNew) texts.unshift(JSON.stringify({ varve: 1, journal: randomId() }))
    let hash = isNew ? '' : this.#hash
    const lines = texts.map(text => `${(hash = lineHash(hash, text))} ${text}\n`)
    const fd = openSync(this.file, isNew ? 'w+' : 'r+', 0o600)
    try {
      if (isNew) likeBefore(fd, { ...like, mode: like.mode & 0o666n })
      this.#write(fd, Buffer.from(lines.join('')))
    } finally {
      closeQuietly(fd)
    }
    if (isNew) {
      this.#id = lines[0]!.slice(0, digits)
      sure(() => syncFolder(this.file))
    }
    this.#hash = hash
    this.#end += Buffer.byteLength(lines.join(''))
    this.#changes = [...this.#changes, ...changes]
  }

  /** Takes it away, once all that it has is in the script. */
  remove(): void {
    this.#forget('')
    try {
      unlinkSync(this.file)
    } catch (error) {
      // What stays has nothing that the script has not.
      if (!hasCode(error, 'ENOENT')) return
    }
  }

  #write(fd: number, bytes: Buffer): void {
    try {
      ftruncateSync(fd, this.#end)
      writeWhole(fd, bytes, this.#end)
    } catch (error) {
      cut(fd, this.#end)
      throw error
    }
    sure(() => fsyncSync(fd))
  }

  #take(bytes: Buffer): void {
    let at = 0
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, at)) {
      const line = textOf(bytes.subarray(at, end))
      const [hash, text] = [line.slice(0, digits), line.slice(digits + 1)]
      if (hash !== lineHash(this.#hash, text))
        throw new BadBlock(`its journal ${this.file} is not as it was written`)
      if (this.#hash !== '') this.#changes.push(parseBounded(text) as Change)
      this.#hash = hash
      this.#end += end + 1 - at
      at = end + 1
    }
    // The beginning of a first line is none yet.
    if (this.#end === 0) this.#id = ''
    if (this.#isWhole(bytes.subarray(at)))
      throw new BadBlock(`the last line end of its journal ${this.file} is damaged`)
  }

  /** What was cut off while it was written lacks more than its line end, or just that. */
  #isWhole(rest: Buffer): boolean {
    if (rest.length <= digits + 1) return false
    const line = rest.toString('utf8', 0, rest.length - 1)
    return line.slice(0, digits) === lineHash(this.#hash, line.slice(digits + 1))
  }

  #forget(id: string): void {
    this.#id = id
    this.#changes = []
    this.#end = 0
    this.#hash = ''
  }

  #open(): number | undefined {
    // An error would be dearer.
    if (!statSync(this.file, { throwIfNoEntry: false })) return undefined
    try {
      return openSync(this.file, 'r')
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined
      throw error
    }
  }
}

function lineHash(before: string, text: string): string {
  return sha256(`varve/1 journal\n${before}\n${text}`)
}

function sure(act: () => void): void {
  try {
    act()
  } catch (error) {
    throw new NotSure('The journal could not be synchronised.', { cause: error })
  }
}

/** What was synchronised is on the disk, whatever comes of this. */
function closeQuietly(fd: number): void {
  try {
    closeSync(fd)
  } catch {
    // What was not has failed before.
  }
}

/** What was written by half is no line, whether or not this succeeds. */
function cut(fd: number, length: number): void {
  try {
    ftruncateSync(fd, length)
  } catch {
    // What went wrong before is what has to be told.
  }
}

function bytesOf(fd: number, from: number, most = Infinity): Buffer {
  const length = Math.min(most, Math.max(0, fstatSync(fd).size - from))
  const bytes = Buffer.alloc(length)
  let at = 0
  for (let read = -1; read !== 0 && at < length; at += read)
    read = readSync(fd, bytes, at, length - at, from + at)
  return bytes.subarray(0, at)
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new BadBlock('its journal is no UTF-8 text')
  }
}
