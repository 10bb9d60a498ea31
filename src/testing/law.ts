import type { Outcome, Run, Store, SyncStore } from '../store/store.ts'
import { same } from './check.ts'

/** What the laws need of a store under test. */
export interface Bench {
  /** A fresh, empty store. */
  open(): Promise<Store>
  /** Another handle on what the last `open()` gave, whether that is closed by now or not; absent for what is gone with the handle. */
  readonly reopen?: () => Promise<Store>
}

/** One thing that every store must do. */
export interface Law {
  readonly name: string
  /** `'reopen'` where it makes sense only for what outlives its handle. */
  readonly needs?: 'reopen'
  run(bench: Bench): Promise<void>
}

/** What an append answers to a unit that was kept. */
export const kept: Outcome = { ok: true, repeated: false }
/** What it answers to one that was there already. */
export const repeated: Outcome = { ok: true, repeated: true }

/** What it answers to one whose expected head did not stand. */
export function lost(run: Pick<Run, 'variable' | 'branch'>, actual: Run['expected']): Outcome {
  return { ok: false, variable: run.variable, branch: run.branch, actual }
}

/** Appends runs, each as a unit of its own, and fails unless all are kept. */
export async function keep(store: Store, ...runs: readonly Run[]): Promise<void> {
  const outcomes = await store.append(runs.map(run => ({ runs: [run] })))
  same(
    outcomes,
    runs.map(() => kept),
    'outcomes of an append',
  )
}

/** Reads all lines of a branch. */
export function readAll(store: Store, variable: string, branch = 'main'): Promise<readonly string[]> {
  return store.read(variable, branch, 0, Number.MAX_SAFE_INTEGER)
}

/** Opens what the bench has once more; only for laws that need it. */
export async function reopened(bench: Bench): Promise<Store> {
  if (!bench.reopen) throw new Error('this law needs a bench with reopen()')
  return bench.reopen()
}

/** Tells whether a store has the twins with `Sync`. */
export function isSync(store: Store): store is SyncStore {
  return store.sync
}
