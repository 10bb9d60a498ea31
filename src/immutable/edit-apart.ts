import { PathNode } from '../value/working/path-node.ts'
import { RowLog } from '../value/working/row-log.ts'
import { type Outcome, ValueEdit } from './edit-value.ts'

/** A small log is used again: its arrays take a tenth of an update. */
const few = 16
let spare: RowLog | null = null

/** Runs a recipe on a value without a history: nobody asks for its rows. */
export function editApart(base: object, recipe: (draft: never) => unknown): Outcome['value'] {
  const log = spare ?? new RowLog()
  spare = null
  const { value } = new ValueEdit(base, PathNode.root(), null, log).run(recipe)
  if (log.length <= few) {
    log.clear()
    spare = log
  }
  return value
}
