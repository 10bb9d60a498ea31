import { isVarveError } from '../errors.ts'
import { checkedChain, followChain, type Chain, type ChainSource } from '../history/chain.ts'
import { Gap } from '../history/gap.ts'
import type { Gaps } from '../history/gaps.ts'
import { rootHash } from '../history/hash.ts'
import { Timeline } from '../history/timeline.ts'
import { endOfSealed, type SealedLines } from '../history/sealed-lines.ts'
import { isSealing } from '../store/capabilities.ts'
import type { Head, Keyframe, Mark, Store, StoredBranch, SyncStore } from '../store/store.ts'
import { decodeValue } from '../value/codec.ts'
import { parseBounded } from '../value/parse-bounded.ts'
import { KeyframePolicy } from './keyframe-policy.ts'
import { Track } from './track.ts'

/** What a store holds of one variable from an index on, all of it at one instant; old lines may be sealed still. */
export type Stored = StoredBranch & { readonly sealed?: readonly SealedLines[] }

/** The branch that every variable has. */
export const mainBranch = 'main'

/** Reads a variable from `from` on; undefined where the store does not know it. */
export function readStoredSync(store: SyncStore, variable: string, from = 0): Stored | undefined {
  return store.loadSync(variable, mainBranch, from)
}

/** As `readStoredSync`, of any store. */
export async function readStored(store: Store, variable: string, from = 0): Promise<Stored | undefined> {
  return store.load(variable, mainBranch, from)
}

/** Reads a variable as a whole, with old lines sealed where the store has them so. */
export function readHistorySync(store: SyncStore, variable: string): Stored | undefined {
  return isSealing(store) ? store.loadSealedSync(variable, mainBranch) : readStoredSync(store, variable)
}

/** As `readHistorySync`, of any store. */
export async function readHistory(store: Store, variable: string): Promise<Stored | undefined> {
  return isSealing(store) ? store.loadSealed(variable, mainBranch) : readStored(store, variable)
}

/** Makes the track of a stored variable, its chain checked; `CORRUPT` where it does not hold. */
export function trackOf(variable: string, stored: Stored): Track {
  const { keyframe, marks, sealed = [] } = stored
  const gaps = stored.gaps.map(gap => Gap.read(gap))
  const after = endOfSealed(variable, rootOf(variable), sealed, gaps)
  const chain = checkedChain(variable, { after, lines: stored.lines, gaps, head: stored.head })
  const value = keyframe && (() => decodeValue(parseBounded(keyframe.value)))
  const timeline = Timeline.load(variable, {
    ...chain,
    sealed,
    keyframe: keyframe && value && { ...keyframe, value },
  })
  const named = new Map(
    marks.filter(mark => timeline.holds(mark)).map(mark => [mark.name, mark.index] as const),
  )
  return new Track(timeline, named, keyframePolicy(timeline, keyframe))
}

function keyframePolicy(timeline: Timeline, keyframe: Keyframe | undefined): KeyframePolicy {
  if (!keyframe || !timeline.holds(keyframe)) return new KeyframePolicy()
  let written = 0
  for (const index of timeline.indexes(keyframe.index + 1)) written += timeline.lineInPassing(index).length
  return new KeyframePolicy(keyframe.value.length, written)
}

/** What a store holds beyond what is known to be saved, its chain checked. */
export interface Tail {
  readonly from: number
  readonly lines: readonly string[]
  readonly hashes: readonly string[]
  readonly gaps: Gaps
  readonly marks: readonly Mark[]
}

/** Reads what others have stored behind what is saved; undefined where the store does not know the variable. */
export function readTailSync(store: SyncStore, { timeline }: Track): Tail | undefined {
  const from = timeline.savedLength
  return tailOf(timeline, from, readStoredSync(store, timeline.name, from))
}

/** As `readTailSync`, of any store. */
export async function readTail(store: Store, { timeline }: Track): Promise<Tail | undefined> {
  // More of it may be saved when the answer comes.
  const from = timeline.savedLength
  return tailOf(timeline, from, await readStored(store, timeline.name, from))
}

/** As `readTailSync`, after a lost race: undefined also where the variable was taken away and begun anew. */
export function readWinnerSync(store: SyncStore, track: Track): Tail | undefined {
  try {
    return readTailSync(store, track)
  } catch (error) {
    if (!isVarveError(error, 'CORRUPT')) throw error
    if (isAnother(track.timeline, readStoredSync(store, track.name))) return undefined
    throw error
  }
}

/** As `readWinnerSync`, of any store. */
export async function readWinner(store: Store, track: Track): Promise<Tail | undefined> {
  try {
    return await readTail(store, track)
  } catch (error) {
    if (!isVarveError(error, 'CORRUPT')) throw error
    if (isAnother(track.timeline, await readStored(store, track.name))) return undefined
    throw error
  }
}

/** Tells a history that is whole, but without what is known to be saved, from one that is damaged. */
function isAnother(timeline: Timeline, stored: Stored | undefined): boolean {
  if (!stored) return true
  const last = timeline.savedLength - 1
  const { breaks, indexes, hashes } = followChain(sourceOf(rootOf(timeline.name), stored))
  const place = indexes.indexOf(last)
  const isMissing = place < 0 ? stored.head.index < last : hashes[place] !== timeline.hash(last)
  return breaks.length === 0 && isMissing
}

function tailOf(timeline: Timeline, from: number, stored: Stored | undefined): Tail | undefined {
  if (!stored) return undefined
  const { lines, hashes, gaps } = chainOf(
    timeline.name,
    { index: from - 1, hash: timeline.hash(from - 1) },
    stored,
  )
  return { from, lines, hashes, gaps, marks: stored.marks }
}

/** Puts what others have stored behind what the timeline has; what is not saved must be gone from it already. */
export function takeOver(track: Track, tail: Tail): void {
  const { timeline, marks } = track
  if (timeline.length === tail.from) timeline.adopt(tail)
  for (const [name, index] of marks) if (timeline.gaps.has(index)) marks.delete(name)
  takeMarks(track, tail)
}

/** Takes over the marks of what is known. */
export function takeMarks({ timeline, marks }: Track, tail: Tail): void {
  for (const { name, index, hash } of tail.marks) {
    const isThere = index < timeline.length && !timeline.gaps.has(index)
    if (isThere && timeline.hash(index) === hash) marks.set(name, index)
  }
}

function chainOf(variable: string, after: Head, stored: Stored): Chain {
  return checkedChain(variable, sourceOf(after, stored))
}

function sourceOf(after: Head, { lines, gaps, head }: Stored): ChainSource {
  return { after, lines, gaps: gaps.map(gap => Gap.read(gap)), head }
}

/** On what the first revision follows. */
function rootOf(variable: string): Head {
  return { index: -1, hash: rootHash(variable) }
}
