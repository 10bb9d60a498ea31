import { VarveError } from '../errors.ts'

type Issues = VarveError<'REJECTED'>['details']['issues']

/** Makes the error for a value that a schema or validator refused. */
export function rejected(variable: string, issues: Issues, cause?: unknown): VarveError<'REJECTED'> {
  const told = issues.map(({ message, path }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  )
  const message = `${variable}: the value was rejected (${told.join('; ')}); nothing was recorded`
  return new VarveError('REJECTED', message, { variable, issues }, cause === undefined ? {} : { cause })
}
