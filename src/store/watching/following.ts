import type { AbortSignalLike } from '../../abort-signal.ts'
import { badOption, checkOptions } from '../../options.ts'
import type { Bell, Timer } from './bell.ts'
import type { Moves, NamedHead } from '../store.ts'

/** How a watch is asked for. */
export interface WatchStoreOptions {
  readonly cursor?: string
  readonly signal?: AbortSignalLike
}

/** How a store is followed whose moves have positions: numbers, or texts that say the same. */
export interface Followed<P extends number | string = number> {
  /** What has moved after a position, and the position behind it; one that lies beyond all moves counts as 0. */
  look(position: P): Moved<P> | Promise<Moved<P>>
  isClosed(): boolean
  /** Rings when something moved here, and when the store is closed. */
  readonly bell: Bell
  /** When to look again without a ring. */
  readonly timer?: Timer
}

/** What has moved, and the position behind it. */
export interface Moved<P extends number | string = number> {
  readonly position: P
  readonly heads: readonly NamedHead[]
}

/** Finds where a watch begins; undefined where it begins with what moves from now on. */
export function startOf(options: WatchStoreOptions): number | undefined {
  checkOptions('watch()', options, ['cursor', 'signal'])
  const { cursor } = options
  if (cursor === undefined) return undefined
  if (typeof cursor !== 'string' || !/^\d{1,15}$/.test(cursor))
    throw badOption('watch()', 'cursor', 'must be a text that a watch of this store gave')
  return Number(cursor)
}

/** Tells of moves from a position on, until the signal aborts or the store is closed. */
export async function* follow<P extends number | string>(
  { look, isClosed, bell, timer }: Followed<P>,
  start: P,
  signal: AbortSignalLike | undefined,
): AsyncGenerator<Moves, void, void> {
  const isOver = (): boolean => isClosed() || signal?.aborted === true
  for (let position = start, told = false; !isOver();) {
    const heard = bell.rings
    const moved = await look(position)
    if (isOver()) return
    if (told && moved.heads.length === 0) {
      await bell.wait(heard, signal, timer)
      continue
    }
    position = moved.position
    told = true
    yield { cursor: String(position), heads: moved.heads }
  }
}
