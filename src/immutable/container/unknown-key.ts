import { VarveError } from '../../errors.ts'

/** Makes the error for a key under which there is nothing. */
export function unknownKey(
  collection: string,
  key: string,
  hint: string = 'add() begins one',
): VarveError<'UNKNOWN_VARIABLE'> {
  const message = `${collection}: there is nothing under the key '${key}'; ${hint}`
  return new VarveError('UNKNOWN_VARIABLE', message, { variable: key, nearest: null })
}
