import type { Kept } from '../value/kept.ts'
import { same } from '../value/same.ts'
import { badOption } from '../options.ts'
import { isSealed } from '../value/sealed.ts'
import { checkRoot } from './check-root.ts'
import type { Outcome } from './edit-value.ts'
import { askedOf } from './managed-change.ts'
import { editApart } from './edit-apart.ts'
import { afterUpdateOf } from './hooks.ts'
import { managedOf } from './managed-of.ts'
import { changeTransient, checkObject } from './transient.ts'
import type { DraftOf, Locked, NextOf, UpdateChange } from './types.ts'

/**
 * Makes the next version of a root by a recipe, which edits its draft or returns it; the root stays as it is. What has a
 * history gets a revision, with the info given. What is still transient is changed itself, and given back. Throws
 * `OUTDATED` for a root that was followed by another, and `NOT_ROOT` for a part; a recipe or hook that throws leaves
 * nothing behind.
 */
export function update<T extends object>(
  root: T,
  recipe: (draft: DraftOf<T>) => NextOf<NoInfer<T>>,
  change?: UpdateChange,
): Locked<T> {
  checkObject('update', root)
  if (!isSealed(root)) return changeTransient(root, recipe as never) as Locked<T>
  const managed = managedOf(root)
  if (managed) return managed.manager.update(root, recipe as never, change) as Locked<T>
  checkRoot('update', root)
  checkInfo('update', change)
  return settled(root, editApart(root, recipe as never), change) as Locked<T>
}

/** What came of an edit, once its class has seen it; the root itself where it changed nothing, and that is to be nothing. */
export function settled(root: object, value: Outcome['value'], change: UpdateChange | undefined): object {
  const isEqual = typeof change === 'object' && change.equal === true
  if (isEqual && same(root as Kept, value)) return root
  afterUpdateOf(root, value as object)?.()
  return value as object
}

/** Nobody keeps it; what makes no sense is refused all the same. */
export function checkInfo(method: string, change: UpdateChange | undefined): void {
  const { expected } = askedOf(method, change)
  if (expected === undefined) return
  const option = expected.expect === undefined ? 'signal' : 'expect'
  throw badOption(method, option, 'is for what has a history: this has none')
}
