import type { Connection } from './connection.ts'
import { notOurs } from './failure.ts'
import type { Sender } from './pool.ts'
import { formatOf } from './recognise.ts'
import { columnsOf, FORMAT, stepsFrom } from './schema.ts'

const LOCK = 'SELECT pg_advisory_xact_lock($1::bigint)'
const FIND_SCHEMA = 'SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1'
const TAKEN =
  'SELECT c.relname AS name FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid' +
  ' WHERE n.nspname = $1 AND c.relname = ANY($2::text[])'

/**
 * Brings a schema to the newest format, from none or an older one, in one transaction. Of several programs that do so at once
 * the first does it, and the others find it done.
 */
export async function bringUp(
  connection: Connection,
  steps: (format: number) => readonly string[] = stepsFrom,
): Promise<void> {
  const { schema, quoted, lock } = connection.place
  await connection.write(() =>
    connection.transaction(async sender => {
      await sender.query(LOCK, [lock])
      const format = await formatOf(connection, sender)
      if (format === FORMAT) return
      // Who may not make schemas may still make tables in one that is there.
      const { rows } = await sender.query(FIND_SCHEMA, [schema])
      if (rows.length === 0) await sender.query(`CREATE SCHEMA ${quoted}`)
      await checkRoom(connection, sender, format)
      for (const step of steps(format)) await sender.query(connection.place.sql(step))
    }),
  )
}

/** What the owner added to the schema may have a name that a newer format needs. */
async function checkRoom(connection: Connection, sender: Sender, format: number): Promise<void> {
  const had = columnsOf(format)
  const names = [...columnsOf(FORMAT).keys()].filter(name => !had.has(name))
  const [taken] = await connection.rows<{ name: string }>(sender, TAKEN, [connection.place.schema, names])
  if (!taken) return
  const why = `it has a "${taken.name}" of its own, where format ${FORMAT} has another`
  throw notOurs(connection.place.name, why)
}
