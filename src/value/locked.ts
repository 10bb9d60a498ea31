import { VarveError } from '../errors.ts'

/** Refuses a mutating method of a locked Map, Set or list. */
export function locked(kind: 'Map' | 'Set' | 'List', method: string): never {
  throw new VarveError(
    'LOCKED',
    `${method}: this Immutable${kind} is locked, and never changes; change it, or what it is in, with update, ` +
      `or work on a copy: new ${kind === 'List' ? 'ImmutableList' : kind}(…)`,
    { method },
  )
}
