import {
  isCheckable,
  isExclusive,
  isForgetful,
  isQuerying,
  isSealing,
  isWatchful,
} from '../store/capabilities.ts'
import type { Querying } from '../store/querying/querying.ts'
import type {
  Checkable,
  Forgetful,
  Outcome,
  Run,
  Sealing,
  Store,
  SyncExclusive,
  SyncForgetful,
  SyncStore,
  Watchful,
} from '../store/store.ts'
import { same } from './check.ts'

/** What the laws need of a store under test. */
export interface Bench {
  /** A fresh, empty store. */
  open(): Promise<Store>
  /** Another handle on what the last `open()` gave, whether that is closed by now or not; absent for what is gone with the handle. */
  readonly reopen?: () => Promise<Store>
}

/**
 * What not every store has: a second handle on the same lines, or one of the capabilities of `Forgetful`, `Sealing`,
 * `Watchful`, `Checkable`, `SyncExclusive` and `Querying`.
 */
export type Need = 'reopen' | 'forget' | 'seal' | 'watch' | 'check' | 'exclusive' | 'query'

/** One thing that every store must do, if it has what the law needs. */
export interface Law {
  readonly name: string
  readonly needs?: readonly Need[]
  run(bench: Bench): Promise<void>
}

/** Finds out what a bench has, from the bench and from a store that it opens: no list could leave a law out. */
export async function abilitiesOf(bench: Bench): Promise<ReadonlySet<Need>> {
  const store = await bench.open()
  const abilities = new Set<Need>()
  if (bench.reopen) abilities.add('reopen')
  if (isForgetful(store)) abilities.add('forget')
  if (isSealing(store)) abilities.add('seal')
  if (isWatchful(store)) abilities.add('watch')
  if (isCheckable(store)) abilities.add('check')
  if (isSync(store) && isExclusive(store)) abilities.add('exclusive')
  if (isQuerying(store)) abilities.add('query')
  await store.close()
  return abilities
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

/** A fresh store that can forget; only for laws that need it. */
export async function openForgetful(bench: Bench): Promise<Store & Forgetful> {
  return forgetful(await bench.open())
}

/** The same store, known to forget. */
export function forgetful(store: Store): Store & Forgetful {
  if (!isForgetful(store)) throw new Error('this law needs a store that forgets')
  return store
}

/** The same store, known to seal. */
export function sealing(store: Store): Store & Sealing {
  if (!isSealing(store)) throw new Error('this law needs a store that seals')
  return store
}

/** The same store, known to be watched. */
export function watchful(store: Store): Store & Watchful {
  if (!isWatchful(store)) throw new Error('this law needs a store that is watched')
  return store
}

/** The same store, known to check itself. */
export function checkable(store: Store): Store & Checkable {
  if (!isCheckable(store)) throw new Error('this law needs a store that checks itself')
  return store
}

/** The same store, known to keep others from writing. */
export function exclusive(store: Store): SyncStore & SyncExclusive {
  if (!isSync(store) || !isExclusive(store))
    throw new Error('this law needs a store that keeps others from writing')
  return store
}

/** The same store, known to be queried. */
export function querying(store: Store): Store & Querying {
  if (!isQuerying(store)) throw new Error('this law needs a store that can be queried')
  return store
}

/** Tells whether a store has the twins with `Sync`. */
export function isSync(store: Store): store is SyncStore {
  return store.sync
}

/** Tells whether a store that forgets has the twins with `Sync`. */
export function hasSyncForget(store: Store): store is SyncStore & SyncForgetful {
  return store.sync && isForgetful(store)
}
