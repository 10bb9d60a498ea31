import type { Workload } from '../workloads/workload.ts'

/** A value with its whole history, as one library keeps it best. */
export interface Holder<T> {
  /** Does one step of the workload, which makes one version; versions count from 0, the initial. */
  step(index: number): void
  /** The current value, as the library gives it out. */
  read(): T
  /** One place of the current value. */
  peek?(path: readonly (string | number)[]): unknown
  /** What a function makes of the current value, where that takes no value to be given out. */
  select?(look: (value: T) => unknown): unknown
  /** An old version. */
  at?(version: number): T
  peekAt?(path: readonly (string | number)[], version: number): unknown
  /** Goes back by one version. */
  undo?(): void
}

export interface HolderOptions {
  /** Whether values that are given out are frozen, by libraries that leave the choice. */
  readonly frozen: boolean
}

/** Every adapter exports this as `open`. */
export type Open = <T>(workload: Workload<T>, options: HolderOptions) => Promise<Holder<T>>
