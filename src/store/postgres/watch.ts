import type { Moves } from '../store.ts'
import type { Bell } from '../watching/bell.ts'
import { follow, type Moved, type WatchStoreOptions } from '../watching/following.ts'
import type { Connection } from './connection.ts'
import { Listening } from './listening.ts'
import { cursorIn, cursorNow, movedSince } from './moves.ts'

/** How often a watch looks by itself where it hears of others' moves, and where it does not, in milliseconds. */
const LISTENING = 2_000
const POLLING = 200

/** What a watch needs of its store. */
export interface Watched {
  readonly connection: Connection
  readonly bell: Bell
  isClosed(): boolean
  /** Whether anything was ever kept. */
  canRead(): Promise<boolean>
  /** Lets the store wait for a look that is under way. */
  during<T>(look: () => Promise<T>): Promise<T>
  /** What the store ends when it is closed, also where nobody asks a watch for its next answer. */
  readonly ends: Set<() => void>
}

/** Tells of moves until the signal aborts or the store is closed; begins with the call, not with the first answer. */
export function followMoves(options: WatchStoreOptions, watched: Watched): AsyncIterable<Moves> {
  const { connection } = watched
  const cursor = cursorIn(options)
  const start = watched.during(async () => cursor ?? (await cursorNow(connection)))
  // Whoever asks for the first answer hears of it.
  start.catch(() => {})
  return movesFrom(start, options, watched)
}

async function* movesFrom(
  start: Promise<string>,
  { signal }: WatchStoreOptions,
  { connection, bell, isClosed, canRead, during, ends }: Watched,
): AsyncGenerator<Moves, void, void> {
  if (isClosed() || signal?.aborted) return
  const listening = Listening.of(connection.pool)
  const stop = listening.listen(connection.place.channel, () => bell.ring())
  ends.add(stop)
  signal?.addEventListener('abort', stop)
  const look = (position: string): Promise<Moved<string>> =>
    during(async () =>
      // Where there is nothing yet, nothing has moved since the cursor.
      (await canRead()) ? movedSince(connection, position) : { position, heads: [] },
    )
  const timer = (wake: () => void): (() => void) => {
    listening.ensure()
    const timeout = setTimeout(wake, listening.isUp ? LISTENING : POLLING)
    return () => clearTimeout(timeout)
  }
  try {
    yield* follow({ look, isClosed, bell, timer }, await start, signal)
  } finally {
    signal?.removeEventListener('abort', stop)
    ends.delete(stop)
    stop()
  }
}
