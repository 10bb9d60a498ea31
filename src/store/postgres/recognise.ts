import { VarveError } from '../../errors.ts'
import type { Connection } from './connection.ts'
import { notOurs } from './failure.ts'
import type { Sender } from './pool.ts'
import { columnsOf, FORMAT, MAKER } from './schema.ts'

const RELATIONS =
  'SELECT c.relname AS name, c.relkind::text AS kind, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type' +
  ' FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid' +
  " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind <> 'S'" +
  " WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') ORDER BY c.relname, a.attnum"
const TRIGGERS =
  'SELECT c.relname AS name FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid' +
  ' JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND NOT t.tgisinternal'
const VERSION = 'SELECT version FROM @format WHERE maker = $1'
const ENCODING = "SELECT current_setting('server_encoding') AS encoding"

interface Column {
  readonly name: string
  readonly kind: string
  readonly column: string | null
  readonly type: string | null
}

/**
 * Finds the format of a schema; 0 where it is missing or empty. Foreign content fails with `NOT_OURS`, a newer format with
 * `TOO_NEW`. Costs four statements, whatever is kept.
 */
export async function formatOf(connection: Connection, sender: Sender): Promise<number> {
  const { name, schema } = connection.place
  await checkEncoding(connection, sender)
  const columns = await connection.rows<Column>(sender, RELATIONS, [schema])
  if (columns.length === 0) return 0
  const tables = tablesIn(columns)
  if (tables.get('format')?.join() !== columnsOf(1).get('format')!.join())
    throw notOurs(name, 'it has tables of another program')
  const [row] = await connection.rows<{ version: number }>(sender, VERSION, [MAKER])
  if (!row) throw notOurs(name, `its table format does not say "${MAKER}"`)
  const version = Number(row.version)
  if (version > FORMAT)
    throw new VarveError(
      'TOO_NEW',
      `${name} has format ${version}; this version knows formats up to ${FORMAT}. Update varve to open it.`,
      { found: version, known: FORMAT },
    )
  if (!(version >= 1)) throw notOurs(name, `it says format ${version}, which there never was`)
  for (const [table, expected] of columnsOf(version)) {
    const found = tables.get(table)
    if (found?.join() !== expected.join())
      throw notOurs(name, `its table ${table} is ${found ? 'another' : 'missing'}`)
  }
  const [trigger] = (await connection.rows<{ name: string }>(sender, TRIGGERS, [schema])).filter(row =>
    columnsOf(version).has(row.name),
  )
  if (trigger) throw notOurs(name, `it has a trigger on ${trigger.name}`)
  return version
}

/** The tables and their columns, as `name type`; what is no table has none. */
function tablesIn(columns: readonly Column[]): Map<string, string[]> {
  const tables = new Map<string, string[]>()
  for (const { name, kind, column, type } of columns) {
    const found = tables.get(name) ?? []
    if (column !== null && (kind === 'r' || kind === 'p')) found.push(`${column} ${type}`)
    tables.set(name, found)
  }
  return tables
}

/** Names and lines may hold any letter. */
async function checkEncoding(connection: Connection, sender: Sender): Promise<void> {
  const [row] = await connection.rows<{ encoding: string }>(sender, ENCODING, [])
  if (row!.encoding === 'UTF8') return
  throw new VarveError(
    'UNSUPPORTED_RUNTIME',
    `The database is in ${row!.encoding}, which cannot hold every text. Use a database with ENCODING 'UTF8'.`,
    { needs: "a database with ENCODING 'UTF8'" },
  )
}
