import type { PathKey } from '../path.ts'
import type { PathNode } from './path-node.ts'
import { isPrimitive } from './perform.ts'
import { op, type RowLog } from './row-log.ts'

/**
 * Makes one row of those that write the same place again and again, and none where it is what it was. Only rows that put a
 * primitive for a primitive are free to be told out of their order; any other ends what may be joined.
 */
export function compact(log: RowLog): void {
  const first = new Map<PathNode, Map<PathKey, number>>()
  const gone = new Set<number>()
  for (let row = 0; row < log.length; row++) {
    const node = log.nodes[row]!
    const key = log.keys[row]!
    if (log.ops[row] !== op.put || !isPrimitive(log.nexts[row]) || !isPrimitive(log.olds[row])) {
      first.clear()
      continue
    }
    const rows = first.get(node) ?? new Map<PathKey, number>()
    first.set(node, rows)
    const before = rows.get(key)
    if (before === undefined) rows.set(key, row)
    else {
      log.nexts[before] = log.nexts[row]
      gone.add(row)
      if (Object.is(log.nexts[before], log.olds[before])) gone.add(before)
      else gone.delete(before)
    }
  }
  if (gone.size > 0) drop(log, gone)
}

function drop(log: RowLog, gone: ReadonlySet<number>): void {
  let to = 0
  for (let row = 0; row < log.length; row++) {
    if (gone.has(row)) continue
    log.ops[to] = log.ops[row]!
    log.nodes[to] = log.nodes[row]!
    log.keys[to] = log.keys[row]!
    log.nexts[to] = log.nexts[row]
    log.olds[to] = log.olds[row]
    to++
  }
  log.truncate(to)
}
