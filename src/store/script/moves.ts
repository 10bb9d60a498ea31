import { badOption, checkOptions } from '../../options.ts'
import { parseBounded } from '../../value/parse-bounded.ts'
import type { NamedHead } from '../store.ts'
import type { Moved, WatchStoreOptions } from '../watching/following.ts'

/** Heads as the cursor of a watch: a script counts no moves, but has few variables. */
export function headsAsText(heads: readonly NamedHead[]): string {
  return JSON.stringify(heads.map(({ variable, branch, index, hash }) => [variable, branch, index, hash]))
}

/** Finds where a watch begins; undefined where it begins with what moves from now on. */
export function startOf(options: WatchStoreOptions): string | undefined {
  checkOptions('watch()', options, ['cursor', 'signal'])
  const { cursor } = options
  if (cursor !== undefined) parsed(cursor)
  return cursor
}

/** Finds the heads that are not those of a cursor: also where an older state of the file was put back. */
export function movedSince(cursor: string, heads: readonly NamedHead[]): Moved<string> {
  const before = new Set(parsed(cursor).map(head => JSON.stringify(head)))
  const moved = heads.filter(
    ({ variable, branch, index, hash }) => !before.has(JSON.stringify([variable, branch, index, hash])),
  )
  return { position: headsAsText(heads), heads: moved }
}

function parsed(cursor: unknown): readonly unknown[] {
  try {
    const heads = parseBounded(cursor as string)
    if (Array.isArray(heads)) return heads
  } catch {
    // Told below.
  }
  throw badOption('watch()', 'cursor', 'must be a text that a watch of this store gave')
}
