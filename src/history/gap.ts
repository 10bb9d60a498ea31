import { sha256 } from '#platform'

/**
 * What is left of revisions that were forgotten: consecutive ones of one branch. The value after the last of them is kept
 * beside it, as a base.
 */
export interface Gap {
  /** Index of the first revision that is gone. */
  readonly first: number
  /** Index of the last one. */
  readonly last: number
  /** Hash of the revision before `first`. */
  readonly before: string
  /** Hash of `last`, on which the next line is chained. */
  readonly after: string
  /** When `first` was recorded, in milliseconds. */
  readonly from: number
  /** When `last` was recorded. */
  readonly to: number
  /** `baseDigest` of the value after `last`. */
  readonly base: string
  /** When they were forgotten. */
  readonly at: number
  /** By which policy, in words. */
  readonly policy: string
}

/** Writes a gap as one line of canonical JSON. */
export function encodeGap({ first, last, before, after, from, to, base, at, policy }: Gap): string {
  return JSON.stringify({ first, last, before, after, from, to, base, at, policy })
}

/** The hash by which a later line names a gap, so that the chain stands for it. */
export function gapHash(record: string): string {
  return sha256(`varve/1 gap\n${record}`)
}

/** What a gap says of its base: the hash of the encoded value. */
export function baseDigest(value: string): string {
  return sha256(`varve/1 base\n${value}`)
}
