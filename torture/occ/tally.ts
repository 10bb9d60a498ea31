/** What all of them append to. */
export interface Tally {
  readonly tokens: readonly string[]
  /** How many each process has added. */
  readonly sums: Readonly<Record<string, number>>
}

/** One process of many; it appends until it has been told so many times that it did. */
export interface Task {
  readonly subject: string
  readonly place: string
  readonly id: number
  /** How many of its kind came before it, each killed. */
  readonly life: number
  readonly from: number
  readonly to: number
  readonly durable: 'each' | 'tick'
  readonly plant?: string
}

export type Told =
  | { readonly made: readonly string[] }
  | { readonly wrong: string }
  | { readonly done: true; readonly conflicts: number; readonly busy: number }
