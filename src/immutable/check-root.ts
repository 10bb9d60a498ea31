import { VarveError } from '../errors.ts'
import { isRoot } from '../value/mark.ts'

/** Refuses a part: what is made of it would be part of nothing. */
export function checkRoot(method: string, locked: object): void {
  if (isRoot(locked)) return
  const message = `${method}: this is a part of another immutable; ${method} the root and change the part in its draft, or make it a root of its own with copy()`
  throw new VarveError('NOT_ROOT', message, {})
}
