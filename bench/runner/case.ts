import type { Bar } from './bar.ts'

/** One row of a table: a workload, who does it, and what is asked of Varve. */
export interface Case {
  /** Its name in the table and for `--only`, for instance `'b-read'`. */
  readonly row: string
  readonly workload: string
  readonly unit: Unit
  /** `'varve'`, a peer, or a variant such as `'varve at 100'`; each runs in a process of its own. */
  readonly candidates: readonly string[]
  readonly bars: readonly Bar[]
  /** What does not change between runs is measured once. */
  readonly once?: boolean
  measure(candidate: string, run: Run): Promise<Measured>
}

export type Unit = 'µs' | '/s' | 'bytes'

/** What all candidates of one run are told. */
export interface Run {
  /** A small part of the work, to see that everything runs. */
  readonly quick: boolean
  /** The file of a recorded trace; without one, a made one is taken. */
  readonly trace?: string
}

export interface Measured {
  readonly value: number
  /** How many steps were measured, and how many would have been with more time. */
  readonly steps: number
  readonly of: number
  /** What else has to be known to read the figure. */
  readonly note?: string
}
