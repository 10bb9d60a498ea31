import { revisionHash, rootHash } from '../../history/hash.ts'
import type { HeldBranch } from '../held.ts'
import type { Head } from '../store.ts'

/** Where the lines of a branch lead, and how far they were followed. */
export interface Chained {
  readonly head: Head
  /** Which stretch was followed: its first index, and its lines so far. */
  readonly first: number
  readonly count: number
}

/**
 * Follows the lines behind the last gap to where they lead, from where `before` has left off. Undefined where nothing says
 * where they begin. A head that they lead to need not be written down.
 */
export function chainedHead(variable: string, branch: HeldBranch, before?: Chained): Chained | undefined {
  const { first, lines } = branch.stretches.at(-1)!
  const goesOn = before?.first === first && before.count <= lines.length
  const start = goesOn ? before.head.hash : startOf(variable, branch)
  if (start === undefined) return undefined
  let hash = start
  for (let at = goesOn ? before.count : 0; at < lines.length; at++) hash = revisionHash(hash, lines[at]!)
  return { head: { index: first + lines.length - 1, hash }, first, count: lines.length }
}

function startOf(variable: string, { stretches, gaps }: HeldBranch): string | undefined {
  const { first } = stretches.at(-1)!
  if (first === 0) return rootHash(variable)
  const gap = gaps.find(({ last }) => last === first - 1)
  return /"after":"([0-9a-f]{64})"/.exec(gap?.record ?? '')?.[1]
}
