import { exportTimeline } from '../history/portable.ts'
import type { Track } from '../recorder/track.ts'
import type { SyncStore } from '../store/store.ts'
import { readVariable } from './read-variable.ts'

/** The text of histories, line by line; `tell` hears of each variable before its lines come. */
export function* portableLines(
  store: SyncStore,
  names: readonly string[],
  tell?: (track: Track) => void,
): Generator<string, undefined> {
  for (const name of names) {
    const track = readVariable(store, name)
    tell?.(track)
    yield* exportTimeline(track.timeline, track.marks)
  }
}
