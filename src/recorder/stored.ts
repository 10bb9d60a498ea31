import { VarveError } from '../errors.ts'
import { revisionHash, rootHash } from '../history/hash.ts'
import { Timeline } from '../history/timeline.ts'
import type { Head, Keyframe, Mark, Store, SyncStore } from '../store/store.ts'
import { decodeValue } from '../value/codec.ts'
import { parseBounded } from '../value/parse-bounded.ts'
import { KeyframePolicy } from './keyframe-policy.ts'
import { Track } from './track.ts'

/** What a store holds of one variable from an index on. */
export interface Stored {
  readonly head: Head
  readonly lines: readonly string[]
  readonly keyframe: Keyframe | undefined
  readonly marks: readonly Mark[]
}

const branch = 'main'

/** Reads a variable from `from` on; undefined where the store does not know it. */
export function readStoredSync(store: SyncStore, variable: string, from = 0): Stored | undefined {
  const head = store.headSync(variable, branch)
  if (!head) return undefined
  const lines = store.readSync(variable, branch, from, head.index)
  return { head, lines, keyframe: store.keyframeSync(variable, branch), marks: store.marksSync(variable) }
}

/** As `readStoredSync`, of any store. */
export async function readStored(store: Store, variable: string, from = 0): Promise<Stored | undefined> {
  const head = await store.head(variable, branch)
  if (!head) return undefined
  const lines = await store.read(variable, branch, from, head.index)
  return { head, lines, keyframe: await store.keyframe(variable, branch), marks: await store.marks(variable) }
}

/** Makes the track of a stored variable, its chain checked; `CORRUPT` where it does not hold. */
export function trackOf(variable: string, stored: Stored): Track {
  const { lines, head, keyframe, marks } = stored
  const hashes = checkChain(variable, lines, rootHash(variable), 0, head)
  const fits = keyframe && hashes[keyframe.index] === keyframe.hash
  const checkout = fits
    ? { index: keyframe.index, value: decodeValue(parseBounded(keyframe.value)) }
    : undefined
  const timeline = Timeline.load(variable, lines, hashes, checkout)
  const named = new Map(
    marks.filter(mark => hashes[mark.index] === mark.hash).map(mark => [mark.name, mark.index]),
  )
  const since = fits ? lines.slice(keyframe.index + 1).reduce((length, line) => length + line.length, 0) : 0
  return new Track(timeline, named, new KeyframePolicy(fits ? keyframe.value.length : undefined, since))
}

/** What a store holds beyond what is known to be saved, its chain checked. */
export interface Tail {
  readonly from: number
  readonly lines: readonly string[]
  readonly hashes: readonly string[]
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
  const { lines, head, marks } = stored
  return { from, lines, hashes: checkChain(timeline.name, lines, timeline.hash(from - 1), from, head), marks }
}

/** Puts what others have stored behind what the timeline has; what is not saved must be gone from it already. */
export function takeOver(track: Track, tail: Tail): void {
  if (track.timeline.length === tail.from) track.timeline.adopt(tail.lines, tail.hashes)
  takeMarks(track, tail)
}

/** Takes over the marks of what is known. */
export function takeMarks({ timeline, marks }: Track, tail: Tail): void {
  for (const { name, index, hash } of tail.marks) {
    if (index < timeline.length && timeline.hash(index) === hash) marks.set(name, index)
  }
}

function checkChain(
  variable: string,
  lines: readonly string[],
  parent: string,
  from: number,
  head: Head,
): string[] {
  const hashes: string[] = []
  let hash = parent
  for (const line of lines) hashes.push((hash = revisionHash(hash, line)))
  if (from + lines.length === head.index + 1 && hash === head.hash) return hashes
  const message = `${variable}: the chain of its ${lines.length} stored lines does not lead to its head @${head.index}; a line was changed, lost or added: restore the file from a copy`
  throw new VarveError('CORRUPT', message, { file: null, offset: null })
}
