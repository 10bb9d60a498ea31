import type { Deed } from './perform.ts'
import { perform } from './perform.ts'
import { op, type RowReader, type RowSink } from './row-log.ts'
import type { Working } from './working.ts'

/** Some rows of a log. */
export interface RowRange {
  readonly log: RowReader
  readonly start: number
  readonly end: number
}

/** Takes back what rows did, from the last to the first. */
export function revert(working: Working, { log, start, end }: RowRange, sink: RowSink | null = null): void {
  for (let row = end - 1; row >= start; row--) {
    perform(working, inverse(log.op(row), log.node(row), log.key(row), log.next(row), log.old(row)), sink)
  }
}

/** All of a log. */
export const allOf = (log: RowReader): RowRange => ({ log, start: 0, end: log.length })

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
