/** What is done to a value, in the three ways in which libraries want to be told. Every candidate does the same. */
export interface Workload<T> {
  initial(): T
  /** The value to be set, where the whole is set. */
  next?(step: number): T
  /** A recipe: it edits the draft. */
  mutate(draft: T, step: number): void
  /** By hand: copies what changes and shares the rest. */
  copy(value: T, step: number): T
  /** With Immutable.js, where it has such a collection. */
  persist?(value: Persistent, step: number): Persistent
  /** Where the step changes something. */
  path(step: number): readonly (string | number)[]
  /** Reads that place from a value. */
  leaf(value: T, step: number): unknown
}

/** What is used of a collection of Immutable.js. */
export interface Persistent {
  set(key: string | number, value: unknown): Persistent
  setIn(path: readonly (string | number)[], value: unknown): Persistent
  push(value: unknown): Persistent
  unshift(value: unknown): Persistent
  withMutations(fn: (value: Persistent) => void): Persistent
}
