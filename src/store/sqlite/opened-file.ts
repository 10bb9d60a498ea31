import { existsSync, statSync } from 'node:fs'
import type { SqliteDatabase } from './database.ts'
import { fileOf } from './pragmas.ts'

/**
 * So long is a log that is there taken for the one that was opened, in milliseconds. A look at a file makes Linux (6.13 on) note
 * the time of the next write exactly, so that its fsync has to write the inode too: 45 µs of 130 per commit. It is the log that
 * is written at each; the file itself is not.
 */
const trusted = 100

/**
 * Knows the files that a connection has opened from others that came under their names since.
 * What is written to a file that was removed or replaced is gone when the last program closes it, and SQLite does not tell.
 */
export class OpenedFile {
  readonly #file: string
  readonly #log: string | undefined
  readonly #identities: ReadonlyMap<string, string | undefined>
  #lookedAt = -Infinity
  #gone: string | undefined

  private constructor(file: string, log: string | undefined) {
    this.#file = file
    this.#log = log
    this.#identities = new Map([file, log].flatMap(name => (name ? [[name, identityOf(name)]] : [])))
  }

  /**
   * Looks at a file and its write-ahead log right after they were opened; undefined where there is none, as in memory.
   * A file that nobody could write was opened without a log, and may get one later.
   */
  static of(database: SqliteDatabase, file: string, readOnly: boolean): OpenedFile | undefined {
    const real = fileOf(database)
    if (real === undefined) return undefined
    return new OpenedFile(file, readOnly ? undefined : `${real}-wal`)
  }

  /** Names what is no longer there, or another one by now: the file, or its log, which is looked at from time to time. */
  whatIsGone(): string | undefined {
    // What was written meanwhile went with it, also when it comes back.
    return (this.#gone ??= this.#look())
  }

  #look(): string | undefined {
    if (this.#isGone(this.#file)) return this.#file
    return this.#log !== undefined && this.#isLogGone(this.#log) ? this.#log : undefined
  }

  #isLogGone(log: string): boolean {
    const now = performance.now()
    if (now - this.#lookedAt < trusted) return !existsSync(log)
    this.#lookedAt = now
    return this.#isGone(log)
  }

  #isGone(name: string): boolean {
    return identityOf(name) !== this.#identities.get(name)
  }
}

/** A file that can no longer be looked at is as good as none: nobody else would find it either. */
function identityOf(name: string): string | undefined {
  try {
    const { dev, ino } = statSync(name, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return undefined
  }
}
