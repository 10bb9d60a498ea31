import type { Connection } from './connection.ts'
import { corrupt } from './failure.ts'
import { linesOf } from './run-text.ts'

/**
 * Walks back from the head over `prev`, and fetches only the bodies that are asked for.
 * `r.pos < w.pos` ends a walk that damage has sent in a circle.
 */
const WALK = `
WITH RECURSIVE walk(pos, first, prev) AS (
  SELECT r.pos, r.first, r.prev FROM variables v JOIN heads h ON h.variable = v.id AND h.branch = ?
  JOIN runs r ON r.pos = h.pos WHERE v.name = ?
  UNION ALL
  SELECT r.pos, r.first, r.prev FROM walk w JOIN runs r ON r.pos = w.prev WHERE w.first > ? AND r.pos < w.pos
)
SELECT r.first, r.last, r.body FROM walk w JOIN runs r ON r.pos = w.pos WHERE w.first <= ?`

interface Row {
  readonly first: number | bigint
  readonly last: number | bigint
  readonly body: string
}

/** Reads the lines `from`…`to` of a branch in one statement, so in one state of the file. */
export function linesOfBranch(
  connection: Connection,
  variable: string,
  branch: string,
  from: number,
  to: number,
): string[] {
  const [start, end] = [Math.max(from, 0), Math.min(to, Number.MAX_SAFE_INTEGER)]
  if (!(start <= end)) return []
  const rows = connection.statement(WALK).all(branch, variable, start, end) as Row[]
  const lines: string[] = []
  let next: number | undefined
  for (const row of rows.reverse()) {
    const [first, last] = [Number(row.first), Number(row.last)]
    const cut = linesOf(row.body, last - first + 1)
    if (!cut || (next ?? first) !== first || (next === undefined && first > start)) {
      throw corrupt(connection.file, `the lines ${first} to ${last} of ${variable} (${branch}) do not follow`)
    }
    next = last + 1
    for (let i = Math.max(start - first, 0); i < Math.min(cut.length, end - first + 1); i++)
      lines.push(cut[i]!)
  }
  return lines
}
