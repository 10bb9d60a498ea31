import { sameGap } from '../forgetting/refusal.ts'
import type { Gap } from '../store.ts'
import type { Connection } from './connection.ts'
import { corrupt } from './failure.ts'
import type { Slot } from './head-cache.ts'

const FIND =
  'SELECT s.first, s.last, s.body AS record, b.value AS base FROM variables v' +
  ' JOIN heads h ON h.variable = v.id AND h.branch = ?' +
  " JOIN segments s ON s.variable = h.variable AND s.lane = h.lane AND s.kind = 'gap'" +
  ' LEFT JOIN bases b ON b.variable = s.variable AND b.lane = s.lane AND b.idx = s.last' +
  ' WHERE v.name = ? ORDER BY s.first'
const DROP = 'DELETE FROM segments WHERE variable = ? AND lane = ? AND first = ?'
const DROP_BASE = 'DELETE FROM bases WHERE variable = ? AND lane = ? AND idx = ?'
const KEEP = "INSERT INTO segments(variable, lane, first, last, kind, body) VALUES(?, ?, ?, ?, 'gap', ?)"
const KEEP_BASE = 'INSERT INTO bases(variable, lane, idx, value) VALUES(?, ?, ?, ?)'

interface Row {
  readonly first: number | bigint
  readonly last: number | bigint
  readonly record: string
  readonly base: string | null
}

/** Lists the gaps of a branch in order; before format 2 there were none. */
export function gapsOf(connection: Connection, variable: string, branch: string): readonly Gap[] {
  if (connection.format < 2) return []
  const rows = connection.statement(FIND).all(branch, variable) as Row[]
  return rows.map(({ first, last, record, base }) => {
    if (typeof record !== 'string' || typeof base !== 'string')
      throw corrupt(
        connection.file,
        `the gap ${first} to ${last} of ${variable}, or the value after it, is no text`,
      )
    return { first: Number(first), last: Number(last), record, base }
  })
}

/** Puts gaps in the place of those before, leaving those that stay the same; the lines in them are gone already. */
export function exchangeGaps(
  connection: Connection,
  { id, lane }: Slot,
  before: readonly Gap[],
  after: readonly Gap[],
): void {
  for (const { first, last } of before.filter(gap => !after.some(other => sameGap(gap, other)))) {
    connection.statement(DROP).run(id, lane, first)
    connection.statement(DROP_BASE).run(id, lane, last)
  }
  for (const { first, last, record, base } of after.filter(
    gap => !before.some(other => sameGap(gap, other)),
  )) {
    connection.statement(KEEP).run(id, lane, first, last, record)
    connection.statement(KEEP_BASE).run(id, lane, last, base)
  }
}
