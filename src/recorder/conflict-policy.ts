import { nearest } from '../nearest.ts'
import { VarveError } from '../errors.ts'
import { badOption, checkOptions } from '../options.ts'
import type { Resolve } from '../value/merge/conflict.ts'

/**
 * What happens to a `set` that lost a race; recipes always run again on the newer value. `'refuse'` (default) withdraws
 * it and rejects `saved` with `CONFLICT`, `'overwrite'` records it on top, `{ merge }` merges path by path and settles
 * what both sides changed by the resolver; what that leaves open is refused.
 */
export type ConflictPolicy = 'refuse' | 'overwrite' | { readonly merge: Resolve }

const words = ['refuse', 'overwrite']

/** Refuses what is no policy (`BAD_OPTION`). */
export function checkConflictPolicy(where: string, policy: unknown): void {
  if (typeof policy === 'string' && words.includes(policy)) return
  if (typeof policy === 'object' && policy !== null) {
    checkOptions(`${where}: conflict`, policy, ['merge'])
    const { merge } = policy as { merge?: unknown }
    if (typeof merge === 'function' || merge === 'ours' || merge === 'theirs') return
    throw badOption(where, 'conflict.merge', "is neither 'ours' nor 'theirs' nor a function")
  }
  const near = nearest(String(policy), words)
  const hint = near ? `did you mean '${near}'?` : "give 'refuse', 'overwrite' or { merge }"
  const message = `${where}: conflict is ${JSON.stringify(policy)}; ${hint}`
  throw new VarveError('BAD_OPTION', message, { option: 'conflict', nearest: near })
}
