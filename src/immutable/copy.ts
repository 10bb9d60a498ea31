import { badOption } from '../options.ts'
import { isSealed } from '../value/sealed.ts'
import { newRoot } from './new-root.ts'
import { noteRoot } from './revisioned-immutable.ts'
import { checkObject } from './transient.ts'

/** Makes another root of something locked, in constant time or that of one level; it shares what is in it, and has no history. */
export function copy<T extends object>(x: T): T {
  checkObject('copy', x)
  if (!isSealed(x)) throw badOption('copy', 'value', 'is not locked: create() makes an immutable of it')
  const root = newRoot(x) as T
  noteRoot(root)
  return root
}
