import type { Head, NamedHead } from '../store.ts'
import type { Connection } from './connection.ts'
import { givenName, storedName } from './stored-name.ts'

const ONE =
  'SELECT h.idx, h.hash FROM @variables v JOIN @heads h ON h.variable = v.id AND h.branch = $2 WHERE v.name = $1'
const ALL = 'SELECT v.name, h.branch, h.idx, h.hash FROM @heads h JOIN @variables v ON v.id = h.variable'

/** A head as the database gives it. */
export interface HeadRow {
  readonly name: string
  readonly branch: string
  readonly idx: string
  readonly hash: string
}

/** Finds the head of a branch. */
export async function headOf(
  connection: Connection,
  variable: string,
  branch: string,
): Promise<Head | undefined> {
  const values = [storedName(variable), storedName(branch)]
  const [row] = await connection.read<HeadRow>(ONE, values)
  return row && { index: Number(row.idx), hash: row.hash }
}

/** Lists every head. */
export async function allHeads(connection: Connection): Promise<readonly NamedHead[]> {
  return namedHeads(await connection.read<HeadRow>(ALL, []))
}

/** Puts heads in order, by code units of variable and branch: PostgreSQL would order by bytes. */
export function namedHeads(rows: readonly HeadRow[]): readonly NamedHead[] {
  const heads = rows.map(({ name, branch, idx, hash }) => ({
    variable: givenName(name),
    branch: givenName(branch),
    index: Number(idx),
    hash,
  }))
  return heads.sort((a, b) => compare(a.variable, b.variable) || compare(a.branch, b.branch))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
