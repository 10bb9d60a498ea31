import type { Body } from '../history/columns.ts'
import type { PathKey } from '../value/path.ts'
import { refuseUntagged } from '../value/refuse.ts'
import { findUntagged } from '../value/untagged.ts'
import { op, type RowLog } from '../value/working/row-log.ts'

/** Refuses what could be recorded, but never stored: instances of a class that no tag stands for. */
export function checkStorable(variable: string, body: Body): void {
  if ('whole' in body) return check(variable, body.whole, [])
  const { rows } = body
  for (let row = 0; row < rows.length; row++) {
    const next: unknown = rows.nexts[row]
    if (typeof next === 'object' && next !== null) check(variable, next, placeOf(rows, row))
  }
}

function check(variable: string, kept: unknown, place: readonly PathKey[]): void {
  // What a splice puts in is a list of the row's own.
  const found = findUntagged(kept)
  if (found !== undefined) refuseUntagged(found.type, variable, [...place, ...found.path])
}

function placeOf(rows: RowLog, row: number): readonly PathKey[] {
  const node = rows.nodes[row]!
  return rows.ops[row] === op.splice || rows.ops[row] === op.root
    ? node.path
    : [...node.path, rows.keys[row]!]
}
