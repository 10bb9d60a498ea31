import { VarveError } from '../errors.ts'

/** What to do where a file cannot hold values of its own. */
const elsewhere =
  "keep it in a file of its own: openSync(sqlite('values.db'), { durable: 'each' }).watch('runs', 0), or make an empty values.js, and take script('values.js') in the place of sqlite"

/** Says why a call's file holds no values, and where else they can be kept. */
export function refused(where: string, reason: string, wayOut: string = elsewhere): VarveError<'REFUSED'> {
  return new VarveError('REFUSED', `remember() in ${where}: ${reason}; ${wayOut}`, {})
}

/** Says why a call has no name of its own, and asks for one; `example` is what could be written. */
export function keyWanted(
  where: string,
  reason: string,
  example: string = "'runs'",
): VarveError<'BAD_OPTION'> {
  const message = `remember() in ${where}: ${reason}; give it a name: remember(…, { key: ${example} })`
  return new VarveError('BAD_OPTION', message, { option: 'key', nearest: null })
}
