import { decodeValue } from '../value/codec.ts'
import type { Kept } from '../value/kept.ts'
import { parseBounded } from '../value/parse-bounded.ts'
import { same } from '../value/same.ts'
import { followChain, type Chain } from './chain.ts'
import { checkLines, type Tell } from './check-lines.ts'
import { Gap, type StoredGap } from './gap.ts'
import { rootHash } from './hash.ts'

/** A hash and the index of its revision. */
export interface KnownHash {
  readonly index: number
  readonly hash: string
}

/** A head of before that somebody noted elsewhere, with its index where that is known. */
export interface TrustedHead {
  readonly index?: number
  readonly hash: string
}

/** All that a store has of one variable. */
export interface StoredHistory {
  readonly variable: string
  readonly head: KnownHash
  /** From index 0 on, without those that were forgotten. */
  readonly lines: Iterable<string>
  readonly gaps: readonly StoredGap[]
  readonly keyframe?: (KnownHash & { readonly value: string }) | undefined
  readonly marks: readonly (KnownHash & { readonly name: string })[]
  /** Heads of before that somebody noted elsewhere: they must be there still. */
  readonly trusted?: readonly TrustedHead[] | undefined
}

/** Something that does not hold, and the index at which it shows; '' and -1 where it is about the store as a whole. */
export interface Problem {
  readonly variable: string
  readonly index: number
  readonly message: string
}

/** What a check found. */
export interface Verification {
  readonly ok: boolean
  readonly problems: readonly Problem[]
}

/**
 * Looks for everything that does not hold in what is stored of a variable: chain, lines, gaps, values, keyframe, marks and
 * trusted heads, going on behind what it finds. The chain shows every change of a line as long as the head is right; who
 * also changed the head, or a gap that no line names yet, is found by a trusted head only.
 */
export function verify(history: StoredHistory): Problem[] {
  const { variable, head, lines, keyframe, marks, trusted = [] } = history
  const problems: Problem[] = []
  const tell: Tell = (index, message) =>
    problems.push({ variable, index, message: `${variable}@${index}: ${message}` })
  const gaps = history.gaps.flatMap(gap => gapOf(gap, tell))
  const placed = trusted.filter((each): each is KnownHash => each.index !== undefined)
  const known = new Map(
    [...marks, ...(keyframe ? [keyframe] : []), ...placed].map(({ index, hash }) => [index, hash]),
  )
  const after = { index: -1, hash: rootHash(variable) }
  const chain = followChain({ after, lines, gaps, head, known })
  for (const { index, reason } of chain.breaks) tell(index, reason)
  const isOfChain = keyframe && hashAt(chain, keyframe.index) === keyframe.hash
  const looked = new Set(isOfChain ? [keyframe.index] : [])
  checkLines(variable, chain, tell, looked, (index, value) => {
    if (isOfChain && index === keyframe.index && !isValue(keyframe.value, value))
      tell(index, 'the keyframe is another value than the lines lead to')
  })
  for (const { name, index, hash } of marks) {
    if (hashAt(chain, index) !== hash || chain.gaps.has(index))
      tell(index, `the mark '${name}' names a revision that is not there`)
  }
  for (const each of trusted) checkTrusted(chain, head, each, tell)
  return problems.sort((a, b) => a.index - b.index)
}

function gapOf(stored: StoredGap, tell: Tell): Gap[] {
  try {
    return [Gap.read(stored)]
  } catch (error) {
    tell(stored.first, (error as Error).message)
    return []
  }
}

/** The hash of what is left, or of the last revision in a gap. */
function hashAt({ indexes, hashes, gaps }: Chain, index: number): string | undefined {
  const gap = gaps.at(index)
  if (gap) return gap.last === index ? gap.facts.after : undefined
  let low = 0
  let high = indexes.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (indexes[middle]! < index) low = middle + 1
    else high = middle
  }
  return indexes[low] === index ? hashes[low] : undefined
}

function isValue(cell: string, value: Kept): boolean {
  try {
    return same(decodeValue(parseBounded(cell)), value)
  } catch {
    return false
  }
}

function checkTrusted(chain: Chain, head: KnownHash, { index, hash }: TrustedHead, tell: Tell): void {
  if (index === undefined) {
    const isThere = chain.hashes.includes(hash) || chain.gaps.all.some(({ facts }) => facts.after === hash)
    if (!isThere) tell(head.index, `the chain does not come by the trusted head #${hash}`)
    return
  }
  const found = hashAt(chain, index)
  if (found === hash) return
  const why =
    index > head.index
      ? `the chain ends with @${head.index}, before this trusted head`
      : found === undefined && chain.gaps.has(index)
        ? 'this trusted head was forgotten, so nothing can be said of what lies before it'
        : 'the chain does not come by this trusted head'
  tell(index, why)
}
