import { later, newAbort, reportUncaught } from '#platform'
import type { AbortSignalLike } from '../abort-signal.ts'
import { isVarveError } from '../errors.ts'
import type { NamedHead, Watchful } from '../store/store.ts'
import type { Track } from './track.ts'

/** Where moves of the store go. */
export interface Follower {
  /** The watched variable of a name. */
  track(variable: string): Track | undefined
  refresh(tracks: readonly Track[]): Promise<void>
}

/** Brings in what others record as they do, until `stop` is called; what fails for good is reported as uncaught. */
export function follow(store: Watchful, follower: Follower): () => void {
  const stop = newAbort()
  void run(store, follower, stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted && !isVarveError(error, 'STORE_CLOSED')) reportUncaught(error)
  })
  return () => stop.abort()
}

/** Waits so long before it tries again what could not be read or saved (milliseconds). */
const pauseAfterFailure = 50

async function run(store: Watchful, follower: Follower, signal: AbortSignalLike): Promise<void> {
  let cursor: string | undefined
  while (!signal.aborted) {
    try {
      for await (const moves of store.watch({ signal, ...(cursor !== undefined && { cursor }) })) {
        await takeIn(moves.heads, follower, signal)
        // From here on it goes, should the store fail for a while.
        cursor = moves.cursor
      }
      return
    } catch (error) {
      if (!isVarveError(error, 'BUSY')) throw error
      await later(pauseAfterFailure)
    }
  }
}

/** Tries until it is done: a move that is passed over is not told again. */
async function takeIn(
  heads: readonly NamedHead[],
  follower: Follower,
  signal: AbortSignalLike,
): Promise<void> {
  for (;;) {
    const moved = heads.flatMap(head => {
      const track = follower.track(head.variable)
      return track && isNews(track, head) ? [track] : []
    })
    if (moved.length === 0 || signal.aborted) return
    try {
      return await follower.refresh(moved)
    } catch (error) {
      // Who waits for what is pending was told that it could not be saved.
      if (!isVarveError(error, 'NOT_DURABLE', 'BUSY')) throw error
      await later(pauseAfterFailure)
    }
  }
}

/** Our own appends move heads as well. */
function isNews({ timeline }: Track, { branch, index }: NamedHead): boolean {
  return branch === timeline.branch && index >= timeline.savedLength
}
