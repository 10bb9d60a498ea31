import { VarveError } from '../errors.ts'

/** Refuses a mutating method of a snapshot's Map or Set. */
export function locked(kind: 'Map' | 'Set', method: string): never {
  throw new VarveError(
    'LOCKED',
    `${method}: this ${kind} is part of a snapshot, which never changes; ` +
      `change the variable with update, or work on a copy: new ${kind}(…)`,
    { method },
  )
}
