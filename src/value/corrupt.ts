import { VarveError } from '../errors.ts'

/** Refuses stored data that Varve can't have written. */
export function corrupt(what: string, cause?: unknown): never {
  throw new VarveError(
    'CORRUPT',
    `Damaged data: ${what}; restore it from a copy`,
    { file: null, offset: null },
    cause === undefined ? undefined : { cause },
  )
}
