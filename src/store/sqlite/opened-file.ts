import { statSync } from 'node:fs'
import type { SqliteDatabase } from './database.ts'
import { fileOf } from './pragmas.ts'

/**
 * Knows the files that a connection has opened from others that came under their names since.
 * What is written to a file that was removed or replaced is gone when the last program closes it, and SQLite does not tell.
 */
export class OpenedFile {
  readonly #names: readonly string[]
  readonly #identities: readonly (string | undefined)[]

  private constructor(names: readonly string[]) {
    this.#names = names
    this.#identities = names.map(identityOf)
  }

  /**
   * Looks at a file and its write-ahead log right after they were opened; undefined where there is none, as in memory.
   * A file that nobody could write was opened without a log, and may get one later.
   */
  static of(database: SqliteDatabase, file: string, readOnly: boolean): OpenedFile | undefined {
    const real = fileOf(database)
    if (real === undefined) return undefined
    return new OpenedFile(readOnly ? [file] : [file, `${real}-wal`])
  }

  /** Names the first of the files that is no longer there, or another one by now. */
  whatIsGone(): string | undefined {
    return this.#names.find((name, i) => identityOf(name) !== this.#identities[i])
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
