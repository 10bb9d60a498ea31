import type { Store, StoredBranch, Unit } from '../store/store.ts'
import { aroundStore, type StoreCall } from './around-store.ts'

/** How often each call was made, and how much went through. */
export interface Counts extends Record<StoreCall, number> {
  units: number
  runs: number
  /** Lines that were handed to `append`. */
  linesAppended: number
  /** Lines that `read` and `load` gave back. */
  linesRead: number
}

/** A store that counts; `counts` may be set back with `reset`. */
export interface Counting {
  readonly counts: Readonly<Counts>
  reset(): void
}

/** Wraps a store so that what is asked of it can be counted: cost is a law too. */
export function counting<S extends Store>(store: S): S & Counting {
  const counts = none()
  const before = (call: StoreCall, args: readonly unknown[]): void => {
    counts[call] += 1
    if (call !== 'append') return
    for (const { runs } of args[0] as readonly Unit[]) {
      counts.units += 1
      counts.runs += runs.length
      for (const { lines } of runs) counts.linesAppended += lines.length
    }
  }
  const after = (call: StoreCall, result: unknown): void => {
    if (call === 'read') counts.linesRead += (result as readonly string[]).length
    if (call === 'load' || call === 'loadSealed')
      counts.linesRead += (result as StoredBranch | undefined)?.lines.length ?? 0
  }
  return aroundStore(store, { before, after }, { counts, reset: () => void Object.assign(counts, none()) })
}

function none(): Counts {
  const calls = { append: 0, head: 0, heads: 0, read: 0, keyframe: 0, marks: 0, load: 0, close: 0 }
  const capabilities = { gaps: 0, forget: 0, seal: 0, loadSealed: 0, watch: 0, check: 0, exclusively: 0 }
  const queries = { members: 0, countMembers: 0, revisions: 0, countRevisions: 0, unshown: 0, purge: 0 }
  return { ...calls, ...capabilities, ...queries, units: 0, runs: 0, linesAppended: 0, linesRead: 0 }
}
