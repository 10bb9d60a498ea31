import { firstBranch } from '../appending/stray-mark.ts'
import type { Head, Outcome } from '../store.ts'
import { DURABLE } from './append-statement.ts'
import type { Connection } from './connection.ts'
import type { Sender } from './pool.ts'
import { hide } from './querying/shown.ts'
import { storedName } from './stored-name.ts'
import { sameHead } from './wanted.ts'

/** Whoever begins a branch holds the variable, and whoever goes on with one its head. */
const LOCK_VARIABLE = `WITH ${DURABLE} SELECT v.id FROM durable, @variables v WHERE v.name = $1 FOR UPDATE OF v`
const LOCK_HEADS = 'SELECT branch, idx, hash FROM @heads WHERE variable = $1 ORDER BY branch FOR UPDATE'
const TABLES = ['runs', 'segments', 'bases', 'keyframes', 'marks', 'lanes', 'heads']

/** Takes away all there is of a variable, in one transaction. */
export async function purge(
  connection: Connection,
  sender: Sender,
  variable: string,
  expected: Head,
): Promise<Outcome> {
  const [row] = await connection.rows<{ id: string }>(sender, LOCK_VARIABLE, [storedName(variable)])
  const heads = row
    ? await connection.rows<{ branch: string; idx: string; hash: string }>(sender, LOCK_HEADS, [row.id])
    : []
  const main = heads.find(({ branch }) => branch === firstBranch)
  const actual = main ? { index: Number(main.idx), hash: main.hash } : null
  if (!row || !sameHead(actual, expected)) return { ok: false, variable, branch: firstBranch, actual }
  await hide(connection, sender, [row.id])
  for (const table of TABLES)
    await connection.rows(sender, `DELETE FROM @${table} WHERE variable = $1`, [row.id])
  await connection.rows(sender, 'DELETE FROM @variables WHERE id = $1', [row.id])
  return { ok: true, repeated: false }
}
