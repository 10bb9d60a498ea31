import type { Piece } from '../sealing/plan-segments.ts'
import { columnsKind } from '../sealing/packed-segment.ts'
import type { Connection } from './connection.ts'
import { corrupt } from './failure.ts'
import type { Slot } from './head-cache.ts'

const LAST = 'SELECT max(last) AS last FROM segments WHERE variable = ? AND lane = ?'
const SEGMENTS =
  'SELECT first, last, kind, length(body) AS size FROM segments WHERE variable = ? AND lane = ? ORDER BY first'
/** From the newest run to the oldest. */
const RUNS = `
WITH RECURSIVE walk(pos, prev) AS (
  SELECT pos, prev FROM runs WHERE pos = ?
  UNION ALL
  SELECT r.pos, r.prev FROM walk w JOIN runs r ON r.pos = w.prev WHERE r.pos < w.pos
)
SELECT r.pos, r.first, r.last, length(r.body) AS size FROM walk w JOIN runs r ON r.pos = w.pos ORDER BY r.pos`

/** What a row takes beside its body, about. */
const rowSize = 12

/** A row of a lane without its body: a segment, or where it has a position, a run. */
export interface LanePiece extends Piece {
  readonly pos: number | undefined
}

interface Row {
  readonly pos?: number | bigint
  readonly first: number | bigint
  readonly last: number | bigint
  readonly kind?: string
  readonly size: number | bigint
}

/** Finds the index from which on a lane's lines are in runs. */
export function firstInRuns(connection: Connection, { id, lane }: Slot): number {
  const { last } = connection.statement(LAST).get(id, lane) as { last: number | bigint | null }
  return last === null ? 0 : Number(last) + 1
}

/** Lists all that a lane is made of, by index; what does not follow on each other is damage. */
export function piecesOf(connection: Connection, { id, lane, pos }: Slot): LanePiece[] {
  const segments = connection.format < 2 ? [] : (connection.statement(SEGMENTS).all(id, lane) as Row[])
  const runs = connection.statement(RUNS).all(pos) as Row[]
  const pieces = [...segments, ...runs].map(pieceOf)
  let next = 0
  for (const { first, last } of pieces) {
    if (first !== next || last < first)
      throw corrupt(connection.file, `the lines ${first} to ${last} do not follow on ${next - 1}`)
    next = last + 1
  }
  return pieces
}

function pieceOf({ pos, first, last, kind, size }: Row): LanePiece {
  return {
    pos: pos === undefined ? undefined : Number(pos),
    first: Number(first),
    last: Number(last),
    kind: kind === columnsKind ? 'sealed' : kind === 'gap' ? 'gap' : 'lines',
    size: Number(size) + rowSize,
  }
}
