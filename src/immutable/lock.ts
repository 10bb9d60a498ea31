import { VarveError } from '../errors.ts'
import { keep } from '../value/keep.ts'
import type { Kept } from '../value/kept.ts'
import { isSealed, markRoot } from '../value/mark.ts'
import { lockInstance, whyNotLocked } from '../value/persistent/lock-instance.ts'
import { className } from '../value/realm.ts'
import { noteRoot } from './revisioned-immutable.ts'

/** Locks transient instances themselves, with all that is in them: all, or none where one cannot be locked. */
export function lock(instances: readonly object[]): void {
  // The same one may have been made twice, by a constructor that returns it.
  const open = [...new Set(instances)].filter(instance => !isSealed(instance))
  const kept = open.map(
    instance => keep(instance, { name: nameOf(instance), converts: true }) as Kept & object,
  )
  // Nothing is changed before all are known to be right; what was made so far may run getters of the program.
  open.forEach((instance, i) => {
    const why = whyNotLocked(instance, kept[i]!)
    if (why === undefined) return
    throw new VarveError('REFUSED', `${nameOf(instance)} cannot be locked: ${why}`, {})
  })
  open.forEach((instance, i) => {
    lockInstance(instance, kept[i]!)
    markRoot(instance)
    noteRoot(instance)
  })
}

const nameOf = (instance: object): string => className(Object.getPrototypeOf(instance) as object | null)
