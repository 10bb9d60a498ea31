import { VarveError } from '../../errors.ts'
import { openBuiltIn } from './built-in.ts'
import { createSchema } from './create-schema.ts'
import type { SqliteDatabase, SqliteStatement } from './database.ts'
import { closed } from './failure.ts'
import { isOurFile } from './file-header.ts'
import { setLocalPragmas, setWriteAheadLog } from './pragmas.ts'
import { isOurDatabase } from './recognise.ts'
import { rollback } from './rollback.ts'

/** One opened database: ours, by file name, opened when it is first needed; or somebody else's, handed in. */
export class Connection {
  readonly file: string
  readonly #readOnly: boolean
  readonly #owned: boolean
  readonly #statements = new Map<string, SqliteStatement>()
  #database: SqliteDatabase | undefined
  #ready = false
  #closed = false

  constructor(file: string, readOnly: boolean, database?: SqliteDatabase) {
    this.file = file
    this.#readOnly = readOnly
    this.#owned = database === undefined
    this.#database = database
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
    if (!isOurDatabase(database, this.file)) return false
    setWriteAheadLog(database, this.file, this.#readOnly)
    return (this.#ready = true)
  }

  /** Opens for writing, and makes file and tables where there are none. */
  makeWritable(): void {
    if (this.#readOnly) throw this.#readOnlyError('it was opened with readOnly')
    if (this.canRead()) return
    const database = this.#open()
    createSchema(database, this.file)
    setWriteAheadLog(database, this.file, false)
    this.#ready = true
  }

  /** Gives the prepared form of a constant statement. */
  statement(sql: string): SqliteStatement {
    let statement = this.#statements.get(sql)
    if (!statement) this.#statements.set(sql, (statement = this.#open().prepare(sql)))
    return statement
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
