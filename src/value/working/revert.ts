import type { Deed } from './perform.ts'
import { perform } from './perform.ts'
import { op, type RowLog, type RowSink } from './row-log.ts'
import type { Working } from './working.ts'

/** Columns of rows that can be read. */
export type Rows = Pick<RowLog, 'ops' | 'nodes' | 'keys' | 'nexts' | 'olds' | 'length'>

/** Takes back what rows did, from the last to the first. */
export function revert(working: Working, rows: Rows, sink: RowSink | null = null): void {
  for (let row = rows.length - 1; row >= 0; row--) {
    perform(working, inverse(rows.ops[row]!, rows.nodes[row]!, rows.keys[row]!, rows.nexts[row], rows.olds[row]), sink)
  }
}

/** What takes a row back. */
export function inverse(
  is: Deed['is'],
  node: Deed['node'],
  key: Deed['key'],
  next: unknown,
  old: unknown,
): Deed {
  if (is === op.add) return { is: op.drop, node, key, next: undefined, old: undefined }
  if (is === op.enter) return { is: op.leave, node, key, next: undefined, old: undefined }
  if (is === op.leave) return { is: op.enter, node, key, next: old, old: undefined }
  if (is === op.drop) return { is: op.add, node, key, next: old, old: next }
  return { is, node, key, next: old, old: next }
}
