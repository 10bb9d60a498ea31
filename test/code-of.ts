import { isVarveError } from 'varve'

/** The code of the Varve error that `fn` throws; 'no error' where it throws none. */
export function codeOf(fn: () => unknown): string {
  try {
    fn()
  } catch (error) {
    if (isVarveError(error)) return error.code
    throw error
  }
  return 'no error'
}
