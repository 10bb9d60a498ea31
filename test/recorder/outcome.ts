import { isVarveError } from 'varve'

/** What became of what was waited for: 'saved', or the code of the error. */
export function outcome(saved: Promise<unknown>): Promise<unknown> {
  return saved.then(
    () => 'saved',
    (error: unknown) => (isVarveError(error) ? error.code : error),
  )
}
