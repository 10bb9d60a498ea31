import { checkedChain, type Chain } from '../history/chain.ts'
import { Gap } from '../history/gap.ts'
import type { Gaps } from '../history/gaps.ts'
import { rootHash } from '../history/hash.ts'
import { Timeline } from '../history/timeline.ts'
import type { Head, Mark, Store, StoredBranch, SyncStore } from '../store/store.ts'
import { decodeValue } from '../value/codec.ts'
import { parseBounded } from '../value/parse-bounded.ts'
import { KeyframePolicy } from './keyframe-policy.ts'
import { Track } from './track.ts'

/** What a store holds of one variable from an index on, all of it at one instant. */
export type Stored = StoredBranch

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

/** Makes the track of a stored variable, its chain checked; `CORRUPT` where it does not hold. */
export function trackOf(variable: string, stored: Stored): Track {
  const { keyframe, marks } = stored
  const chain = chainOf(variable, { index: -1, hash: rootHash(variable) }, stored)
  const hashAt = new Map(chain.indexes.map((index, place) => [index, chain.hashes[place]]))
  const fits = keyframe && hashAt.get(keyframe.index) === keyframe.hash
  const checkout = fits
    ? { index: keyframe.index, value: decodeValue(parseBounded(keyframe.value)) }
    : undefined
  const timeline = Timeline.load(variable, { ...chain, checkout })
  const named = new Map(
    marks.filter(mark => hashAt.get(mark.index) === mark.hash).map(mark => [mark.name, mark.index]),
  )
  const since = fits ? chain.lines.filter((_, place) => chain.indexes[place]! > keyframe.index) : []
  const written = since.reduce((length, line) => length + line.length, 0)
  return new Track(timeline, named, new KeyframePolicy(fits ? keyframe.value.length : undefined, written))
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

function chainOf(variable: string, after: Head, { lines, gaps, head }: Stored): Chain {
  return checkedChain(variable, { after, lines, gaps: gaps.map(gap => Gap.read(gap)), head })
}
