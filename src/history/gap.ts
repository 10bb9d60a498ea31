import { sha256 } from '#platform'
import { VarveError } from '../errors.ts'
import { decodeValue } from '../value/codec.ts'
import type { Kept } from '../value/kept.ts'
import { parseBounded } from '../value/parse-bounded.ts'
import { isHash, isIndex, isTime } from './line.ts'

/** What a gap's line of canonical JSON says; `docs/format.md` has the bytes. */
export interface GapRecord {
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
  /** Index of the head when they were forgotten: later lines name this gap, or one that took it in. */
  readonly head: number
  /** When they were forgotten. */
  readonly at: number
  /** By which policy, in words. */
  readonly policy: string
}

/** A gap as a store keeps it: where it is, its record, and the encoded value after it. */
export interface StoredGap {
  readonly first: number
  readonly last: number
  readonly record: string
  readonly base: string
}

/**
 * What is left of revisions that were forgotten: consecutive ones of one branch. The value after the last of them is kept
 * as a base, from which the next line goes on.
 */
export class Gap implements StoredGap {
  readonly first: number
  readonly last: number
  readonly record: string
  /** The encoded value after `last`. */
  readonly base: string
  /** What `record` says. */
  readonly facts: GapRecord
  #hash: string | undefined
  #value: { readonly kept: Kept } | undefined

  private constructor(facts: GapRecord, record: string, base: string) {
    this.first = facts.first
    this.last = facts.last
    this.facts = facts
    this.record = record
    this.base = base
  }

  /** Makes the gap that forgetting leaves. */
  static of(facts: Omit<GapRecord, 'base'>, base: string): Gap {
    const all = { ...facts, base: baseDigest(base) }
    return new Gap(all, encodeGap(all), base)
  }

  /** Takes over a stored one; `CORRUPT` where its parts do not fit each other. */
  static read({ first, last, record, base }: StoredGap): Gap {
    const facts = parseGap(record)
    if (facts.first !== first || facts.last !== last)
      throw damaged(`the gap @${first} to @${last} has the record of @${facts.first} to @${facts.last}`)
    if (facts.base !== baseDigest(base))
      throw damaged(`the base of the gap @${first} to @${last} is not the one that its record names`)
    return new Gap(facts, record, base)
  }

  /** The hash by which a line names it. */
  get hash(): string {
    return (this.#hash ??= gapHash(this.record))
  }

  /** The value after `last`, decoded when first looked at. */
  get value(): Kept {
    this.#value ??= { kept: decodeValue(parseBounded(this.base)) }
    return this.#value.kept
  }
}

/** Writes a gap as one line of canonical JSON. */
export function encodeGap(facts: GapRecord): string {
  const { first, last, before, after, from, to, base, head, at, policy } = facts
  return JSON.stringify({ first, last, before, after, from, to, base, head, at, policy })
}

/** Reads a gap's record; whatever `encodeGap` does not write is `CORRUPT`. */
export function parseGap(record: string): GapRecord {
  const facts = parseBounded(record) as GapRecord | null
  const isRecord =
    typeof facts === 'object' &&
    facts !== null &&
    isIndex(facts.first) &&
    isIndex(facts.last) &&
    isIndex(facts.head) &&
    [facts.before, facts.after, facts.base].every(isHash) &&
    [facts.from, facts.to, facts.at].every(isTime) &&
    typeof facts.policy === 'string' &&
    encodeGap(facts) === record
  if (!isRecord) throw damaged('the record of a gap is not in the form Varve writes')
  const { first, last, head, from, to } = facts
  if (first === 0) throw damaged(`a gap @0 to @${last}: the first revision is never forgotten`)
  if (last < first || to < from) throw damaged(`the gap @${first} to @${last} ends before it begins`)
  if (head <= last) throw damaged(`the gap @${first} to @${last} was made when @${head} was the head`)
  return facts
}

/** The hash by which a later line names a gap, so that the chain stands for it. */
export function gapHash(record: string): string {
  return sha256(`varve/1 gap\n${record}`)
}

/** What a gap says of its base: the hash of the encoded value. */
export function baseDigest(value: string): string {
  return sha256(`varve/1 base\n${value}`)
}

function damaged(what: string): VarveError<'CORRUPT'> {
  return new VarveError('CORRUPT', `Damaged data: ${what}; restore it from a copy`, {
    file: null,
    offset: null,
  })
}
