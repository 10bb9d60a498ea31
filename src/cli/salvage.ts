import { followChain, type Chain } from '../history/chain.ts'
import { checkLines } from '../history/check-lines.ts'
import { Entry } from '../history/entry.ts'
import { Gap } from '../history/gap.ts'
import { revisionHash, rootHash } from '../history/hash.ts'
import { lineIndex, parseLine } from '../history/line.ts'
import type { Head } from '../store/store.ts'
import { applyKept } from '../value/apply.ts'
import { decodeValue } from '../value/codec.ts'
import type { Kept } from '../value/kept.ts'
import { parseBounded } from '../value/parse-bounded.ts'
import type { Damaged } from './read-damaged.ts'
import type { Written } from './write-history.ts'

/** What can be kept of a variable. */
export interface Salvage {
  readonly variable: string
  /** Where it ended. */
  readonly head: Head
  /** The beginning that holds; undefined where nothing does. */
  readonly kept: Written | undefined
  /** Why it ends before the head; undefined where it does not. */
  readonly reason: string | undefined
  /** The newest value behind the beginning. */
  readonly newest: Newest | undefined
  /** Whether more can be read than is proven. */
  readonly hasMore: boolean
}

/** A value, and the index at which it stood. */
export interface Newest {
  readonly index: number
  readonly value: Kept
  readonly isProven: boolean
}

/**
 * Finds what can be kept. The beginning goes as far as the chain proves it, and with `unproven` as far as it can be read:
 * then it has hashes of its own. The value at the end is sure where a keyframe leads there by the chain.
 */
export function salvage(damaged: Damaged, unproven: boolean): Salvage {
  const { head } = damaged
  const { variable } = head
  const gaps = damaged.gaps.flatMap(readGap)
  const known = new Map([...damaged.marks, ...keyframes(damaged)].map(({ index, hash }) => [index, hash]))
  const after = { index: -1, hash: rootHash(variable) }
  const chain = followChain({ after, lines: damaged.lines, gaps, head, known })
  const proven = firstFault(variable, chain)
  const readable = unproven || proven.end <= head.index ? firstUnreadable(damaged) : proven
  const { end, reason } = unproven && readable.end > proven.end ? readable : proven
  const kept = written(damaged, gaps, end)
  const last = kept?.head.index ?? -1
  const sure = last < head.index ? provenValue(damaged, gaps, last) : undefined
  const read = last < head.index && sure?.index !== head.index ? readValue(damaged) : undefined
  const isWhole = end > head.index && kept?.head.hash === head.hash
  return {
    variable,
    head: { index: head.index, hash: head.hash },
    kept,
    reason: isWhole ? undefined : (reason ?? proven.reason),
    newest: (unproven && read) || sure,
    hasMore: !unproven && (readable.end - 1 > last || read !== undefined),
  }
}

/** Where the beginning ends: the first index that is not kept, and why. */
interface End {
  readonly end: number
  readonly reason: string | undefined
}

function firstFault(variable: string, chain: Chain): End {
  const faults = chain.breaks.map(({ index, reason }) => ({ end: index, reason }))
  checkLines(
    variable,
    chain,
    (index, reason) => faults.push({ end: index, reason }),
    new Set(),
    () => {},
  )
  return faults.reduce<End>((first, fault) => (fault.end < first.end ? fault : first), {
    end: Infinity,
    reason: undefined,
  })
}

/** As far as lines follow each other and each value can be made, whatever their hashes say. */
function firstUnreadable({ head: { variable }, lines, gaps }: Damaged): End {
  let hash = rootHash(variable)
  const own: string[] = []
  for (const line of lines) {
    if (lineIndex(line) !== own.length) break
    own.push(line)
    hash = revisionHash(hash, line)
  }
  if (own.length === 0 || gaps.some(({ first }) => first <= own.length)) return { end: 0, reason: undefined }
  const head = { index: own.length - 1, hash }
  const fault = firstFault(
    variable,
    followChain({ after: { index: -1, hash: rootHash(variable) }, lines: own, gaps: [], head }),
  )
  return fault.end < own.length
    ? fault
    : { end: own.length, reason: `the line of @${own.length} cannot be read` }
}

