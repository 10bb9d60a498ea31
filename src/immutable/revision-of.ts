import { badOption } from '../options.ts'
import { homeOf } from './home.ts'
import { managedOf } from './managed-of.ts'
import type { RevisionInfo, RevisionManager } from './revision-manager.ts'

/**
 * Tells which revision an object stands for, as of now. `BAD_OPTION` for one without a history; `UNKNOWN_REVISION` where what it
 * stood for was withdrawn.
 */
export function revisionOf<T extends object>(x: T): RevisionInfo<T> {
  const managed = typeof x === 'object' && x !== null ? managedOf(x) : undefined
  if (!managed)
    throw badOption(
      'revisionOf',
      'x',
      'has no history: give a revision of a RevisionedMapping, or an instance of a class that extends RevisionedImmutable',
    )
  const { manager } = managed
  return Object.freeze({
    ...manager.factsOf(homeOf(x)!),
    manager: manager as unknown as RevisionManager<T>,
  })
}
