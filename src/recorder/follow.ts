import { newAbort, reportUncaught } from '#platform'
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

async function run(store: Watchful, follower: Follower, signal: AbortSignalLike): Promise<void> {
  for await (const { heads } of store.watch({ signal })) {
    const moved = heads.flatMap(head => {
      const track = follower.track(head.variable)
      return track && isNews(track, head) ? [track] : []
    })
    if (moved.length === 0 || signal.aborted) continue
    // Pending changes that cannot be saved are told to those who wait for them, and tried again with the next move.
    await follower.refresh(moved).catch((error: unknown) => {
      if (!isVarveError(error, 'NOT_DURABLE')) throw error
    })
  }
}

/** Our own appends move heads as well. */
function isNews({ timeline }: Track, { branch, index }: NamedHead): boolean {
  return branch === timeline.branch && index >= timeline.savedLength
}
