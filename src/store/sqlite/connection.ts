import { VarveError } from '../../errors.ts'
import { openBuiltIn } from './built-in.ts'
import { bringUp } from './bring-up.ts'
import type { SqliteDatabase, SqliteStatement } from './database.ts'
import { closed } from './failure.ts'
import { isOurFile } from './file-header.ts'
import { cutLog, deletingForGood, setLocalPragmas, setWriteAheadLog } from './pragmas.ts'
import { OpenedFile } from './opened-file.ts'
import { formatOf } from './recognise.ts'
import { rollback } from './rollback.ts'
import { FORMAT } from './schema.ts'

const FORMAT_NOW = 'PRAGMA user_version'

/** One opened database: ours, by file name, opened when it is first needed; or somebody else's, handed in. */
export class Connection {
  readonly file: string
  /** The transaction that was begun around all that is written now, and what has ended it too early. */
  exclusion: { brokenBy: { readonly error: unknown } | undefined } | undefined
  /** Whether the names of variables were compared with their index. */
  areNamesChecked = false
  readonly #readOnly: boolean
  readonly #owned: boolean
  readonly #statements = new Map<string, SqliteStatement>()
  #database: SqliteDatabase | undefined
  #opened: OpenedFile | undefined
  #format = 0
  #ready = false
  #closed = false

  constructor(file: string, readOnly: boolean, database?: SqliteDatabase) {
    this.file = file
    this.#readOnly = readOnly
    this.#owned = database === undefined
    this.#database = database
  }

  /** The format of the file when it was last looked at; 0 before that. */
  get format(): number {
    return this.#format
  }

  /** Opens for reading; false where nothing was ever kept, and then nothing is made. */
  canRead(): boolean {
    if (this.#ready) return true
    if (this.#closed) throw closed(this.file)
    if (this.#owned && !this.#database && !isOurFile(this.file)) {
      if (this.#readOnly) throw this.#readOnlyError('there is no such store, and readOnly makes none')
      return false
    }
    const database = this.#open()
    this.#format = formatOf(database, this.file)
    if (this.#format === 0) return false
    this.#setUp(database)
    return true
  }

  /** Opens for writing; makes file and tables where there are none, and brings an older file to the newest format. */
  makeWritable(): void {
    if (this.#readOnly) throw this.#readOnlyError('it was opened with readOnly')
    if (this.canRead() && this.#format === FORMAT) return
    const database = this.#open()
    bringUp(database, this.file)
    this.#format = FORMAT
    this.#setUp(database)
  }

  /** Tells whether the file still has the format it was opened with; where not, it is looked at anew before the next use. */
  isCurrent(): boolean {
    const { user_version: version } = this.statement(FORMAT_NOW).get() as { user_version: number | bigint }
    if (Number(version) === this.#format) return true
    this.#ready = false
    return false
  }

  /** Says what has become of the file that was opened, where it no longer is what its name leads to. */
  whatIsGone(): string | undefined {
    return this.#opened?.whatIsGone()
  }

  /** Gives the prepared form of a constant statement. */
  statement(sql: string): SqliteStatement {
    let statement = this.#statements.get(sql)
    if (!statement) this.#statements.set(sql, (statement = this.#open().prepare(sql)))
    return statement
  }

  /** Runs a write whose deletions leave nothing behind in the file. */
  deletingForGood<T>(act: () => T): T {
    this.makeWritable()
    return deletingForGood(this.#open(), act)
  }

  /** Takes over the write-ahead log, and what was deleted with it. */
  cutLog(): void {
    cutLog(this.#open())
  }

  /** Ends the open transaction without keeping it. */
  rollback(): void {
    if (this.#database) rollback(this.#database)
  }

  /** Closes what was opened here; a database that was handed in stays open. */
  close(): void {
    const database = this.#database
    this.#closed = true
    this.#ready = false
    this.#database = undefined
    this.#statements.clear()
    if (this.#owned) database?.close()
  }

  #setUp(database: SqliteDatabase): void {
    setWriteAheadLog(database, this.file, this.#readOnly)
    this.#ready = true
    // The first read opens the log.
    if (this.isCurrent()) this.#opened ??= OpenedFile.of(database, this.file, this.#readOnly)
  }

  #open(): SqliteDatabase {
    if (this.#database) return this.#database
    const database = openBuiltIn(this.file, this.#readOnly)
    setLocalPragmas(database)
    return (this.#database = database)
  }

  #readOnlyError(why: string): VarveError<'READ_ONLY'> {
    const message = `${this.file} cannot be written: ${why}. Open it without readOnly to write.`
    return new VarveError('READ_ONLY', message, { file: this.file })
  }
}
