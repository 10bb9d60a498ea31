import { corrupt } from '../value/corrupt.ts'
import type { Gap } from './gap.ts'
import { revisionHash } from './hash.ts'

/** Consecutive lines that are made when they are first asked for; the chain can be followed over them without. */
export interface SealedLines {
  readonly first: number
  readonly last: number
  /** Hash of the revision before `first`. */
  readonly before: string
  /** Hash of `last`. */
  readonly after: string
  lines(): readonly string[]
}

/** Lines that were made, with the hash of each. */
export interface Unsealed {
  readonly lines: readonly string[]
  readonly hashes: readonly string[]
}

/** Makes sealed lines; `CORRUPT` where they do not lead from one hash to the other. */
export function unseal({ first, last, before, after, lines }: SealedLines): Unsealed {
  const made = lines()
  let hash = before
  const hashes = made.map(line => (hash = revisionHash(hash, line)))
  if (hash !== after || made.length !== last - first + 1)
    corrupt(`the sealed lines @${first} to @${last} are not those of the chain`)
  return { lines: made, hashes }
}

/** Follows the chain over sealed lines and the gaps before and between them; `CORRUPT` where it does not hold. */
export function endOfSealed(
  variable: string,
  start: { readonly index: number; readonly hash: string },
  sealed: readonly SealedLines[],
  gaps: readonly Gap[],
): { readonly index: number; readonly hash: string } {
  let { index, hash } = start
  const crossing = gaps.values()
  let gap = crossing.next().value
  for (const { first, last, before, after } of sealed) {
    for (; gap && gap.last < first; gap = crossing.next().value) {
      if (gap.first !== index + 1 || gap.facts.before !== hash)
        corrupt(`${variable}: the chain does not lead to the gap @${gap.first} to @${gap.last}`)
      ;[index, hash] = [gap.last, gap.facts.after]
    }
    if (first !== index + 1 || before !== hash)
      corrupt(`${variable}: the chain does not lead to the sealed lines @${first} to @${last}`)
    ;[index, hash] = [last, after]
  }
  return { index, hash }
}
