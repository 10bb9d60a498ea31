import { VarveError } from '../errors.ts'
import type { Gap } from './gap.ts'

/** Says that a revision was forgotten: when, by which policy, and what is left around it. */
export function forgotten(variable: string, ref: number | string, gap: Gap): VarveError<'UNKNOWN_REVISION'> {
  const { first, last, facts } = gap
  const at = new Date(facts.at)
  const which = first === last ? `@${first}` : `@${first} to @${last}`
  const message = `${variable}@${ref}: forgotten, ${which} was pruned at ${at.toISOString()} (what stays: ${facts.policy}); nearest are @${first - 1} and @${last + 1}`
  return new VarveError('UNKNOWN_REVISION', message, {
    variable,
    ref: String(ref),
    pruned: { at, policy: facts.policy },
  })
}
