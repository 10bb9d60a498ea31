import { VarveError } from '../errors.ts'
import { keep } from '../value/keep.ts'
import type { Kept } from '../value/kept.ts'
import { lockInstance } from '../value/persistent/lock-instance.ts'
import { isSealed, markRoot } from '../value/mark.ts'
import { className } from '../value/realm.ts'
import { noteRoot } from './revisioned-immutable.ts'

/** Locks transient instances themselves, with all that is in them: all, or none where one cannot be remembered. */
export function lock(instances: readonly object[]): void {
  const open = instances.filter(instance => !isSealed(instance))
  const kept = open.map(
    instance => keep(instance, { name: nameOf(instance), converts: true }) as Kept & object,
  )
  open.forEach((instance, i) => lockOne(instance, kept[i]!))
}

function lockOne(instance: object, kept: Kept & object): void {
  // The same one may have been made twice, by a constructor that returns it.
  if (isSealed(instance)) return
  try {
    lockInstance(instance, kept)
  } catch (cause) {
    const name = nameOf(instance)
    const message = `${name}: its constructor has frozen it, so that what is in it cannot be locked; leave freezing to Varve`
    throw new VarveError('REFUSED', message, {}, { cause })
  }
  markRoot(instance)
  noteRoot(instance)
}

const nameOf = (instance: object): string => className(Object.getPrototypeOf(instance) as object | null)
