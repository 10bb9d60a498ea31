import { VarveError } from '../errors.ts'
import { badOption } from '../options.ts'
import { isSealed } from '../value/sealed.ts'
import { checkRoot } from './check-root.ts'
import { ValueEdit } from './edit-value.ts'
import { managedOf } from './managed-of.ts'
import { checkObject } from './transient.ts'
import type { DraftOf, Locked, UpdateChange } from './types.ts'
import { checkInfo, settled } from './update.ts'

declare const editing: unique symbol
/** A draft that is edited in block form. Leaving the block discards it unless `finish` was called. */
export interface Editing<out T> extends Disposable {
  readonly [editing]: T
}

/** What became of each draft that `edit` gave. */
interface Edit {
  readonly value: ValueEdit
  readonly finish: (change: UpdateChange | undefined) => object
}

const edits = new WeakMap<object, Edit>()

/**
 * Gives a draft of a root, to be edited until `finish`. Declared with `using`, it is discarded at the end of its block
 * where it was not finished. Throws as `update` does.
 */
export function edit<T extends object>(root: T): DraftOf<T> & Editing<T> {
  checkObject('edit', root)
  if (!isSealed(root)) {
    const message = 'edit: this is transient, and can be changed itself; create() locks it'
    throw new VarveError('REFUSED', message, {})
  }
  const managed = managedOf(root)
  if (!managed) checkRoot('edit', root)
  const begun = managed?.manager.beginEdit(root)
  const value = new ValueEdit(root, begun?.root, managed?.manager.name)
  const finish = (change: UpdateChange | undefined): object => {
    if (!managed) checkInfo('finish', change)
    const outcome = value.outcome()
    return managed
      ? managed.manager.finishEdit(begun!, outcome, change)
      : settled(root, outcome.value, change)
  }
  value.onLeave(() => value.close())
  edits.set(value.draft, { value, finish })
  return value.draft as DraftOf<T> & Editing<T>
}

/**
 * Locks what a draft came to, and closes it. Where it has a history it gets a revision, with the info given. Throws
 * `CONFLICT` where the root was followed by another since `edit`; the draft stays open then, so that it can be finished
 * with `{ merge }`.
 */
export function finish<T>(draft: Editing<T>, change?: UpdateChange): Locked<T> {
  const known = typeof draft === 'object' && draft !== null ? edits.get(draft) : undefined
  if (known === undefined) throw badOption('finish', 'draft', 'is not one that edit() gave')
  const { value } = known
  if (!value.isOpen) {
    const message = 'finish: this draft is closed: it was finished already, or its block has ended'
    throw new VarveError('DRAFT_CLOSED', message, {})
  }
  const next = known.finish(change)
  value.close()
  return next as Locked<T>
}
