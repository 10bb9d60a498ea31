import type { KeptLines } from '../sealing/kept-lines.ts'
import { sealedRows } from '../sealing/sealed-rows.ts'
import type { SealedBranch } from '../store.ts'
import type { Connection } from './connection.ts'
import { corruptSegment } from './failure.ts'
import { branchOf } from './reading.ts'

/** All up to the last segment in columns. */
const SEGMENTS =
  'SELECT s.first, s.last, s.kind, s.body FROM variables v JOIN heads h ON h.variable = v.id AND h.branch = ?' +
  ' JOIN segments s ON s.variable = h.variable AND s.lane = h.lane WHERE v.name = ? AND s.first <= (SELECT max(c.first)' +
  " FROM segments c WHERE c.variable = h.variable AND c.lane = h.lane AND c.kind = 'columns') ORDER BY s.first"

/** Reads a branch whose old lines are made when somebody asks for them; only the bytes of segments are looked at. */
export function sealedBranchOf(
  connection: Connection,
  variable: string,
  branch: string,
): SealedBranch | undefined {
  const rows =
    connection.format < 3 ? [] : (connection.statement(SEGMENTS).all(branch, variable) as KeptLines[])
  const damaged = (...where: [first: number, last: number, cause?: unknown]) =>
    corruptSegment(connection.file, ...where)
  const sealed = sealedRows(variable, rows, damaged)
  const stored = branchOf(connection, variable, branch, (sealed.at(-1)?.last ?? -1) + 1)
  return stored && { ...stored, sealed }
}
