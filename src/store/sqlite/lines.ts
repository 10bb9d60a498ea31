import { holdsLines, type Stretch } from '../forgetting/stretches.ts'
import type { Connection } from './connection.ts'
import { corrupt } from './failure.ts'
import { linesOfRow } from '../sealing/kept-lines.ts'

/**
 * Walks back from the head over `prev`, and fetches only the bodies that are asked for.
 * `r.pos < w.pos` ends a walk that damage has sent in a circle.
 */
const WALK = `
WITH RECURSIVE head(variable, lane, pos) AS (
  SELECT h.variable, h.lane, h.pos FROM variables v JOIN heads h ON h.variable = v.id AND h.branch = ? WHERE v.name = ?
), walk(pos, first, prev) AS (
  SELECT r.pos, r.first, r.prev FROM head h JOIN runs r ON r.pos = h.pos
  UNION ALL
  SELECT r.pos, r.first, r.prev FROM walk w JOIN runs r ON r.pos = w.prev WHERE w.first > ? AND r.pos < w.pos
)
SELECT r.first, r.last, 'lines' AS kind, r.body FROM walk w JOIN runs r ON r.pos = w.pos WHERE w.first <= ?`

/** What is older than the runs, from format 2 on; of a gap only its bounds are asked for. */
const WALK_ON = `${WALK}
UNION ALL
SELECT s.first, s.last, s.kind, CASE s.kind WHEN 'gap' THEN '' ELSE s.body END
FROM head h JOIN segments s ON s.variable = h.variable AND s.lane = h.lane WHERE s.last >= ? AND s.first <= ?`

interface Row {
  readonly first: number | bigint
  readonly last: number | bigint
  readonly kind: string
  readonly body: unknown
}

/**
 * Reads what is left of the lines `from`…`to` of a branch, in one statement, so in one state of the file.
 * Whatever lies between two stretches was forgotten: lines that are missing without a gap are damage.
 */
export function stretchesOfBranch(
  connection: Connection,
  variable: string,
  branch: string,
  from: number,
  to: number,
): Stretch[] {
  const [start, end] = [Math.max(from, 0), Math.min(to, Number.MAX_SAFE_INTEGER)]
  if (!(start <= end)) return []
  const rows = (
    connection.format === 1
      ? connection.statement(WALK).all(branch, variable, start, end)
      : connection.statement(WALK_ON).all(branch, variable, start, end, start, end)
  ) as Row[]
  rows.sort((a, b) => Number(a.first) - Number(b.first))
  const stretches: Stretch[] = []
  let next: number | undefined
  for (const row of rows) {
    const [first, last] = [Number(row.first), Number(row.last)]
    const isGap = row.kind === 'gap'
    const lines = isGap ? [] : linesOfRow(row)
    if (!lines || (next ?? first) !== first || (next === undefined && first > start) || last < first) {
      throw corrupt(connection.file, `the lines ${first} to ${last} of ${variable} (${branch}) do not follow`)
    }
    next = last + 1
    if (isGap || last < start || first > end) continue
    const isWhole = first >= start && last <= end
    stretches.push({
      first: Math.max(first, start),
      lines: isWhole ? lines : lines.slice(Math.max(start - first, 0), end - first + 1),
    })
  }
  return stretches
}

/** Reads what is left of the lines `from`…`to` of a branch. */
export function linesOfBranch(
  connection: Connection,
  variable: string,
  branch: string,
  from: number,
  to: number,
): readonly string[] {
  const stretches = stretchesOfBranch(connection, variable, branch, from, to)
  return stretches.length === 1 ? stretches[0]!.lines : stretches.flatMap(({ lines }) => lines)
}

/** Tells whether lines that begin at `first` are in a branch already. */
export function areKept(
  connection: Connection,
  variable: string,
  branch: string,
  first: number,
  lines: readonly string[],
): boolean {
  if (first < 0) return false
  const stretches = stretchesOfBranch(connection, variable, branch, first, first + lines.length - 1)
  return holdsLines(stretches, first, lines)
}
