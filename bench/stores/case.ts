/** One way to keep lines, measured in steps; a step is what becomes durable at once. */
export interface Case {
  readonly name: string
  /** The name of the case it is compared with; absent for a reference. */
  readonly reference?: string
  /** How many times as fast as the reference it has to be. */
  readonly target?: number
  /** What is counted, for instance `'lines'`. */
  readonly unit: string
  readonly unitsPerStep: number
  readonly steps: number
  /** Steps before the clock starts: a new log file grows, an old one is written over, which is faster. */
  readonly warmUp: number
  /** Opens something fresh in an empty folder; everything that is not to be measured is made here. */
  open(folder: string, steps: number): Opened
}

/** A case that is set up. */
export interface Opened {
  step(index: number): void | Promise<void>
  close(): void | Promise<void>
}
