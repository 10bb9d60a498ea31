import { VarveError } from './errors.ts'
import { nearest } from './nearest.ts'

/** Refuses options that nobody reads, by name and with the nearest known one (`BAD_OPTION`). */
export function checkOptions(where: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) throw badOption(where, 'options', 'are no object')
  for (const option of Object.keys(options)) {
    if (known.includes(option)) continue
    const near = nearest(option, known)
    const hint = near ? `did you mean '${near}'?` : `the options are ${known.join(', ')}`
    throw new VarveError('BAD_OPTION', `${where}: there is no option '${option}'; ${hint}`, {
      option,
      nearest: near,
    })
  }
}

/** Makes the error for an option whose value makes no sense. */
export function badOption(where: string, option: string, problem: string): VarveError<'BAD_OPTION'> {
  return new VarveError('BAD_OPTION', `${where}: ${option} ${problem}`, { option, nearest: null })
}
