import { policyOf, type Retention } from '../history/retention.ts'
import type { AnyRevision } from '../history/revision.ts'
import { badOption, checkOptions } from '../options.ts'
import { randomId } from '#platform'
import { Recorder, type RecorderOptions } from '../recorder/recorder.ts'
import type { Clock } from '../recorder/times.ts'
import type { Store } from '../store/store.ts'
import { checkConflictPolicy, type ConflictPolicy } from '../recorder/conflict-policy.ts'
import type { Readable } from './variable.ts'

/** How a registry or repository behaves. */
export interface RegistryOptions {
  /** Where the time of revisions comes from; default the system's. */
  readonly clock?: Clock
  /** Where random ids come from: the writer's, and one for each transaction. */
  readonly ids?: () => string
  /** `'tick'` (default): one append per synchronous run; `'each'`: durable before `set` returns (synchronous stores). */
  readonly durable?: 'tick' | 'each'
  /** What happens to a `set` that lost a race; default `'refuse'`. */
  readonly conflict?: ConflictPolicy
  /** What is kept of each variable's history as changes come in; default all. */
  readonly retention?: Retention
  /**
   * After each change it is checked that the history leads to the value: slow, for tests and for hunting a bug. What is wrong is
   * an `Error`, before listeners hear of the change.
   */
  readonly paranoid?: boolean
  /** Hears of errors that listeners throw; by default they are reported as uncaught. */
  readonly onListenerError?: (error: unknown, variable: Readable<unknown>, revision: AnyRevision) => void
}

const names = ['clock', 'ids', 'durable', 'conflict', 'retention', 'paranoid', 'onListenerError']

/** Where a repository keeps what is recorded. */
interface Keeping {
  readonly store: Store
  readonly outbox: NonNullable<RecorderOptions['outbox']>
}

/** What a repository's recorder is asked for beside. */
interface Lazily {
  readonly lazy?: boolean
}

/** Makes a recorder from what was asked for; `BAD_OPTION` where that makes no sense. */
export function recorderOf(where: string, options: RegistryOptions & Lazily, keeping?: Keeping): Recorder {
  checkOptions(where, options, keeping ? [...names, 'follow', 'lazy'] : names)
  const { clock = { now: Date.now }, ids = randomId, durable = 'tick' } = options
  if (durable !== 'tick' && durable !== 'each')
    throw badOption(where, 'durable', `is ${String(durable)}: give 'tick' or 'each'`)
  if (typeof ids !== 'function') throw badOption(where, 'ids', 'is no function')
  const { onListenerError } = options
  if (onListenerError !== undefined && typeof onListenerError !== 'function')
    throw badOption(where, 'onListenerError', 'is no function')
  const { paranoid = false } = options
  if (typeof paranoid !== 'boolean') throw badOption(where, 'paranoid', 'is neither true nor false')
  const { lazy: isLazy = false } = options
  if (typeof isLazy !== 'boolean') throw badOption(where, 'lazy', 'is neither true nor false')
  if (options.conflict !== undefined) checkConflictPolicy(where, options.conflict)
  if (options.retention !== undefined) policyOf(`${where}: retention`, options.retention)
  if (typeof clock?.now !== 'function') throw badOption(where, 'clock', 'has no method now()')
  if (durable === 'each' && keeping && !keeping.store.sync)
    throw badOption(where, 'durable', "is 'each', which needs a store that answers at once")
  return new Recorder({ clock, ids, durable, isLazy, outbox: keeping?.outbox })
}
