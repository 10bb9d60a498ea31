import { revisionHash, rootHash } from '../../history/hash.ts'
import type { Connection } from './connection.ts'
import { sealedBranchOf } from './sealed-branch.ts'

/**
 * Follows the chain of a branch from segment to segment, by the hashes that each has, and over the lines behind the last one
 * to the head: what does not lead there was changed before it was sealed, or is not sealed yet. Undefined where it holds.
 */
export function chainProblem(connection: Connection, variable: string, branch: string): string | undefined {
  const stored = sealedBranchOf(connection, variable, branch)
  const [first, last] = [stored?.sealed[0], stored?.sealed.at(-1)]
  if (!stored || !first || !last) return undefined
  if (first.first === 0 && first.before !== rootHash(variable))
    return 'its sealed lines are those of another variable'
  if (stored.gaps.some(gap => gap.first > last.last)) return undefined
  const arrived = stored.lines.reduce(revisionHash, last.after)
  return arrived === stored.head.hash
    ? undefined
    : `the lines from ${last.last + 1} on do not lead from what is sealed to the head`
}
