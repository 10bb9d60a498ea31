import { VarveError } from '../../errors.ts'
import type { SqliteDatabase } from './database.ts'
import { APPLICATION_ID, FORMAT, tablesOf } from './schema.ts'

interface SchemaRow {
  readonly type: string
  readonly name: string
  readonly table: string
  readonly sql: string | null
}

/**
 * Finds the format of an opened database; 0 where it is empty.
 * Foreign content fails with `NOT_OURS`, a newer format with `TOO_NEW`. Costs two statements, whatever is kept.
 */
export function formatOf(database: SqliteDatabase, file: string): number {
  const { id, version } = database
    .prepare(
      'SELECT application_id AS id, user_version AS version FROM pragma_application_id, pragma_user_version',
    )
    .get() as { id: number | bigint; version: number | bigint }
  const rows = database
    .prepare('SELECT type, name, tbl_name AS "table", sql FROM sqlite_schema')
    .all() as SchemaRow[]
  if (Number(id) === 0 && rows.length === 0) return 0
  checkFormat(file, Number(id), Number(version))
  checkTables(file, Number(version), rows)
  return Number(version)
}

/** Refuses what is not ours, and what a newer version has written. */
export function checkFormat(file: string, id: number, version: number): void {
  if (id !== APPLICATION_ID) throw notOurs(file, 'it belongs to another program')
  if (version >= 1 && version <= FORMAT) return
  if (version < 1) throw notOurs(file, `it says format ${version}, which there never was`)
  throw new VarveError(
    'TOO_NEW',
    `${file} has format ${version}; this version knows formats up to ${FORMAT}. Update varve to open it.`,
    { found: version, known: FORMAT },
  )
}

/** Makes the error for a file that was not made by this store. */
export function notOurs(file: string, why: string): VarveError<'NOT_OURS'> {
  const message = `${file} was not made by varve: ${why}. It was left as it is; choose another file.`
  return new VarveError('NOT_OURS', message, { file })
}

/** Views and further indexes do no harm; a changed table or a trigger could change what is written. */
function checkTables(file: string, format: number, rows: readonly SchemaRow[]): void {
  const tables = tablesOf(format)
  for (const [name, sql] of Object.entries(tables)) {
    const found = rows.find(row => row.type === 'table' && row.name === name)
    if (found?.sql !== sql) throw notOurs(file, `its table ${name} is ${found ? 'another' : 'missing'}`)
  }
  const trigger = rows.find(row => row.type === 'trigger' && row.table in tables)
  if (trigger) throw notOurs(file, `it has a trigger on ${trigger.table}`)
}