/** The lines, gaps and marks before an index, with the hash that they lead to. */
function written({ head, lines, marks }: Damaged, all: readonly Gap[], end: number): Written | undefined {
  const { variable } = head
  const own = lines.filter(line => lineIndex(line) >= 0 && lineIndex(line) < end)
  const index = lineIndex(own.at(-1) ?? '')
  if (index < 0) return undefined
  const gaps = all.filter(({ last }) => last < index)
  let hash = rootHash(variable)
  const hashes = new Map<number, string>()
  for (const line of own) {
    const at = lineIndex(line)
    hash = revisionHash(gaps.find(({ last }) => last === at - 1)?.facts.after ?? hash, line)
    hashes.set(at, hash)
  }
  const named = marks
    .filter(mark => hashes.get(mark.index) === mark.hash)
    .map(({ name, index: at, hash: of }) => ({ name, index: at, hash: of }))
  return { variable, expected: null, head: { index, hash }, lines: own, gaps, marks: named }
}

/** Goes from what is kept as a whole value to the head; where the chain does not lead there, the keyframe's is the newest. */
function provenValue(damaged: Damaged, gaps: readonly Gap[], last: number): Newest | undefined {
  const { head, lines } = damaged
  const starts = [
    ...keyframes(damaged).map(({ index, hash, value }) => ({ index, hash, cell: value })),
    ...gaps.map(gap => ({ index: gap.last, hash: gap.facts.after, cell: gap.base, isGap: true })),
  ].sort((a, b) => b.index - a.index)
  for (const { index, hash, cell, isGap } of starts.map(start => ({ isGap: false, ...start }))) {
    const rest = lines.filter(line => lineIndex(line) > index)
    const isProven = rest.reduce(revisionHash, hash) === head.hash
    const value = attempt(() =>
      replayed(head.variable, decodeValue(parseBounded(cell)), isProven ? rest : []),
    )
    // What a gap's record says is proven by the chain alone.
    if (!value || (isGap && !isProven)) continue
    const at = isProven ? head.index : index
    return at > last ? { index: at, value: value.kept, isProven: true } : undefined
  }
  return undefined
}

/** The value at the head, from the last line that holds a whole one: nothing proves it, since a line before it is gone. */
function readValue({ head, lines }: Damaged): Newest | undefined {
  const rest: string[] = []
  for (const line of lines.toReversed()) {
    if (lineIndex(line) !== head.index - rest.length) return undefined
    rest.unshift(line)
    const value = attempt(() => wholeThen(head.variable, rest))
    if (value) return { index: head.index, value: value.kept, isProven: false }
  }
  return undefined
}

/** Undefined where the first of these lines holds no whole value. */
function wholeThen(variable: string, lines: readonly string[]): { readonly kept: Kept } | undefined {
  const [first] = lines
  const { change } = Entry.fromLine(parseLine(first!, variable, lineIndex(first!)))
  return 'whole' in change ? replayed(variable, undefined, lines) : undefined
}

function replayed(variable: string, start: Kept, lines: readonly string[]): { readonly kept: Kept } {
  let kept = start
  for (const line of lines) {
    const { change } = Entry.fromLine(parseLine(line, variable, lineIndex(line)))
    kept = 'whole' in change ? change.whole : applyKept(kept, change.patches)
  }
  return { kept }
}

/** A keyframe stands by itself: the store has checked it against its own hash. */
function keyframes({ keyframe, head }: Damaged): NonNullable<Damaged['keyframe']>[] {
  return keyframe && keyframe.index <= head.index ? [keyframe] : []
}

function readGap(stored: Damaged['gaps'][number]): Gap[] {
  const gap = attempt(() => Gap.read(stored))
  return gap ? [gap] : []
}

function attempt<T>(fn: () => T): T | undefined {
  try {
    return fn()
  } catch {
    return undefined
  }
}
